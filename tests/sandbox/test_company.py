"""The company follows from its seed, and its totals follow from its punches."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from ukg_wfm_sandbox import Sandbox
from ukg_wfm_sandbox.company import times, worked
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.elements import Day, Punch
from ukg_wfm_sandbox.company.people import Person
from ukg_wfm_sandbox.tables import flat

from .conftest import TODAY, Client
from .reading import TIMECARD

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.worked import Line


def test_same_seed_same_bytes() -> None:
    def answer(seed: int) -> bytes:
        with Sandbox(employees=12, days=20, seed=seed, today=TODAY) as sandbox:
            sandbox.advance(3)
            client = Client(sandbox)
            where = {
                "employees": {"ids": client.people()},
                "dateRange": {"startDate": "2026-10-30", "endDate": "2026-11-18"},
            }
            content: bytes = client.call("POST", TIMECARD, {"where": where}).content
            return content

    assert answer(3) == answer(3)
    assert answer(3) != answer(4)


def test_draws_are_stable() -> None:
    assert Draw(7, "a", 1).below(1000) == 933
    assert Draw("b").hex(8) == "17b9dbd1"


def test_totals_add_up(sandbox: Sandbox) -> None:
    """Hours of regular time and overtime are those of the closed spans and reported hours."""
    hours: dict[tuple[int, str], float] = defaultdict(float)
    for shift in sandbox.truth("worked_shifts"):
        hours[shift["person_id"], shift["start_date_time"][:10]] += shift["shift_total_hours"]
    for entry in sandbox.truth("hours_worked"):
        hours[entry["person_id"], entry["start_date_time"][:10]] += entry["duration_in_hours"]
    totals: dict[tuple[int, str], float] = defaultdict(float)
    edits: list[tuple[Any, ...]] = []
    for line in sandbox.truth("actual_totals"):
        if line["is_from_correction"]:
            continue
        if line["pay_code_qualifier"] in ("Regular", "Overtime"):
            totals[line["person_id"], line["apply_date"]] += line["hours_amount"]
        else:
            amount = line.get("hours_amount", line["wages"])
            edits.append((line["person_id"], line["apply_date"], line["pay_code_id"], amount))
    assert {key: value for key, value in hours.items() if value} == dict(totals)
    booked = [
        (r["person_id"], r["apply_date"], r["pay_code_id"],
         r.get("duration_in_hours", r.get("money_amount")))
        for r in sandbox.truth("pay_code_edits")
    ]  # fmt: skip
    assert sorted(edits) == sorted(booked)


def test_hours_are_really_elapsed(sandbox: Sandbox) -> None:
    """The hours are those between the rounded local times, as the zone's clocks really ran."""
    odd = 0
    for shift in sandbox.truth("worked_shifts"):
        spans = [span for span in shift["worked_spans"] if "endDateTime" in span]
        zone = ZoneInfo(shift["start_timezone_qualifier"])
        real = wall = 0.0
        for span in spans:
            start = datetime.fromisoformat(span["roundedStartDateTime"])
            end = datetime.fromisoformat(span["roundedEndDateTime"])
            wall += (end - start).total_seconds()
            aware = start.replace(tzinfo=zone), end.replace(tzinfo=zone)
            real += aware[1].timestamp() - aware[0].timestamp()
        assert shift["shift_total_hours"] == real / 3600
        odd += wall != real
    assert odd > 0


def test_spans_match_punches(sandbox: Sandbox) -> None:
    last = "2026-11-17"  # it is tomorrow in Tokyo already
    punches = {row["id"]: row["punch_dtm"] for row in sandbox.truth("punches", None, last)}
    spans = sandbox.truth("worked_shift_spans", "2026-10-01", last)
    used = set()
    for span in spans:
        assert punches[span["start_punch_id"]] == span["start_date_time"]
        used.add(span["start_punch_id"])
        if "end_date_time" in span:
            assert punches[span["end_punch_id"]] == span["end_date_time"]
            used.add(span["end_punch_id"])
    late = {key for key, at in punches.items() if at >= "2026-10-02"}
    assert late <= used


