"""Operations of the UKG WFM API: path, body, batches, windows, pages and limits.

Body and query are templates. A value that is exactly one of these variables is replaced: `$person_ids`,
`$person_id_texts`, `$person_numbers`, `$location_ids`, `$location_id_texts` (lists), `$person_refs` (a
list of `{"id": …}`), `$start_date`, `$end_date`, `$start_date_time`, `$end_date_time`, `$select`,
`$modified_since`, `$index`, `$count`, `$request_tag`, `$setting.NAME`, and those of `parent_ids`. In
the query, a list with one entry becomes a plain value. `{"$for": "$ids", "each": …}` is a list with the
template `each` rendered for every id, as `$it`; `{"$join": […]}` is the concatenated text.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeAlias

ReaderName: TypeAlias = Literal["pages", "locations", "dataview", "payroll"]


class Partition(enum.Enum):
    """What a request names: nothing, or a batch of persons, locations, or ids of other operations."""

    NONE = enum.auto()
    PERSONS = enum.auto()
    LOCATIONS = enum.auto()
    PARENTS = enum.auto()


class ParentIds(NamedTuple):
    """Ids in the responses of another operation."""

    operation: Operation
    path: str
    """Their path in an item, such as `categories.id`; a part may be a list."""


@dataclass(frozen=True, eq=False)
class Operation:
    """A read operation, as UKG documents it.

    Args:
        path: Below `/api`, such as `/v1/timekeeping/timecard/multi_read`.
        method: `POST` for `multi_read` and `apply_read`, else `GET`.
        access_control_point: What the user's Function Access Profile must grant; empty if UKG names
            none.
        body: The template of the body.
        forms: Templates of alternative bodies for the same request. The tap tries them in order if a
            tenant does not know `body`. A response may then hold more than was requested.
        params: The template of the query.
        envelope: Names under which the response may hold the list; a bare list works too.
        lone: Whether an object without any of these names is an item, and not an error.
        person_at: The path of the person's id in an item, for operations that return one item for each
            person in the request, even without data. A person without an item was not read.
        word: The field name to use if the response is a list of plain strings.
        parent_ids: Ids that other operations return, by the names of their template variables. If the
            partition is `PARENTS`, requests name the first ones in batches, and all others at once.
        hyperfind: A Hyperfind whose people to read, instead of those of the settings.
        kind: The type of the locations to read, such as `Site` or `$setting.NAME`; empty for jobs.
        looks_ahead: Whether its dates reach into the future (schedules).
        feed: Whether its dates are times of changes, which UKG has in UTC.
        batch: The maximum number of persons or locations in one request.
        days: The maximum number of days in one request.
        margin: Days to add around a window if UKG selects by other dates than those of the rows.
        person_days: The maximum of persons x days in one request; 0 for no such limit.
        page: Records per page, for operations with `index` and `count`; 0 if it has no pages.
        paged_at: The path of the list that is paged, if it is not the envelope.
        media: The media type of the response: JSON, except for files.
        reader: How its responses are read, see `sync.readers`.
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
    reader: ReaderName = "pages"

    @property
    def bodies(self) -> tuple[Mapping[str, Any] | None, ...]:
        """The templates of the body: the documented one, then the alternatives."""
        return (self.body, *self.forms)

    @property
    def name(self) -> str:
        """Method and path, as in messages."""
        return f"{self.method} {self.path}"

    @cached_property
    def variables(self) -> frozenset[str]:
        """The template variables of its body, query and kind, without the `$`."""
        return frozenset(_variables([self.body, self.params, self.kind]))

    @cached_property
    def settings(self) -> tuple[str, ...]:
        """The settings in its templates."""
        return tuple(
            sorted(
                name.removeprefix("setting.")
                for name in self.variables
                if name.startswith("setting.")
            )
        )

    @cached_property
    def windowed(self) -> bool:
        """Whether it takes a range of dates.

        >>> Operation("/punches", body={"from": "$start_date", "to": "$end_date"}).windowed
        True
        """
        return not self.variables.isdisjoint({"start_date", "start_date_time"})

    @cached_property
    def partition(self) -> Partition:
        """What a request names, from its template variables.

        >>> Operation("/punches", body={"where": {"ids": "$person_ids"}}).partition.name
        'PERSONS'
        """
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
    """`template` with its variables replaced. Keys whose value is null are left out.

    >>> render({"ids": "$ids", "to": {"$join": ["a", "$b"]}, "no": "$none"},
    ...     {"ids": [1], "b": "c", "none": None})
    {'ids': [1], 'to': 'ac'}
    """
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
        ids = render(template["$for"], values)
        return [render(template["each"], {**values, "it": one}) for one in ids]
    if "$join" in template:
        return "".join(render(template["$join"], values))
    rendered = {key: render(part, values) for key, part in template.items()}
    return {key: part for key, part in rendered.items() if part is not None}
