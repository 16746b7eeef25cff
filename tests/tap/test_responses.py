"""What counts as a response, who was read by it, and when a list is whole. No tenant is needed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tap_ukg_wfm.api.errors import OperationError, UnsteadyError
from tap_ukg_wfm.api.items import items
from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.api.responses import Body, Response
from tap_ukg_wfm.api.shapes import problem
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.streams.timekeeping.timecards import TIMECARD
from tap_ukg_wfm.sync.accounting import account
from tap_ukg_wfm.sync.readers.lists import fetch_list
from tap_ukg_wfm.sync.requests import Accounted, Person

FIND = Operation("/v1/commons/hyperfind", "GET", envelope=("hyperfindQueries",))
LIST = Operation("/v1/commons/device_groups", "GET")
WORDS = Operation("/v1/timekeeping/exception_types", "GET", word="name")
AUDITS = Operation("/v1/scheduling/audits/multi_read", body={"ids": "$person_ids"})
ERROR = {"errorCode": "WFP-00500", "message": "Internal error."}
PEOPLE = [Person(number, f"N{number}") for number in (1, 2, 3)]


def response(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body).encode(), "2026-11-15T00:00:00Z", status)


@pytest.mark.parametrize("operation", [FIND, LIST, WORDS, Persons.operation, TIMECARD, AUDITS])
@pytest.mark.parametrize("status", [200, 207])
@pytest.mark.parametrize(
    "body",
    [ERROR, {"fault": {"faultstring": "x"}}, {"errors": [ERROR]}, {}, None, 7, "x", True, {"error": "x"}]
)  # fmt: skip
def test_an_error_is_not_data(operation: Operation, status: int, body: Any) -> None:
    assert problem(operation, response(body, status))


@pytest.mark.parametrize("body", [[None], ["x"], [[1]], [{"id": 1}, 2]])
def test_items_are_objects(body: Any) -> None:
    assert problem(LIST, response(body)) == "a list with items that are not objects"
    assert problem(FIND, response({"hyperfindQueries": body}))
    assert problem(Persons.operation, response({"records": body, "totalElements": "1"}))


def test_words_are_texts() -> None:
    assert not problem(WORDS, response(["LATE"]))
    assert problem(WORDS, response([{"name": "LATE"}])) == "a list with items that are not texts"


def test_a_renamed_or_changed_list_is_not_an_empty_one() -> None:
    assert problem(FIND, response({"queries": []})) == "no hyperfindQueries"
    assert problem(FIND, response({"hyperfindQueries": 7})) == "hyperfindQueries that is not a list"
    for good in ([], None, [{"id": 1}], {"id": 1}):
        assert not problem(FIND, response({"hyperfindQueries": good}))
    assert not problem(LIST, response([]))
    # Live: a page behind the last one has its metadata and no list.
    page = Operation("/v1/timekeeping/punches/apply_read", envelope=("data",), page=25)
    empty = response({"metadata": {"index": 0, "totalPages": 1}})
    assert not problem(page, empty)
    assert items(page, empty.body) == []
    assert problem(page, response({"metadata": {}, "dataX": []}))


def item(number: Any) -> dict[str, Any]:
    return {"employee": {"id": number, "qualifier": "x"}, "punches": []}


def test_only_people_with_an_item_are_read() -> None:
    said = account(TIMECARD, response([item(1), item("3")]), PEOPLE)
    assert said == Accounted(frozenset({1, 3}), frozenset({2}))
    odd = [item(1), item([2]), item({"x": 3}), item(None), {"employee": 4}]
    assert account(TIMECARD, response(odd), PEOPLE).read == {1}
    assert account(TIMECARD, response([]), PEOPLE).left_out == {1, 2, 3}
    whole = account(TIMECARD, response([item(n) for n in (1, 2, 3, 9)]), PEOPLE)
    assert whole == Accounted(frozenset({1, 2, 3}))


UNKNOWN = {"errorCode": "WCO-101259", "message": "Employee not found"}


def results(*found: Any) -> dict[str, Any]:
    return {"errorCode": "WCO-101207", "message": "Partial.", "details": {"results": list(found)}}


@pytest.mark.parametrize(
    "body",
    [
        results({"success": item(1)}, {"success": item(3)}, {"error": ERROR}),
        results({"success": item(1)}, {"success": item(3)}, {"error": "text"}),
        results({"success": item(1)}, {"success": item(3)}, {"error": None}),
        results({"success": item(1)}, {"success": item(3)}, {"success": None, "error": ERROR}),
        results({"success": item(1)}, {"success": item(3)}, {"success": None}),
        results({"success": [item(1), item(3)]}, None),
        results({"success": item(1)}, {"success": item(3)}, 1),
        [item(1), item(3), ERROR],
        [item(1), item(3), {"error": ERROR}],
        [item(1), item(3), {"employee": {"id": 2}, "error": ERROR}],
        [item(1), item(3)],
    ],
)
def test_nobody_is_lost_in_a_partial_success(body: Any) -> None:
    answer = response(body, 207)
    assert not problem(TIMECARD, answer)
    said = account(TIMECARD, answer, PEOPLE)
    assert said == Accounted(frozenset({1, 3}), frozenset({2}), reason=said.reason)


@pytest.mark.parametrize(
    "body",
    [results({"error": ERROR}), results(None), results(1), {"details": {"errors": [ERROR]}}],
)
def test_a_partial_success_of_nothing_leaves_everybody_out(body: Any) -> None:
    answer = response(body, 207)
    assert not problem(TIMECARD, answer)
    assert account(TIMECARD, answer, PEOPLE).left_out == {1, 2, 3}
    assert Body(TIMECARD, answer).items == []


@pytest.mark.parametrize("details", [{}, {"error-offsets": [1]}, {"results": []}, None, [1]])
def test_a_partial_success_that_says_nothing_is_an_error(details: Any) -> None:
    assert problem(TIMECARD, response({**ERROR, "details": details}, 207))
    assert problem(TIMECARD, response({"message": "x"}, 207))


def test_who_is_unknown_is_not_asked_for_again() -> None:
    named = results({"success": item(1)}, {"success": item(2)}, {"error": UNKNOWN})
    assert account(TIMECARD, response(named, 207), PEOPLE).unknown == {3}
    both = results({"success": item(1)}, {"error": UNKNOWN}, {"error": ERROR})
    assert account(TIMECARD, response(both, 207), PEOPLE).left_out == {2, 3}


def test_an_operation_without_items_for_people_goes_by_its_errors() -> None:
    audits: dict[str, Any] = {"shiftAudits": []}
    assert account(AUDITS, response(audits), PEOPLE).read == {1, 2, 3}
    about = {**ERROR, "inputDetail": {"qualifier": "N2"}}
    said = account(AUDITS, response(results({"success": audits}, {"error": about}), 207), PEOPLE)
    assert said == Accounted(frozenset({1, 3}), frozenset({2}), reason=said.reason)
    vague = account(AUDITS, response(results({"success": audits}, {"error": ERROR}), 207), PEOPLE)
    assert not vague.read
    assert vague.left_out == {1, 2, 3}
    assert not account(AUDITS, response(audits, 207), PEOPLE).read


class Pages:
    """Answers pages; `readings` are lists of pages, one for each time that the list is begun."""

    def __init__(self, *readings: list[dict[str, Any]], last: dict[str, Any] | None = None) -> None:
        self.readings, self.last, self.asked = list(readings), last or {"records": []}, 0

    def __call__(self, *, index: int, count: int) -> Response:
        del count
        self.asked += 1
        assert self.asked < 50, "it never ends"
        if not index and self.asked > 1 and len(self.readings) > 1:
            self.readings.pop(0)
        pages = self.readings[0]
        return response(pages[index] if index < len(pages) else self.last)


PAGED = Operation("/v1/x/apply_read", body={"i": "$index"}, envelope=("records",), page=2)


def page(*ids: int, total: Any = None) -> dict[str, Any]:
    records = [{"id": number} for number in ids]
    return {"records": records} if total is None else {"records": records, "totalElements": total}


def read(pages: Pages) -> list[int]:
    found = fetch_list(PAGED, pages)
    return [row["id"] for answer, _ in found for row in items(PAGED, answer.body)]


@pytest.mark.parametrize(
    ("pages", "ids"),
    [
        ([page(1, 2, total="2"), page(3, 4, total="2"), page(5, total="1")], [1, 2, 3, 4, 5]),
        ([page(1, 2, total=2), page(3, 4, total=2), page(total=0)], [1, 2, 3, 4]),
        ([page(1, 2), page(3)], [1, 2, 3]),
        ([page(1, total=3), page(2, 3, total=3)], [1, 2, 3]),
        ([page(1, 2, total=1), page(3, total=1)], [1, 2, 3]),
        ([page(total=0)], []),
        ([{"metadata": {}}], []),
        ([page(1, 1, total=2)], [1]),
    ],
)
def test_a_list_goes_on_to_its_end(pages: list[dict[str, Any]], ids: list[int]) -> None:
    asked = Pages(pages)
    assert read(asked) == ids
    assert asked.asked <= len(pages) + 1


@pytest.mark.parametrize(
    "pages",
    [[page(1, 2, total=5), page(3, total=5)], [page(1, 2, total=3), page()], [page(total=60)]],
)
def test_a_cut_list_is_read_again_and_then_fails(pages: list[dict[str, Any]]) -> None:
    whole = [page(1, 2, total=3), page(3, total=3)]
    assert read(Pages(pages, whole)) == [1, 2, 3]
    with pytest.raises(UnsteadyError, match="items, three times"):
        read(Pages(pages))


def test_a_list_that_moves_is_read_again(caplog: pytest.LogCaptureFixture) -> None:
    moved = [page(1, 2, total=4), page(2, 4, total=4)]
    whole = [page(1, 2, total=4), page(3, 4, total=4)]
    assert read(Pages(moved, whole)) == [1, 2, 3, 4]
    # What repeats itself each time does not move: each item is used once.
    assert read(Pages(moved, moved)) == [1, 2, 4]
    assert (
        "returned 1 items twice, equal in every field. The tap uses each item once." in caplog.text
    )
    with pytest.raises(UnsteadyError, match="changed while its pages were read"):
        read(Pages(moved, [page(1, 2), page(2, 5)], [page(1, 6), page(6, 5)]))


@pytest.mark.parametrize("total", [None, 10**9])
def test_the_same_page_for_ever_ends_with_a_sentence(total: int | None) -> None:
    with pytest.raises(OperationError, match="returned the same page twice"):
        read(Pages([], last=page(1, 2, total=total)))
    with pytest.raises(OperationError):
        read(Pages([], last=page(1, total=10**9)))


def test_an_error_among_the_items_of_a_list_is_no_item() -> None:
    with pytest.raises(OperationError, match="an error among its items"):
        read(Pages([{"records": [{"id": 1}, ERROR]}]))
