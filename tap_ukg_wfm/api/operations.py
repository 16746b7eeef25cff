"""What an operation of the UKG WFM API takes: path, body, batches, windows, pages and limits.

A body is a template. Where a value is exactly one of these words, it is replaced: `$person_ids`,
`$person_id_texts`, `$person_numbers`, `$location_ids`, `$location_id_texts` (lists), `$person_refs` (a
list of `{"id": …}`), `$start_date`, `$end_date`, `$start_date_time`, `$end_date_time`, `$select`,
`$modified_since`, `$index`, `$count`, `$request_tag`, `$setting.NAME`, and the words of `parent_ids`.
A list of one is a plain value in the query. `{"$for": "$ids", "each": …}` is a list with the template
`each` filled in for every one of the ids, which it calls `$it`; `{"$join": […]}` is one text.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple


class Partition(enum.Enum):
    """Whom a request names: nobody, or a batch of persons, locations, or ids found elsewhere."""

    NONE = enum.auto()
    PERSONS = enum.auto()
    LOCATIONS = enum.auto()
    PARENTS = enum.auto()


class ParentIds(NamedTuple):
    """Ids that stand in the answers of another operation."""

    operation: Operation
    path: str
    """Where, below an item of the answer: `categories.id`; lists on the way are gone into."""


@dataclass(frozen=True, eq=False)
class Operation:
    """A read operation, as the vendor documents it.

    Args:
        path: Below `/api`, such as `/v1/timekeeping/timecard/multi_read`.
        method: `POST` for `multi_read` and `apply_read`, else `GET`.
        access_control_point: What the user's Function Access Profile has to grant; empty where the
            vendor names none.
        body: The template of the body.
        forms: Templates of other bodies that ask for the same, in the order in which to try them where
            a tenant refuses `body` as unknown; a response may then hold more than was asked for.
        params: The template of the query.
        envelope: Names under which the list may stand in the answer; a bare list is understood too.
        lone: Whether an object that has none of these names is an item itself, not an error.
        person_at: For operations that answer one item for each person whom a request names, also
            for those without data: the path of the person's id in an item. Whoever has no item was
            not read.
        word: The name to give the items of an answer that is a list of plain words.
        parent_ids: Ids that other operations answer, by the words that stand for them here. Of the first,
            a request names a batch where the partition is `PARENTS`; of the others all.
        hyperfind: A Hyperfind whose people to name, instead of those of the settings.
        kind: The type of the locations to name, such as `Site` or `$setting.NAME`; jobs without it.
        looks_ahead: Whether its range reaches into the future (schedules).
        feed: Whether its range is one of change times, which UKG has in UTC.
        batch: The most persons or locations that one request may name.
        days: The most days that one request may span.
        margin: Days to ask for around a window, where UKG selects by other dates than the rows have.
        person_days: The most persons x days that one request may span; 0 is no such limit.
        page: Records a page, for operations with `index` and `count`; 0 is unpaged.
        paged_at: Path that leads to the list of which a page is, where the envelope does not.
        media: The media type of the answer: JSON, but for files.
    """

    path: str
    method: Literal["GET", "POST"] = "POST"
    access_control_point: str = ""
    body: Mapping[str, Any] | None = None
    forms: tuple[Mapping[str, Any], ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    envelope: tuple[str, ...] = ()
    lone: bool = False
    person_at: str = ""
    word: str = ""
    parent_ids: Mapping[str, ParentIds] = field(default_factory=dict)
    hyperfind: str = ""
    kind: str = ""
    looks_ahead: bool = False
    feed: bool = False
    batch: int = 1
    days: int = 365
    margin: int = 0
    person_days: int = 0
    page: int = 0
    paged_at: str = ""
    media: str = "application/json"

    @property
    def bodies(self) -> tuple[Mapping[str, Any] | None, ...]:
        """The templates of the body: the documented one, then the other forms."""
        return (self.body, *self.forms)

    @property
    def name(self) -> str:
        """Method and path, as messages and metrics show it."""
        return f"{self.method} {self.path}"

    @cached_property
    def variables(self) -> frozenset[str]:
        """The template variables of its body, query and kind, without the `$`."""
        return frozenset(_variables([self.body, self.params, self.kind]))

    @cached_property
    def settings(self) -> tuple[str, ...]:
        """The settings that stand in its templates."""
        return tuple(
            sorted(
                name.removeprefix("setting.")
                for name in self.variables
                if name.startswith("setting.")
            )
        )

    @cached_property
    def windowed(self) -> bool:
        """Whether it takes a range of dates."""
        return not self.variables.isdisjoint({"start_date", "start_date_time"})

    @cached_property
    def partition(self) -> Partition:
        """Whom a request names, as its template variables tell."""
        for partition, variables in _PARTITIONS.items():
            if not self.variables.isdisjoint(variables):
                return partition
        return Partition.PARENTS if self.parent_ids else Partition.NONE


_PARTITIONS = {
    Partition.PERSONS: {"person_ids", "person_id_texts", "person_numbers", "person_refs"},
    Partition.LOCATIONS: {"location_ids", "location_id_texts"},
}


def _variables(template: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(template, Mapping):
        template = list(template.values())
    if isinstance(template, (list, tuple)):
        for part in template:
            yield from _variables(part)
    elif isinstance(template, str) and template.startswith("$"):
        yield template[1:]


def render(template: Any, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    """`template` with each `$word` replaced; an empty `$select` leaves its key out."""
    if isinstance(template, Mapping):
        return _render_object(template, values)
    if isinstance(template, list):
        return [render(part, values) for part in template]
    if template == "$person_refs":
        return [{"id": identifier} for identifier in values["person_ids"]]
    if isinstance(template, str) and template.startswith("$"):
        return values[template[1:]]
    return template


def _render_object(template: Mapping[str, Any], values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    if "$for" in template:
        named = render(template["$for"], values)
        return [render(template["each"], {**values, "it": one}) for one in named]
    if "$join" in template:
        return "".join(render(template["$join"], values))
    filled = {key: render(part, values) for key, part in template.items()}
    return {key: part for key, part in filled.items() if part is not None}
