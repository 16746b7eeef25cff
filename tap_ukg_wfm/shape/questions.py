"""The questions that UKG's documentation leaves open, and how to find a tenant's answers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.connection import connect
from tap_ukg_wfm.api.errors import OperationError, TapError
from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.shape.recording import refusal
from tap_ukg_wfm.streams.organization.lists import Locations
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.streams.timekeeping.attestations import ATTESTATION
from tap_ukg_wfm.streams.timekeeping.metrics import METRICS
from tap_ukg_wfm.streams.timekeeping.timecards import TIMECARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tap_ukg_wfm.api.client import Client

NOBODY = 2_147_480_000
"""An id that no person has."""
_TYPES = ("Site", "Store", "Facility")
_MARKER = re.compile(r"[a-z][a-z0-9_-]{2,80}", re.ASCII)
_SCHEDULE = Operation("/v1/scheduling/schedule/multi_read")
_ACTIVITY_SHIFTS = Operation("/v1/work/activity_shifts/multi_read")
_LEAVE_EDITS = Operation("/v1/leave/leave_edits/multi_read")
_LOCATION_TYPES = Operation("/v1/commons/location_types/multi_read")
_INDICATORS = Operation("/v1/platform/change_indicators", "GET")
_PARTIAL = {"partial_success": "true"}


@dataclass(frozen=True)
class Subject:
    """The people and dates of the questions.

    Args:
        config: The settings.
        client: Calls the tenant.
        people: Ids of a few people.
        many: Ids of a hundred people at most.
        statuses: How many people of each employment status there are.
        today: The tenant's date.
    """

    config: Mapping[str, Any]
    client: Client
    people: Sequence[int]
    many: Sequence[int]
    statuses: Mapping[str, int]
    today: date

    def ask(self, operation: Operation, body: Any = None, **params: str) -> Any:  # noqa: ANN401 - any JSON
        """The decoded answer to one request."""
        return self.client.call(operation, body, params or None).body

    def days(self, back: int) -> dict[str, str]:
        """A range of dates that ends today."""
        first = self.today - timedelta(days=back)
        return {"startDate": first.isoformat(), "endDate": self.today.isoformat()}


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


Answer = tuple[str, str]


def _persons_total(subject: Subject) -> Answer:
    pages = [
        subject.ask(Persons.operation, {"where": {}, "index": index, "count": 2})
        for index in (0, 1)
    ]
    totals = [str(page.get("totalElements")) for page in pages]
    sizes = [len(page.get("records") or ()) for page in pages]
    detail = f"pages of {sizes[0]} and {sizes[1]}"
    if not sizes[1] or not all(total.isdecimal() for total in totals):
        return "unknown", detail
    return ("page" if int(totals[0]) == sizes[0] else "all"), detail


def _persons_listed(subject: Subject) -> Answer:
    gone = sum(n for status, n in subject.statuses.items() if status.lower() == "terminated")
    others = sum(subject.statuses.values()) - gone
    detail = f"{others} people, and {gone} terminated ones"
    if gone:
        return "everyone", detail
    where = {"employmentStatus": "Terminated"}
    found = subject.ask(Persons.operation, {"where": where, "index": 0, "count": 1})
    hidden = bool(found.get("records"))
    detail += f"; asked for by status there are {'some' if hidden else 'none'}"
    return ("active" if hidden else "unknown"), detail


def _partial_success(subject: Subject) -> Answer:
    ids = [*subject.people[:2], NOBODY]
    where = {"employees": {"ids": ids}, "dateRange": subject.days(1)}
    body = {"where": where, "select": ["EXCEPTIONS"]}
    found = subject.ask(TIMECARD, body, **_PARTIAL)
    if isinstance(found, dict) and isinstance(found.get("details"), dict):
        return "results", f"details: {', '.join(sorted(found['details'].keys() & _DETAILS))}"
    items = found if isinstance(found, list) else []
    errors = sum(
        isinstance(one, dict) and bool(one.keys() & {"error", "errorCode"}) for one in items
    )
    detail = f"{len(ids)} people asked for, {len(items) - errors} answered, {errors} errors"
    return ("flat" if errors else "silent"), detail


_DETAILS = {"results", "error-offsets", "errors"}


def _totals_rollup(subject: Subject) -> Answer:
    where = {"employees": {"ids": list(subject.people)}, "dateRange": subject.days(7)}
    options = {"totalsRollupBy": "DAILY"}
    body = {"where": where, "select": ["TOTALS"], "multiReadOptions": options}
    lines = _found(subject.ask(TIMECARD, body, **_PARTIAL), "aggregatedTotals")
    dated = sum("applyDate" in line for line in lines)
    detail = f"{dated} of {len(lines)} lines have an applyDate"
    return ("unknown" if not lines else "honored" if dated == len(lines) else "ignored"), detail


def _attestation_dates(subject: Subject) -> Answer:
    # Few people punch around midnight of UTC, so many are asked for.
    people = [{"id": one} for one in subject.many]
    local = utc = 0
    for back in range(1, 15):
        day = (subject.today - timedelta(days=back)).isoformat()
        where = {"employees": people, "dateRange": {"startDate": day, "endDate": day}}
        body = {"where": where, "select": ["attestationDailyDetail"]}
        for line in _found(subject.ask(ATTESTATION, body), "attestationDailyDetail"):
            here = str(line.get("questionAnsweredDtm"))[:10]
            there = str(line.get("punchTransactionStartDtm"))[:10]
            if here != there:
                local += here == day
                utc += there == day
    detail = f"{local} by local date, {utc} by UTC date, of lines where the two differ"
    return ("unknown" if local == utc else "local" if local > utc else "utc"), detail


def _schedule_form(subject: Subject) -> Answer:
    dates = subject.days(1)
    ids = list(subject.people[:2])
    openapi = {"where": {"employees": {"employees": {"ids": ids}, "dateRange": dates}}}
    recorded = {"where": {"employees": {"employeeRefs": {"ids": ids}, **dates}}}
    forms = {"openapi": {**openapi, "select": ["SHIFTS"]}, "recorded": recorded}
    return _accepted(subject, _SCHEDULE, forms)


def _activities_select(subject: Subject) -> Answer:
    where = {"employees": {"ids": list(subject.people[:2])}, "dateRange": subject.days(1)}
    forms = {
        "list": {"where": where, "select": ["SEGMENTS"]},
        "text": {"where": where, "select": "SEGMENTS"},
    }
    return _accepted(subject, _ACTIVITY_SHIFTS, forms)


def _optional_properties(subject: Subject) -> Answer:
    body = {"employees": {"ids": list(subject.people[:2])}, "dateRange": subject.days(1)}
    forms = {
        "with": {**body, "leaveEditSearchTypeEnum": "BY_LEAVE_EDIT_DATES"},
        "without": body,
    }
    accepted, detail = _accepted(subject, _LEAVE_EDITS, forms)
    return {"both": "accepted", "without": "refused"}.get(accepted, accepted), detail


def _location_type(subject: Subject) -> Answer:
    ever = {"context": "ORG", "startDate": "1900-01-01", "endDate": "2999-12-31"}
    body = {"where": {"span": ever}}
    found = subject.ask(_LOCATION_TYPES, body)
    names = {str(one.get("name")) for one in _objects(found)}
    known = [name for name in _TYPES if name in names]
    return (known[0] if len(known) == 1 else "unknown"), f"{len(names)} location types"


def _locale(subject: Subject) -> Answer:
    lines = _summaries(subject, 2)
    texts = [str(one.get("reportingPeriod") or "") for one in _found(lines, "dailySummaries")]
    text = next(filter(None, texts), "")
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4} - .*", text):
        return "en-US", "dates with slashes"
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4} - .*", text):
        return "de-DE", "dates with points"
    return "unknown", "no reporting period" if not text else re.sub(r"\w+", "x", text)[:40]


def _accrual_balances(subject: Subject) -> Answer:
    found = _summaries(subject, 2)
    each = [one.get("dailySummaries") or [] for one in _found(found, "accrualSummaryData")]
    entries = Counter(len(one) for one in each)
    last = subject.today.isoformat()
    dated = sum(str(one.get("balanceDate"))[:10] == last for entry in each for one in entry)
    detail = f"balances of 3 days for each code: {dict(entries)}; {dated} of the last day"
    if not each:
        return "unknown", detail
    return ("last day" if set(entries) <= {0, 1} else "every day"), detail


def _business_structure(subject: Subject) -> Answer:
    query = {"query": {"context": "ORG", "date": subject.today.isoformat(), "q": "/"}}
    generic = replace(Locations.operation, path="/v1/commons/generic_locations/multi_read")
    for answer, operation in (("classic", Locations.operation), ("simplified", generic)):
        try:
            subject.ask(operation, {"where": query})
        except OperationError:
            continue
        return answer, ""
    return "unknown", "both operations on locations are refused"


def _appkey(subject: Subject) -> Answer:
    if subject.config.get("app_key"):
        return "unknown", "app_key is set and sent with every request"
    return "ignored", "requests without it are accepted"


def _refresh_token(subject: Subject) -> Answer:
    client, authenticator = connect(subject.config)
    try:
        authenticator.log_on()
        if not authenticator.refresh_token:
            return "none", "the token has no refresh token"
        outlives = authenticator.outlives_revocation()
    finally:
        authenticator.revoke()
        client.close()
    return ("outlives" if outlives else "dies"), "tested with a separate token"


def _reference_names(subject: Subject) -> Answer:
    where = {"employees": {"ids": list(subject.people)}, "dateRange": subject.days(7)}
    body = {"where": where, "select": ["PUNCHES", "WORKED_SHIFTS"]}
    references = list(_references(subject.ask(TIMECARD, body, **_PARTIAL)))
    named = sum("name" in reference for reference in references)
    detail = f"{named} of {len(references)} references with a qualifier have a name"
    # Some references have a name of their own, whatever the others have.
    beside = 2 * named > len(references)
    return ("unknown" if not references else "beside" if beside else "absent"), detail


def _change_indicators(subject: Subject) -> Answer:
    names = [str(one.get("markerName")) for one in _objects(subject.ask(_INDICATORS))]
    shown = sorted(name for name in names if _MARKER.fullmatch(name))
    return "available", f"{len(names)} marker types: {', '.join(shown)}"


QUESTIONS: tuple[tuple[str, str, Callable[[Subject], Answer]], ...] = (
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


def findings(subject: Subject) -> list[Finding]:
    """The tenant's answer to every question; `refused` with the code where it may not be asked."""
    return [Finding(key, question, *_answer(ask, subject)) for key, question, ask in QUESTIONS]


