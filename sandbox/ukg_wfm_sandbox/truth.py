"""The rows that a perfect extraction would hold now, from the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.organization import hyperfinds
from ukg_wfm_sandbox.company import catalogs, times
from ukg_wfm_sandbox.naming import named_inside
from ukg_wfm_sandbox.records import payroll
from ukg_wfm_sandbox.records.people import persons
from ukg_wfm_sandbox.records.scheduling import schedule, time_off
from ukg_wfm_sandbox.records.timekeeping import metrics, sections, timecards
from ukg_wfm_sandbox.tables import flat
from ukg_wfm_sandbox.truths import (
    activities,
    attendance,
    forecasting,
    leave,
    people,
    scheduling,
    setup,
    timekeeping,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

    Windowed = Callable[[Tenant, Person, int, int], list["Row"]]

Row = dict[str, Any]


def truth(
    tenant: Tenant,
    stream: str,
    start_date: str | None = None,
    end_date: str | None = None,
    person_ids: list[int] | None = None,
) -> list[Row]:
    """Return the rows of a stream.

    Args:
        tenant: The tenant.
        stream: The stream's name.
        start_date: For windowed streams, the first date, YYYY-MM-DD; defaults to that of the history.
        end_date: For windowed streams, the last date; defaults to today.
        person_ids: The people; defaults to everyone.
    """
    rows = _rows(tenant, stream, (start_date, end_date), person_ids)
    if tenant.live["reference_names"] == "beside":
        return [named_inside(row, tenant.company) for row in rows]
    return rows


def _rows(
    tenant: Tenant,
    stream: str,
    dates: tuple[str | None, str | None],
    person_ids: list[int] | None,
) -> list[Row]:
    company = tenant.company
    start_date, end_date = dates
    wanted = [
        person for person in company.people if person_ids is None or person.id in set(person_ids)
    ]
    first = times.ordinal(start_date) if start_date else company.first_day
    last = times.ordinal(end_date) if end_date else company.clock.today
    if stream in LISTS:
        return [flat(row) for row in LISTS[stream](tenant)]
    if stream in PERSONAL:
        return [row for person in wanted for row in PERSONAL[stream](company, person)]
    if stream in forecasting.LOCATED:
        return [flat(row) for row in forecasting.LOCATED[stream](company, first, last)]
    if stream == "open_shifts":
        return _open_shifts(company, first, last)
    read = WINDOWED[stream]
    return [flat(row) for person in wanted for row in read(tenant, person, first, last)]


def _locations(tenant: Tenant) -> list[Row]:
    tree = tenant.company.organization
    return [
        tree.row(node, revision, details=True)
        for node in tree.nodes.values()
        for revision in node.revisions
    ]


LISTS: dict[str, Callable[[Tenant], list[Row]]] = {
    "locations": _locations,
    "hyperfind_queries": hyperfinds.hyperfinds,
    "pay_codes": lambda _: catalogs.pay_codes(),
    "time_zones": lambda _: catalogs.time_zones(),
    "labor_categories": lambda tenant: catalogs.labor_categories(tenant.company.seed),
    "labor_category_entries": lambda tenant: catalogs.labor_entries(tenant.company.seed),
    "cost_centers": lambda tenant: catalogs.cost_centers(tenant.company.seed),
    **setup.LISTS,
    **forecasting.LISTS,
    **activities.LISTS,
}


def _with_person(person: Person, rows: Iterable[Row]) -> list[Row]:
    head = {"person_id": person.id, "person_number": person.number}
    return [{**head, **flat(row)} for row in rows]


def _employee(company: Company, person: Person) -> list[Row]:
    row = {
        name: value
        for name, value in persons.employee(company, person).items()
        if not isinstance(value, (list, dict))
        and "password" not in name.lower()
        and "snapshot" not in name.lower()
    }
    return _with_person(person, [{**row, **people.current(company, person)}])


PERSONAL: dict[str, Callable[[Company, Person], list[Row]]] = {
    "persons": lambda company, person: [flat(persons.light(person, company.clock.today))],
    "employees": _employee,
    "employee_primary_jobs": lambda company, person: _with_person(
        person, persons.primary_jobs(company, person)
    ),
    "employee_employment_statuses": lambda _, person: _with_person(
        person, persons.employment_statuses(person)
    ),
    **timekeeping.PERSONAL,
    **leave.PERSONAL,
    **people.PERSONAL,
    **scheduling.PERSONAL,
    **attendance.PERSONAL,
}


def _section(name: str) -> Windowed:
    def read(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
        return [
            row
            for ordinal in range(first - 1, last + 1)
            for day, row in getattr(sections.sections(tenant.company, person, ordinal), name)
            if first <= day <= last
        ]

    return read


def _spans(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    return [
        {**span, "workedShiftId": shift["id"], "employee": person.reference}
        for shift in _section("worked_shifts")(tenant, person, first, last)
        for span in shift["workedSpans"]
    ]


def _daily(read: Callable[[Company, Person, int], list[Row]]) -> Windowed:
    def rows(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
        days = range(first, last + 1)
        return [row for day in days for row in read(tenant.company, person, day)]

    return rows


_shifts = _daily(schedule.shifts)


def _segments(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    return [
        {**segment, "shiftId": shift["id"], "employee": person.reference}
        for shift in _shifts(tenant, person, first, last)
        for segment in shift["segments"]
    ]


def _time_off(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    company = tenant.company
    return [
        time_off.time_off(company, person, one) for one in company.requests(person, first, last)
    ]


def _changes(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    return [timecards.change(person, one) for one in tenant.company.changes(person, first, last)]


WINDOWED: dict[str, Windowed] = {
    "punches": _section("punches"),
    "worked_shifts": _section("worked_shifts"),
    "worked_shift_spans": _spans,
    "pay_code_edits": _section("pay_code_edits"),
    "timecard_exceptions": _section("exceptions"),
    "historical_corrections": _section("corrections"),
    "hours_worked": _section("hours_worked"),
    "processed_segments": _section("processed_segments"),
    "holiday_credits": _section("holiday_credits"),
    "moved_amounts": _section("moved_amounts"),
    "extended_exceptions": _section("extended_exceptions"),
    "actual_totals": _daily(metrics.totals),
    "scheduled_totals": _daily(metrics.scheduled),
    "projected_totals": _daily(metrics.projected),
    "shifts": _shifts,
    "shift_segments": _segments,
    "schedule_pay_code_edits": _daily(schedule.pay_code_edits),
    "time_off_requests": _time_off,
    "timecard_changes": _changes,
    "payroll_lines": lambda tenant, person, first, last: list(
        payroll.lines(tenant.company, person, first, last)
    ),
    **timekeeping.WINDOWED,
    **leave.WINDOWED,
    **scheduling.WINDOWED,
    **attendance.WINDOWED,
    **activities.WINDOWED,
}


def _open_shifts(company: Company, first: int, last: int) -> list[Row]:
    return [
        flat(row)
        for job in company.organization.jobs
        for day in range(first, last + 1)
        for row in schedule.open_shifts(company, job, day)
    ]
