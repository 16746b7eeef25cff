"""The questions that UKG's documentation leaves open, and how to find a tenant's answers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tap_ukg_wfm.api.connection import connect
from tap_ukg_wfm.api.errors import OperationError, TapError
from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.shape.recording import refusal
from tap_ukg_wfm.shape.sample import (
    PARTIAL,
    Answer,
    Sample,
    accepted_form,
    accrual_summaries,
    find_lines,
    find_references,
    objects_of,
)
from tap_ukg_wfm.streams.organization.lists import Locations
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.streams.timekeeping.attestations import ATTESTATION
from tap_ukg_wfm.streams.timekeeping.timecards import TIMECARD

if TYPE_CHECKING:
    from collections.abc import Callable


NOBODY = 2_147_480_000
"""An id that no person has."""
_TYPES = ("Site", "Store", "Facility")
_MARKER = re.compile(r"[a-z][a-z0-9_-]{2,80}", re.ASCII)
_SCHEDULE = Operation("/v1/scheduling/schedule/multi_read")
_ACTIVITY_SHIFTS = Operation("/v1/work/activity_shifts/multi_read")
_LEAVE_EDITS = Operation("/v1/leave/leave_edits/multi_read")
_LOCATION_TYPES = Operation("/v1/commons/location_types/multi_read")
_INDICATORS = Operation("/v1/platform/change_indicators", "GET")


@dataclass(frozen=True)
class Finding:
    """How a tenant answers a question.

    Args:
        key: The question's key, which is that of the sandbox's switch where there is one.
        question: The question.
        answer: A word for programs, such as `page`, or `unknown` if the tenant's data cannot show it.
        detail: Counts and codes behind it.
    """

    key: str
    question: str
    answer: str
    detail: str = ""


def _persons_total(sample: Sample) -> Answer:
    pages = [
        sample.ask(Persons.operation, {"where": {}, "index": index, "count": 2}) for index in (0, 1)
    ]
    totals = [str(page.get("totalElements")) for page in pages]
    sizes = [len(page.get("records") or ()) for page in pages]
    detail = f"pages of {sizes[0]} and {sizes[1]}"
    if not sizes[1] or not all(total.isdecimal() for total in totals):
        return "unknown", detail
    return ("page" if int(totals[0]) == sizes[0] else "all"), detail


def _persons_listed(sample: Sample) -> Answer:
    gone = sum(n for status, n in sample.statuses.items() if status.lower() == "terminated")
    others = sum(sample.statuses.values()) - gone
    detail = f"{others} people, and {gone} terminated ones"
    if gone:
        return "everyone", detail
    where = {"employmentStatus": "Terminated"}
    found = sample.ask(Persons.operation, {"where": where, "index": 0, "count": 1})
    hidden = bool(found.get("records"))
    detail += f"; asked for by status there are {'some' if hidden else 'none'}"
    return ("active" if hidden else "unknown"), detail


def _partial_success(sample: Sample) -> Answer:
    ids = [*sample.people[:2], NOBODY]
    where = {"employees": {"ids": ids}, "dateRange": sample.days(1)}
    body = {"where": where, "select": ["EXCEPTIONS"]}
    found = sample.ask(TIMECARD, body, **PARTIAL)
    if isinstance(found, dict) and isinstance(found.get("details"), dict):
        return "results", f"details: {', '.join(sorted(found['details'].keys() & _DETAILS))}"
    items = found if isinstance(found, list) else []
    errors = sum(
        isinstance(one, dict) and bool(one.keys() & {"error", "errorCode"}) for one in items
    )
    detail = f"{len(ids)} people asked for, {len(items) - errors} answered, {errors} errors"
    return ("flat" if errors else "silent"), detail


_DETAILS = {"results", "error-offsets", "errors"}


def _totals_rollup(sample: Sample) -> Answer:
    where = {"employees": {"ids": list(sample.people)}, "dateRange": sample.days(7)}
    options = {"totalsRollupBy": "DAILY"}
    body = {"where": where, "select": ["TOTALS"], "multiReadOptions": options}
    lines = find_lines(sample.ask(TIMECARD, body, **PARTIAL), "aggregatedTotals")
    dated = sum("applyDate" in line for line in lines)
    detail = f"{dated} of {len(lines)} lines have an applyDate"
    return ("unknown" if not lines else "honored" if dated == len(lines) else "ignored"), detail


def _attestation_dates(sample: Sample) -> Answer:
    # Few people punch around midnight of UTC, so many are asked for.
    people = [{"id": one} for one in sample.many]
    local = utc = 0
    for back in range(1, 15):
        day = (sample.today - timedelta(days=back)).isoformat()
        where = {"employees": people, "dateRange": {"startDate": day, "endDate": day}}
        body = {"where": where, "select": ["attestationDailyDetail"]}
        for line in find_lines(sample.ask(ATTESTATION, body), "attestationDailyDetail"):
            here = str(line.get("questionAnsweredDtm"))[:10]
            there = str(line.get("punchTransactionStartDtm"))[:10]
            if here != there:
                local += here == day
                utc += there == day
    detail = f"{local} by local date, {utc} by UTC date, of lines where the two differ"
    return ("unknown" if local == utc else "local" if local > utc else "utc"), detail


def _schedule_form(sample: Sample) -> Answer:
    dates = sample.days(1)
    ids = list(sample.people[:2])
    openapi = {"where": {"employees": {"employees": {"ids": ids}, "dateRange": dates}}}
    recorded = {"where": {"employees": {"employeeRefs": {"ids": ids}, **dates}}}
    forms = {"openapi": {**openapi, "select": ["SHIFTS"]}, "recorded": recorded}
    return accepted_form(sample, _SCHEDULE, forms)


def _activities_select(sample: Sample) -> Answer:
    where = {"employees": {"ids": list(sample.people[:2])}, "dateRange": sample.days(1)}
    forms = {
        "list": {"where": where, "select": ["SEGMENTS"]},
        "text": {"where": where, "select": "SEGMENTS"},
    }
    return accepted_form(sample, _ACTIVITY_SHIFTS, forms)


def _optional_properties(sample: Sample) -> Answer:
    body = {"employees": {"ids": list(sample.people[:2])}, "dateRange": sample.days(1)}
    forms = {
        "with": {**body, "leaveEditSearchTypeEnum": "BY_LEAVE_EDIT_DATES"},
        "without": body,
    }
    accepted, detail = accepted_form(sample, _LEAVE_EDITS, forms)
    return {"both": "accepted", "without": "refused"}.get(accepted, accepted), detail


def _location_type(sample: Sample) -> Answer:
    ever = {"context": "ORG", "startDate": "1900-01-01", "endDate": "2999-12-31"}
    body = {"where": {"span": ever}}
    found = sample.ask(_LOCATION_TYPES, body)
    names = {str(one.get("name")) for one in objects_of(found)}
    known = [name for name in _TYPES if name in names]
    return (known[0] if len(known) == 1 else "unknown"), f"{len(names)} location types"


def _locale(sample: Sample) -> Answer:
    lines = accrual_summaries(sample, 2)
    texts = [str(one.get("reportingPeriod") or "") for one in find_lines(lines, "dailySummaries")]
    text = next(filter(None, texts), "")
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4} - .*", text):
        return "en-US", "dates with slashes"
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4} - .*", text):
        return "de-DE", "dates with points"
    return "unknown", "no reporting period" if not text else re.sub(r"\w+", "x", text)[:40]


def _accrual_balances(sample: Sample) -> Answer:
    found = accrual_summaries(sample, 2)
    each = [one.get("dailySummaries") or [] for one in find_lines(found, "accrualSummaryData")]
    entries = Counter(len(one) for one in each)
    last = sample.today.isoformat()
    dated = sum(str(one.get("balanceDate"))[:10] == last for entry in each for one in entry)
    detail = f"balances of 3 days for each code: {dict(entries)}; {dated} of the last day"
    if not each:
        return "unknown", detail
    return ("last day" if set(entries) <= {0, 1} else "every day"), detail


def _business_structure(sample: Sample) -> Answer:
    query = {"query": {"context": "ORG", "date": sample.today.isoformat(), "q": "/"}}
    generic = replace(Locations.operation, path="/v1/commons/generic_locations/multi_read")
    for answer, operation in (("classic", Locations.operation), ("simplified", generic)):
        try:
            sample.ask(operation, {"where": query})
        except OperationError:
            continue
        return answer, ""
    return "unknown", "both operations on locations are refused"


def _appkey(sample: Sample) -> Answer:
    if sample.config.get("app_key"):
        return "unknown", "app_key is set and sent with every request"
    return "ignored", "requests without it are accepted"


def _refresh_token(sample: Sample) -> Answer:
    client, authenticator = connect(sample.config)
    try:
        authenticator.log_on()
        if not authenticator.refresh_token:
            return "none", "the token has no refresh token"
        outlives = authenticator.outlives_revocation()
    finally:
        authenticator.revoke()
        client.close()
    return ("outlives" if outlives else "dies"), "tested with a separate token"


def _reference_names(sample: Sample) -> Answer:
    where = {"employees": {"ids": list(sample.people)}, "dateRange": sample.days(7)}
    body = {"where": where, "select": ["PUNCHES", "WORKED_SHIFTS"]}
    references = list(find_references(sample.ask(TIMECARD, body, **PARTIAL)))
    named = sum("name" in reference for reference in references)
    detail = f"{named} of {len(references)} references with a qualifier have a name"
    # Some references have a name of their own, whatever the others have.
    beside = 2 * named > len(references)
    return ("unknown" if not references else "beside" if beside else "absent"), detail


def _change_indicators(sample: Sample) -> Answer:
    names = [str(one.get("markerName")) for one in objects_of(sample.ask(_INDICATORS))]
    shown = sorted(name for name in names if _MARKER.fullmatch(name))
    return "available", f"{len(names)} marker types: {', '.join(shown)}"


QUESTIONS: tuple[tuple[str, str, Callable[[Sample], Answer]], ...] = (
    (
        "persons_total",
        "Does totalElements of persons count the page or all persons?",
        _persons_total,
    ),
    (
        "persons_listed",
        "Does a list of persons without a filter include terminated people?",
        _persons_listed,
    ),
    (
        "partial_success",
        "How does a response show people whom UKG cannot answer?",
        _partial_success,
    ),
    ("totals_rollup", "Is totalsRollupBy honored?", _totals_rollup),
    ("attestation_dates", "Are attestations selected by local or UTC dates?", _attestation_dates),
    ("schedule_form", "Which request body do schedules take?", _schedule_form),
    (
        "activities_select",
        "Is the property select of activities a list or a text?",
        _activities_select,
    ),
    ("location_type", "Which common location type does the tenant have?", _location_type),
    ("optional_properties", "Are optional body properties accepted?", _optional_properties),
    ("appkey", "Is the header appkey required?", _appkey),
    ("locale", "Which locale policy does the API user have?", _locale),
    ("business_structure", "Which operation for locations is available?", _business_structure),
    ("accrual_balances", "For which days does UKG return accrual balances?", _accrual_balances),
    (
        "reference_names",
        "Do references have a name in addition to the qualifier?",
        _reference_names,
    ),
    (
        "refresh_token",
        "Does a refresh token still work after its access token is revoked?",
        _refresh_token,
    ),
    ("change_indicators", "Which change markers does the tenant have?", _change_indicators),
)
"""Key, question, and the function that finds the answer."""


def findings(sample: Sample) -> list[Finding]:
    """The tenant's answer to every question; `refused` with the code where it may not be asked."""
    return [Finding(key, question, *_answer(ask, sample)) for key, question, ask in QUESTIONS]


def _answer(ask: Callable[[Sample], Answer], sample: Sample) -> Answer:
    try:
        return ask(sample)
    except TapError as error:
        return "refused", refusal(error)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        return "unknown", f"an unexpected response ({type(error).__name__})"
