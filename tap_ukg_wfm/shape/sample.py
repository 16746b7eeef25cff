"""A small sample of a tenant, requests about it, and the objects in their responses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.errors import OperationError
from tap_ukg_wfm.shape.recording import refusal
from tap_ukg_wfm.streams.timekeeping.metrics import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.operations import Operation

PARTIAL = {"partial_success": "true"}
"""The query of a request whose people may fail one by one."""
Answer = tuple[str, str]
"""A word for programs, and the details behind it."""


@dataclass(frozen=True)
class Sample:
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


def accepted_form(sample: Sample, operation: Operation, forms: Mapping[str, Any]) -> Answer:
    """Which of several bodies an operation takes: a form's name, `both` or `none`."""
    outcomes = {name: _outcome(sample, operation, body) for name, body in forms.items()}
    taken = [name for name, outcome in outcomes.items() if outcome == "accepted"]
    detail = ", ".join(f"{name}: {outcome}" for name, outcome in outcomes.items())
    return ("both" if len(taken) == len(forms) else taken[0] if taken else "none"), detail


def _outcome(sample: Sample, operation: Operation, body: Any) -> str:  # noqa: ANN401 - any JSON
    try:
        sample.ask(operation, body)
    except OperationError as error:
        return refusal(error)
    return "accepted"


def accrual_summaries(sample: Sample, back: int) -> Any:  # noqa: ANN401 - any JSON
    """The accrual summaries of the sample's people."""
    people = {"employees": {"ids": list(sample.people)}, "dateRange": sample.days(back)}
    body = {"where": {"employeeSet": people}, "select": ["ACCRUAL_SUMMARY"]}
    return sample.ask(METRICS, body, **PARTIAL)


def find_references(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """All objects with an id and a qualifier, wherever they stand."""
    if isinstance(value, dict):
        if {"id", "qualifier"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from find_references(inner)


def objects_of(found: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """The objects of a list, bare or in an envelope."""
    if isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list)), [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def find_lines(value: Any, name: str) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """The objects of all lists of a name, wherever they stand."""
    lines: list[dict[str, Any]] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == name and isinstance(inner, list):
                lines += [one for one in inner if isinstance(one, dict)]
            else:
                lines += find_lines(inner, name)
    elif isinstance(value, list):
        for inner in value:
            lines += find_lines(inner, name)
    return lines
