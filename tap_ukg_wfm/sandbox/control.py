"""The sandbox's own operations, below /_sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import Response
from starlette.routing import Route

from tap_ukg_wfm.sandbox.company import times
from tap_ukg_wfm.sandbox.errors import bad

if TYPE_CHECKING:
    from starlette.requests import Request

    from tap_ukg_wfm.sandbox.world import World


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
    """Tell the sandbox's time and the first day of its history."""
    company = world.company
    return {
        "now": times.utc(company.clock.now),
        "today": times.day(company.clock.today),
        "first_day": times.day(company.first_day),
    }


def routes(world: World) -> list[Route]:
    """Give the control routes of a world."""

    async def advance(request: Request) -> Response:
        days = (await _body(request)).get("days")
        if not isinstance(days, int) or not 0 < days < 3660:
            raise bad("SANDBOX", "days must be a whole number above 0.")
        world.advance(days)
        return _json(clock(world))

    async def truth(request: Request) -> Response:
        query = request.query_params
        people = query.get("person_ids")
        try:
            ids = [int(one) for one in people.split(",")] if people else None
            rows = world.truth(
                request.path_params["stream"], query.get("start_date"), query.get("end_date"), ids
            )
        except (KeyError, ValueError) as error:
            raise bad("SANDBOX", f"No truth for this: {error}") from error
        return _json(rows)

    async def faults(request: Request) -> Response:
        if request.method == "DELETE":
            world.faults.clear()
        else:
            world.faults.add(await _body(request))
        return _json({})

    async def stats(request: Request) -> Response:
        if request.method == "DELETE":
            world.reset_counts()
        return _json(world.counts())

    async def requests(_request: Request) -> Response:
        return _json(list(world.stats.seen.values()))

    async def edit(request: Request) -> Response:
        return _json(world.edit(await _body(request)))

    async def tell(_request: Request) -> Response:
        return _json(clock(world))

    return [
        Route("/_sandbox/advance", advance, methods=["POST"]),
        Route("/_sandbox/truth/{stream}", truth),
        Route("/_sandbox/faults", faults, methods=["POST", "DELETE"]),
        Route("/_sandbox/stats", stats, methods=["GET", "DELETE"]),
        Route("/_sandbox/requests", requests),
        Route("/_sandbox/edit", edit, methods=["POST"]),
        Route("/_sandbox/clock", tell),
    ]
