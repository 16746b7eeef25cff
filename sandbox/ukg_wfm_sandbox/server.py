"""The simulated tenant's HTTP application."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from uuid import uuid4

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Route

from ukg_wfm_sandbox import control
from ukg_wfm_sandbox.api import OPERATIONS
from ukg_wfm_sandbox.api.operation import Call, Reply
from ukg_wfm_sandbox.auth import APP_KEY, AuthError, SpikeArrestError
from ukg_wfm_sandbox.errors import ApiError, bad
from ukg_wfm_sandbox.faulty import NO_ANSWER, faulty_answer
from ukg_wfm_sandbox.mutations import mutate
from ukg_wfm_sandbox.naming import named
from ukg_wfm_sandbox.shapes import check

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from starlette.requests import Request

    from ukg_wfm_sandbox.api.operation import Operation
    from ukg_wfm_sandbox.world import World

MEGABYTE = 1_048_576


class Api:
    """Serves the operations of a world, with concurrency limit, faults, tokens and latency."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """Return the routes of the API and of authentication."""
        found = [
            Route("/api/authentication/access_token", self.token, methods=["POST"]),
            Route("/api/authentication/token/revoke", self.revoke, methods=["POST"]),
            Route("/oauth/token", self.token, methods=["POST"]),
        ]
        found += [
            Route(f"/api{operation.path}", self._endpoint(operation), methods=[operation.method])
            for operation in OPERATIONS
        ]
        return found

    def _endpoint(self, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await self.serve(operation, request)

        return endpoint

    async def serve(self, operation: Operation, request: Request) -> Response:
        """Respond to a request for an operation."""
        stats = self._world.stats
        stats.start()
        started = time.perf_counter()
        status: int | str = "none"
        try:
            response = await self._answer(operation, request)
            status = NO_ANSWER.get(type(response), response.status_code)
        except ApiError as error:
            status = error.status
            response = self._response(error.body, status, error.headers)
        except ClientDisconnect:
            # The client has disconnected; nobody reads this response.
            status, response = "gone", Response(status_code=400)
        finally:
            stats.end(time.perf_counter() - started)
            stats.answered(operation.name, status)
        return response

    async def _answer(self, operation: Operation, request: Request) -> Response:
        world = self._world
        if world.stats.running > world.max_concurrency:
            raise ApiError(429, "WFP-00429", "Too many requests.", None, {"Retry-After": "1"})
        content = await request.body()
        headers = request.headers
        token = headers.get("authorization", "").removeprefix("Bearer ")
        secrets = [one for one in (token, headers.get("appkey")) if one]
        faulty = await self._strike(operation.name, request, secrets, content)
        if faulty:
            return faulty
        try:
            self._check_appkey(request)
        except AuthError as error:
            raise ApiError(401, "WFP-00401", str(error)) from error
        if not world.tokens.good(request.headers.get("authorization")):
            raise ApiError(401, "WFP-00401", "The access token is missing, unknown or expired.")
        call = _call(operation, request, content, world.tenant.live)
        key = f"{operation.name}?{request.url.query}".encode() + content
        world.stats.remember(
            key,
            {
                "method": operation.method,
                "path": operation.path,
                "query": call.query,
                "body": call.body,
            },
        )
        answer: Reply = operation.handle(world.tenant, call)
        world.stats.worked(operation.name, answer.employees)
        base, each = world.latency
        if base or each:
            await asyncio.sleep((base + each * answer.employees) / 1000)
        if answer.media != "application/json":
            return Response(answer.content, answer.status, media_type=answer.media)
        found, status = orjson.dumps(answer.content), answer.status
        if world.tenant.live["reference_names"] == "beside":
            found = named(found, world.company)
        if mutation := getattr(request.state, "mutation", None):
            name, seed = mutation
            mutated = mutate(name, orjson.loads(found), status, seed)
            found, status = mutated.content, mutated.status
            world.stats.mutated.append(
                {
                    "operation": operation.name,
                    "mutation": name,
                    "path": None if mutated.path is None else [*mutated.path],
                    "before": mutated.before,
                    "after": mutated.after,
                    "status": status,
                }
            )
        return Response(found, status, media_type="application/json")

    async def _strike(
        self, name: str, request: Request, secrets: Sequence[str], content: bytes = b""
    ) -> Response | None:
        """Return the response of a fault, if one applies."""
        sent = f"{request.url.query} {content.decode(errors='replace')}"
        fault = self._world.faults.strike(name, sent)
        if fault is None:
            return None
        await asyncio.sleep(fault.delay)
        if fault.kind == "expire_token":
            self._world.tokens.expire()
        if fault.kind == "bad_date":
            request.state.date = fault.date
        if fault.kind == "mutate":
            request.state.mutation = (fault.mutation, fault.seed + fault.seen)
        return faulty_answer(fault, secrets) if fault.answers else None

    async def token(self, request: Request) -> Response:
        """Respond to a token request."""
        world = self._world
        form = await _form(request)
        name = "refresh" if form.get("grant_type") == "refresh_token" else "token"
        faulty = await self._strike(name, request, list(form.values()))
        if faulty:
            return faulty
        grant = world.tokens.ukg if request.url.path == "/oauth/token" else world.tokens.classic
        try:
            self._check_appkey(request)
            return self._response(grant(form))
        except AuthError as error:
            return self._response(error.body, error.status)
        except SpikeArrestError:
            body = {"errorCode": "GTW-ERROR-012", "message": "Spike arrest violation."}
            return self._response(body, 503)

    def _check_appkey(self, request: Request) -> None:
        wanted = self._world.tenant.live["appkey"] == "required"
        if wanted and request.headers.get("appkey") != APP_KEY:
            raise AuthError("invalid_client", "The header appkey is missing or unknown.")

    async def revoke(self, request: Request) -> Response:
        """Respond to a request to revoke a token."""
        form = await _form(request)
        try:
            self._check_appkey(request)
            self._world.tokens.revoke(form)
        except AuthError as error:
            return self._response(error.body, error.status)
        return self._response({})

    @staticmethod
    def _response(
        content: Any,  # noqa: ANN401
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> Response:
        return Response(orjson.dumps(content), status, headers, "application/json")


async def _form(request: Request) -> dict[str, str]:
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind != "application/x-www-form-urlencoded":
        raise ApiError(415, "WFP-00415", "The request must be form-encoded.")
    return dict(parse_qsl((await request.body()).decode(errors="replace")))


def _call(operation: Operation, request: Request, content: bytes, live: Mapping[str, str]) -> Call:
    query = dict(request.query_params)
    unknown = set(query) - operation.query
    if unknown:
        raise bad("WFP-90010", f"Unknown query parameter: {', '.join(sorted(unknown))}")
    if not operation.shapes:
        return Call(None, query, request.path_params, live)
    if len(content) > MEGABYTE:
        raise ApiError(413, "WFP-00413", "The request body is larger than 1 MB.")
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise bad("WFP-90008", "The request body is not valid JSON.") from error
    check(body, operation.shapes)
    return Call(body, query, request.path_params, live)


async def _refuse(_request: Request, error: Exception) -> Response:
    if isinstance(error, ApiError):
        return Response(orjson.dumps(error.body), error.status, media_type="application/json")
    if not isinstance(error, HTTPException):  # pragma: no cover
        raise error
    body = {"errorCode": f"WFP-00{error.status_code}", "message": error.detail}
    content = orjson.dumps(body)
    return Response(content, error.status_code, error.headers, "application/json")


class Headers:
    """Adds the headers `Date` and `Sandbox-Date` (the sandbox's time) and `kronos-tid`."""

    def __init__(self, app: Any, world: World) -> None:  # noqa: ANN401
        self._app = app
        self._world = world

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401
        """Add the headers to the response of the wrapped application."""

        async def marked(message: Any) -> None:  # noqa: ANN401
            if message["type"] == "http.response.start":
                simulated = self._world.company.clock.http_date()
                told = scope["state"].get("date", simulated)
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"date", told.encode()),
                    # Tells a client that the date is simulated.
                    (b"sandbox-date", simulated.encode()),
                    (b"kronos-tid", uuid4().hex.encode()),
                ]
            await send(message)

        await self._app(scope, receive, marked)


def application(world: World) -> Headers:
    """Return the ASGI application of a world."""
    routes = Api(world).routes() + control.routes(world)
    handlers = {ApiError: _refuse, HTTPException: _refuse}
    return Headers(Starlette(routes=routes, exception_handlers=handlers), world)