def test_equal_lines_and_repeated_ids(sandbox: Sandbox) -> None:
    lines = [tuple(sorted(flat(row).items())) for row in sandbox.truth("actual_totals")]
    assert len(set(lines)) < len(lines)
    ids = [row["unique_id"] for row in sandbox.truth("actual_totals")]
    assert len(set(ids)) < len(ids)


@pytest.mark.parametrize(
    ("zone", "day", "elapsed"),
    [
        ("America/New_York", "2026-10-31", 9.0),  # the night an hour longer
        ("America/New_York", "2026-03-07", 7.0),
        ("Europe/Berlin", "2026-10-24", 9.0),
        ("Australia/Sydney", "2026-10-03", 7.0),
        ("Asia/Kolkata", "2026-10-31", 8.0),
    ],
)
def test_real_hours_across_clock_changes(zone: str, day: str, elapsed: float) -> None:
    ordinal = times.ordinal(day)
    start = times.instant(zone, ordinal, 22 * 60)
    end = times.instant(zone, ordinal, 30 * 60)
    assert times.local(zone, start) == f"{day}T22:00:00"
    assert times.local(zone, end)[11:] == "06:00:00"
    person = Person(
        id=1, number="1", first="", last="", zone=zone, hired=1, start=1320, length=480,
        weekdays=frozenset(range(7)), reports_hours=False, statuses=[(1, "Active")],
        jobs=[(1, 5)], wages=[(1, 20.0)], badges=[],
    )  # fmt: skip
    punches = (Punch(1, start, start), Punch(2, end, end))
    lines: list[Line] = worked.lines(person, ordinal, Day((), punches, (), (), (), ()))
    assert sum(line.hours or 0 for line in lines) == elapsed


def test_balances_follow_from_transactions(sandbox: Sandbox) -> None:
    changes: dict[tuple[int, int, str], float] = defaultdict(float)
    for row in sandbox.truth("accrual_transactions"):
        person, code, date = row["person_id"], row["accrual_code_id"], row["effective_date"]
        changes[person, code, date] += row["hours_amount"]
    before: dict[tuple[int, int], tuple[str, float]] = {}
    seen = 0
    # Balances are of single dates: what happened since the last one makes the difference.
    for row in sandbox.truth("accrual_balances"):
        person, code, date = row["person_id"], row["accrual_code_id"], row["balance_date"]
        balance = row["available_balance_hours"]
        if known := before.get((person, code)):
            last, amount = known
            change = sum(
                hours
                for (who, what, day), hours in changes.items()
                if (who, what) == (person, code) and last < day <= date
            )
            # Each amount is rounded to four digits of its own.
            assert balance == pytest.approx(amount + change, abs=2e-3)
            seen += change != 0
        before[person, code] = (date, balance)
    assert seen > 5


def test_what_the_company_has(sandbox: Sandbox) -> None:
    """Every kind of thing that a tap must cope with is there."""
    exceptions = {row["exception_type_name"] for row in sandbox.truth("timecard_exceptions")}
    assert exceptions >= {"LATE_IN", "EARLY_OUT", "MISSED_OUT_PUNCH", "UNSCHEDULED"}
    assert {row["employment_status"] for row in sandbox.truth("persons")} >= {"Active"}
    names = "".join(row["first_name"] + row["last_name"] for row in sandbox.truth("persons"))
    assert any(ord(letter) > 0x2FF for letter in names)
    assert any(row["person_number"].startswith("0") for row in sandbox.truth("persons"))
    shifts = sandbox.truth("worked_shifts")
    assert any(r.get("end_date_time", r["start_date_time"])[:10] > r["start_date_time"][:10]
               for r in shifts)  # fmt: skip
    assert any("end_date_time" not in row for row in shifts)
    requests = sandbox.truth("time_off_requests")
    periods = [row["periods"] for row in requests]
    assert any(len(one) > 1 for one in periods)
    assert any(one[0]["endDate"] > one[0]["startDate"] for one in periods)
    assert any(row["transfer_org_job"] for row in sandbox.truth("worked_shift_spans"))
    assert any("comments_notes" in row for row in sandbox.truth("punches"))
    assert not all("middle_name" in row for row in sandbox.truth("employees"))
