"""Timecards, metrics and attestations as live tenants answer them."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox

from .conftest import TODAY, Client
from .reading import ATTESTATION, METRICS, TIMECARD, balances, span

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, Any]
LIVE = Path(__file__).parents[1] / "live_cases"
RANGE = ("2026-10-20", TODAY)


def fields(answer: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The paths of all fields in an answer, each with its JSON type: 8 and 8.0 are numbers."""
    if isinstance(answer, list):
        for item in answer:
            yield from fields(item, f"{path}[]")
    elif isinstance(answer, dict):
        for name, value in answer.items():
            yield from fields(value, f"{path}.{name}")
    else:
        kind = "number" if isinstance(answer, (int, float)) else type(answer).__name__
        yield path, "bool" if isinstance(answer, bool) else kind


def timecards(client: Client, *select: str, first: str = RANGE[0], last: str = TODAY) -> Any:
    where = {"employees": {"ids": client.people()}, "dateRange": span((first, last))}
    return client.post(TIMECARD, {"where": where, "select": list(select)})


def transactions(client: Client) -> Any:
    asked = {"employees": {"ids": client.people()}, "dateRange": span(RANGE)}
    body = {"where": {"employeeSet": asked}, "select": ["ACCRUAL_TRANSACTIONS"]}
    return client.post(METRICS, body)


def attestations(client: Client, first: str, last: str) -> list[Row]:
    employees = [{"id": one} for one in client.people()]
    where = {"employees": employees, "dateRange": span((first, last))}
    (answer,) = client.post(ATTESTATION, {"where": where})
    rows: list[Row] = answer["attestationDailyDetail"]
    return rows


def before(day: str, days: int = 1) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def test_answers_have_all_that_live_answers_have(client: Client) -> None:
    summaries = [{"accrualSummaryData": balances(client, client.people(), *RANGE)}]
    answers = {
        "accrual-summary-of-98-days": summaries,
        "accrual-transaction": transactions(client),
        "attestation-in-the-evening": [{"attestationDailyDetail": attestations(client, *RANGE)}],
        "daily-total-in-seconds": timecards(client, "DAILY_TOTAL_SUMMARY"),
        "totals-without-date": timecards(client, "TOTALS"),
    }
    for name, answer in answers.items():
        live = set(fields(json.loads((LIVE / f"{name}.json").read_text("utf-8"))))
        # The name beside an id and a qualifier goes with every reference.
        missing = {one for one in live - set(fields(answer)) if not one[0].endswith(".name")}
        missing -= {("[].employeeId.id", "number"), ("[].employeeId.qualifier", "str")}
        assert not missing, name


def test_one_balance_a_code_and_request(client: Client) -> None:
    people = client.people()
    whole = balances(client, people, "2026-08-10", TODAY)
    alone = balances(client, people, TODAY, TODAY)
    assert len(alone) == len(whole) > len(people)
    for long, short in zip(whole, alone, strict=True):
        (daily,) = long["dailySummaries"]
        assert short["dailySummaries"] == [daily]
        assert daily["balanceDate"] == f"{TODAY}T00:00:00"
        assert daily["availableBalanceHours"] == round(daily["availableBalanceInSeconds"] / 3600, 4)
        assert long["startingBalanceForPeriod"]["balanceDate"] == "2026-08-09T00:00:00"
        assert short["startingBalanceForPeriod"]["balanceDate"] == f"{before(TODAY)}T00:00:00"


def test_transactions_lead_from_one_balance_to_the_next_to_the_second(client: Client) -> None:
    moved: Counter[tuple[int, int]] = Counter()
    for item in transactions(client):
        for row in item["accrualTransactions"]:
            moved[row["employee"]["id"], row["accrualCode"]["id"]] += row["secondsAmount"]
    assert any(seconds % 3600 for seconds in moved.values())
    compared = 0
    for one in balances(client, client.people(), *RANGE):
        start, (end,) = one["startingBalanceForPeriod"], one["dailySummaries"]
        change = end["availableBalanceInSeconds"] - start["vestedDurationInSeconds"]
        assert change == moved[one["employee"]["id"], one["accrualCode"]["id"]]
        compared += 1
    assert compared


def test_daily_totals_are_seconds_and_their_sum_begins_where_the_request_does(
    client: Client,
) -> None:
    for item in timecards(client, "DAILY_TOTAL_SUMMARY"):
        running = 0
        for row in item["dailyTotalSummary"]:
            hours = row["hoursAndCostSummaries"].get("HOUR", [])
            amount = row["dailyTotalAmount"].get("HOUR", 0)
            assert amount == sum(one["durationInHours"] for one in hours) * 3600
            running += amount
            assert row["cumulativeTotal"] == running


