"""The sandbox as a context manager: a real HTTP server in a thread of this process."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import TYPE_CHECKING, Any, TypeVar

import uvicorn
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.configuration import configuration
from ukg_wfm_sandbox.server import application
from ukg_wfm_sandbox.world import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from typing_extensions import Self

T = TypeVar("T")


class Protocol(H11Protocol):
    """HTTP with the connection in the state of each request, so that faults can close it."""

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Put the connection into the state of its requests."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "connection": transport}


def server(world: World) -> uvicorn.Server:
    """Return the HTTP server of a world."""
    config = uvicorn.Config(
        application(world),
        http=Protocol,
        date_header=False,
        server_header=False,
        access_log=False,
        log_level="error",
        lifespan="off",
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(config)


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket; port 0 picks a free one."""
    return socket.create_server((host, port), backlog=128)


class Sandbox:
    """A running sandbox, as a context manager.

    All work runs on the event loop of the server, so nothing races.

    Args:
        settings: The arguments of `ukg_wfm_sandbox.world.World`.
    """

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401
        self._world = World(**settings)
        self._server = server(self._world)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._socket: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)
        self.url = ""

    def __enter__(self) -> Self:
        """Start the server."""
        self._socket = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread.start()
        self._ready.wait(30)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop the server."""
        self._server.should_exit = True
        self._thread.join(30)
        if self._socket:
            self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        # The socket listens already: an early client just waits.
        self._loop.call_soon(self._ready.set)
        await self._server.serve(sockets=[self._socket] if self._socket else None)

    def _on_loop(self, work: Callable[[], T]) -> T:
        async def run() -> T:
            return work()

        if self._loop is None:
            raise RuntimeError("The sandbox is not running. Use it in a with statement.")
        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(600)

    def config(self, **overrides: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return settings with which tap-ukg-wfm reads the whole history."""
        return configuration(self._world, self.url, **overrides)

    @property
    def today(self) -> str:
        """The current date of the sandbox."""
        return times.day(self._world.company.clock.today)

    def advance(self, days: int) -> None:
        """Move the clock forward by whole days, with the events of each day."""
        self._on_loop(lambda: self._world.advance(days))

    def truth(
        self,
        stream: str,
        start_date: str | None = None,
        end_date: str | None = None,
        person_ids: list[int] | None = None,
    ) -> list[dict[str, Any]]:
        """Return the rows that a perfect extraction would hold now."""
        return self._on_loop(lambda: self._world.truth(stream, start_date, end_date, person_ids))

    def fault(self, **spec: Any) -> None:  # noqa: ANN401
        """Add a fault; see `ukg_wfm_sandbox.faults.Fault`."""
        self._on_loop(lambda: self._world.faults.add(spec))

    def clear_faults(self) -> None:
        """Remove all faults."""
        self._on_loop(self._world.faults.clear)

    def stats(self) -> dict[str, Any]:
        """Return the statistics: requests, statuses, employees, tokens, concurrency."""
        return self._on_loop(self._world.counts)

    def reset_stats(self) -> None:
        """Reset the statistics."""
        self._on_loop(self._world.reset_counts)

    def edit(self, **spec: Any) -> dict[str, Any]:  # noqa: ANN401
        """Make one edit, given by person_id, date and kind."""
        return self._on_loop(lambda: self._world.edit(spec))

    def requests(self) -> list[dict[str, Any]]:
        """Return the distinct API requests so far, at most 400."""
        return self._on_loop(lambda: list(self._world.stats.seen.values()))
