"""Operations that control the sandbox, below /_sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import Response
from starlette.routing import Route

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.errors import bad

if TYPE_CHECKING:
    from starlette.requests import Request

    from ukg_wfm_sandbox.world import World


def _json(content: Any) -> Response:  # noqa: ANN401
    return Response(orjson.dumps(content), media_type="application/json")


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise bad("SANDBOX", "The body is not valid JSON.") from error
    if not isinstance(body, dict):
        raise bad("SANDBOX", "The body must be an object.")
    return body


def clock(world: World) -> dict[str, Any]:
    """Return the sandbox's time and the first day of its history."""
    company = world.company
    return {
        "now": times.utc(company.clock.now),
        "today": times.day(company.clock.today),
        "first_day": times.day(company.first_day),
    }


class Control:
    """Handlers of the control operations of a world."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def advance(self, request: Request) -> Response:
        """Move the clock forward."""
        days = (await _body(request)).get("days")
        if not isinstance(days, int) or not 0 < days < 3660:
            raise bad("SANDBOX", "days must be a whole number from 1 to 3659.")
        self._world.advance(days)
        return _json(clock(self._world))

    async def truth(self, request: Request) -> Response:
        """Return the rows of a stream."""
        query = request.query_params
        people = query.get("person_ids")
        stream, dates = (
            request.path_params["stream"],
            (query.get("start_date"), query.get("end_date")),
        )
        try:
            ids = [int(one) for one in people.split(",")] if people else None
            rows = self._world.truth(stream, *dates, ids)
        except (KeyError, ValueError) as error:
            raise bad(
                "SANDBOX",
                f"There is no truth for this stream, date or person: {error}. Check the URL.",
            ) from error
        return _json(rows)

    async def faults(self, request: Request) -> Response:
        """Add a fault, or remove all."""
        if request.method == "DELETE":
            self._world.faults.clear()
        else:
            self._world.faults.add(await _body(request))
        return _json({})

    async def stats(self, request: Request) -> Response:
        """Return the statistics; DELETE resets them first."""
        if request.method == "DELETE":
            self._world.reset_counts()
        return _json(self._world.counts())

    async def requests(self, _request: Request) -> Response:
        """Return the distinct API requests so far."""
        return _json(list(self._world.stats.seen.values()))

    async def edit(self, request: Request) -> Response:
        """Make one edit."""
        body = await _body(request)
        if set(body) != {"person_id", "date", "kind"}:
            raise bad("SANDBOX", "An edit needs person_id, date and kind, and nothing else.")
        return _json(self._world.edit(body))

    async def clock(self, _request: Request) -> Response:
        """Return the time."""
        return _json(clock(self._world))


def routes(world: World) -> list[Route]:
    """Return the control routes of a world."""
    control = Control(world)
    return [
        Route("/_sandbox/advance", control.advance, methods=["POST"]),
        Route("/_sandbox/truth/{stream}", control.truth),
        Route("/_sandbox/faults", control.faults, methods=["POST", "DELETE"]),
        Route("/_sandbox/stats", control.stats, methods=["GET", "DELETE"]),
        Route("/_sandbox/requests", control.requests),
        Route("/_sandbox/edit", control.edit, methods=["POST"]),
        Route("/_sandbox/clock", control.clock),
    ]