def test_segments_add_up_to_the_totals(client: Client) -> None:
    found: Counter[tuple[int, str, int]] = Counter()
    ids: Counter[tuple[int, int]] = Counter()
    for item in timecards(client, "PROCESSED_SEGMENTS"):
        for row in item["processedSegments"]:
            ids[row["employee"]["id"], row["id"]] += 1
            if "durationInSeconds" in row:
                key = (row["employee"]["id"], row["applyDate"], row["paycode"]["id"])
                found[key] += row["durationInSeconds"]
    totals: Counter[tuple[int, str, int]] = Counter()
    asked = {"employees": {"ids": client.people()}, "dateRange": span(RANGE)}
    body = {"where": {"employeeSet": asked}, "select": ["ACTUAL_TOTALS_EXCLUDE_CORRECTIONS"]}
    for item in client.post(METRICS, body):
        for row in item["actualTotalsExcludeCorrections"]:
            if "hoursAmount" in row:
                key = (row["employee"]["id"], row["applyDate"], row["payCode"]["id"])
                totals[key] += round(row["hoursAmount"] * 3600)
    assert found == totals
    assert max(ids.values()) > 1, "both parts of a span that is cut have its id"


def test_a_timecard_begins_with_its_first_date_with_data(client: Client) -> None:
    items = timecards(client, "PUNCHES", first="2026-10-24")
    starts = [item["startDate"] for item in items]
    assert min(starts) == "2026-10-24T00:00:00" < max(starts)
    assert not any("endDate" in item for item in items)


def test_totals_of_a_tenant_that_ignores_the_roll_up_have_no_date() -> None:
    with Sandbox(employees=4, days=9, today=TODAY, live={"totals_rollup": "ignored"}) as tenant:
        client = Client(tenant)
        where = {"employees": {"ids": client.people()}, "dateRange": span(RANGE)}
        options = {"totalsRollupBy": "DAILY"}
        items = client.post(TIMECARD, {"where": where, "multiReadOptions": options})
    lines = [
        line
        for item in items
        for part in item["totals"]
        for line in part["aggregatedTotals"]
        if part["totalContext"]["totalAggregationType"] == "ALL"
    ]
    assert lines
    assert not any("applyDate" in line for line in lines)


@pytest.mark.parametrize("dates", ["local", "utc"])
def test_attestations_are_selected_by_local_or_by_utc_dates(dates: str) -> None:
    live = {"attestation_dates": dates}
    with Sandbox(employees=30, days=20, seed=7, today=TODAY, live=live) as tenant:
        client = Client(tenant)
        rows = [
            (day, row)
            for day in (before(TODAY, number) for number in range(20))
            for row in attestations(client, day, day)
        ]
    local = sum(day == row["questionAnsweredDtm"][:10] for day, row in rows)
    utc = sum(day == row["punchTransactionStartDtm"][:10] for day, row in rows)
    assert {"local": local, "utc": utc}[dates] == len(rows)
    assert min(local, utc) < len(rows)
    # Each answer has an id of its own.
    assert len({row["uniqueId"] for _, row in rows}) == len(rows)


def test_the_locale_policy_formats_reporting_periods() -> None:
    with Sandbox(employees=2, days=9, today=TODAY, live={"locale": "de-DE"}) as tenant:
        client = Client(tenant)
        (first, *_) = balances(client, client.people(), *RANGE)
    assert first["dailySummaries"][0]["reportingPeriod"] == "01.01.2026 - 31.12.2026"


def realtime(
    client: Client, day: str, hour: int, employees: list[int] | None = None, **asked: Any
) -> Row:
    start, end = f"{day}T{hour:02}:00:00", f"{day}T{hour:02}:59:59"
    where: Row = {"dateRange": {"startDateTime": start, "endDateTime": end}}
    if employees:
        where["employees"] = {"ids": employees}
    body = {"where": where, "index": 0, "count": 25, **asked}
    answer: Row = client.post("/v1/timekeeping/punches/apply_read", body)
    return answer


def test_punches_in_real_time_are_those_of_timecards(client: Client) -> None:
    day = before(TODAY, 5)
    punched = sorted(
        (punch["id"], punch["punchDtm"])
        for item in timecards(client, "PUNCHES", first=day, last=day)
        for punch in item["punches"]
    )
    read: list[tuple[int, str]] = []
    for hour in range(24):
        first = realtime(client, day, hour, count=7, index=0)
        for index in range(first["metadata"]["totalPages"]):
            page = realtime(client, day, hour, count=7, index=index)
            rows = [row for item in page.get("data", []) for row in item["punches"]]
            assert len(rows) == page["metadata"]["punchesOnCurrentPage"]
            assert len(page.get("data", [])) <= 7
            read += [(row["id"], row["punchDtm"]) for row in rows]
    assert sorted(read) == punched != []


def test_a_page_without_punches_in_real_time_has_no_data(client: Client) -> None:
    live = json.loads((LIVE / "page-without-data.json").read_text("utf-8"))
    day, who = before(TODAY, 5), client.people()[:1]
    hours = [realtime(client, day, hour, who) for hour in range(24)]
    assert live in hours
    assert all(("data" in answer) != (answer == live) for answer in hours)
    beyond = realtime(client, day, 9, index=99)
    assert "data" not in beyond
    assert beyond["metadata"]["index"] == 99


def test_unknown_employees_are_counted_as_failed(client: Client) -> None:
    who, tag = [9, *client.people()[:2], 8], {"requestTag": "x"}
    pages = [realtime(client, TODAY, 9, who, count=3, index=n, options=tag) for n in (0, 1)]
    found = [page["metadata"] for page in pages]
    assert [one["failedEmployeeCount"] for one in found] == [1, 1]
    assert [one["totalPages"] for one in found] == [2, 2]
    assert [one["requestTag"] for one in found] == ["x", "x"]