def _answer(ask: Callable[[Subject], Answer], subject: Subject) -> Answer:
    try:
        return ask(subject)
    except TapError as error:
        return "refused", refusal(error)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        return "unknown", f"an unexpected response ({type(error).__name__})"


def _accepted(subject: Subject, operation: Operation, forms: Mapping[str, Any]) -> Answer:
    """Which of several bodies an operation takes: a form's name, `both` or `none`."""
    outcomes = {name: _outcome(subject, operation, body) for name, body in forms.items()}
    taken = [name for name, outcome in outcomes.items() if outcome == "accepted"]
    detail = ", ".join(f"{name}: {outcome}" for name, outcome in outcomes.items())
    return ("both" if len(taken) == len(forms) else taken[0] if taken else "none"), detail


def _outcome(subject: Subject, operation: Operation, body: Any) -> str:  # noqa: ANN401 - any JSON
    try:
        subject.ask(operation, body)
    except OperationError as error:
        return refusal(error)
    return "accepted"


def _summaries(subject: Subject, back: int) -> Any:  # noqa: ANN401 - any JSON
    people = {"employees": {"ids": list(subject.people)}, "dateRange": subject.days(back)}
    body = {"where": {"employeeSet": people}, "select": ["ACCRUAL_SUMMARY"]}
    return subject.ask(METRICS, body, **_PARTIAL)


def _references(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """All objects with an id and a qualifier, wherever they stand."""
    if isinstance(value, dict):
        if {"id", "qualifier"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _objects(found: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """The objects of a list, bare or in an envelope."""
    if isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list)), [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _found(value: Any, name: str) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """The objects of all lists of a name, wherever they stand."""
    lines: list[dict[str, Any]] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == name and isinstance(inner, list):
                lines += [one for one in inner if isinstance(one, dict)]
            else:
                lines += _found(inner, name)
    elif isinstance(value, list):
        for inner in value:
            lines += _found(inner, name)
    return lines
