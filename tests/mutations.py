"""Runs of the tap in this process whose responses are changed on the way, and a judge of what came of it."""

from __future__ import annotations

import io
import json
import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ukg_wfm.api.connection import Connection
from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.api.operations import Operation, Partition
from tap_ukg_wfm.settings.schema import OWN
from tap_ukg_wfm.settings.validation import complete
from tap_ukg_wfm.streams import STREAMS as TABLES
from tap_ukg_wfm.streams.extraction import ExtractionWindows
from tap_ukg_wfm.streams.organization.lists import Locations
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.sync.failures import Failures
from tap_ukg_wfm.sync.output import NullOutput, SelectedStream
from tap_ukg_wfm.sync.population import HYPERFIND_EXECUTE
from tap_ukg_wfm.sync.run import Sync
from tests.truth import ADDED, INSIDE, comparable, expected
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ukg_wfm_sandbox import Sandbox

    from tap_ukg_wfm.streams.base import Table
    from tap_ukg_wfm.sync.output import States

READ = [table for table in TABLES if table.operation.path]
OPERATIONS: dict[str, list[Operation]] = {}
"""The operations by their names: some are asked in several forms."""
for _operation in dict.fromkeys([*(table.operation for table in READ), HYPERFIND_EXECUTE]):
    OPERATIONS.setdefault(_operation.name, []).append(_operation)


class Messages(NullOutput):
    """What the Singer output would write, as messages for the test's warehouse."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self.complete: dict[str, bool] = {}
        self._full: Mapping[str, bool] = {}

    @override
    def started(self, streams: Sequence[SelectedStream], full: Mapping[str, bool]) -> None:
        self._full = full
        for stream in streams:
            about = {
                "type": "SCHEMA",
                "stream": stream.name,
                "schema": stream.table.table_schema(),
                "key_properties": list(stream.table.primary_keys),
            }
            self.lines.append(about)

    @override
    def rows(self, stream: SelectedStream, rows: Iterable[dict[str, Any]], read_at: str) -> int:
        version = {"version": id(self)} if self._full[stream.name] else {}
        before = len(self.lines)
        self.lines += (
            {"type": "RECORD", "stream": stream.name, "record": row, **version} for row in rows
        )
        return len(self.lines) - before

    @override
    def state(self, states: Mapping[str, Mapping[str, Any]], *, last: bool = False) -> None:
        self.lines.append({"type": "STATE", "value": json.loads(json.dumps(states))})

    @override
    def finished(self, stream: SelectedStream, *, complete: bool) -> None:
        self.complete[stream.name] = complete
        if complete and self._full[stream.name]:
            line = {"type": "ACTIVATE_VERSION", "stream": stream.name, "version": id(self)}
            self.lines.append(line)


@dataclass
class Outcome:
    """What came of a run in this process.

    Args:
        messages: What it wrote.
        failures: What it would exit with code 1 for, a sentence each, by the streams concerned.
        stopped: Why it ended early; empty where it came to its end.
        log: What it told people.
    """

    messages: Messages
    failures: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    stopped: str = ""
    log: str = ""


def run(config: dict[str, Any], tables: Sequence[type[Table]], states: States) -> Outcome:
    """Read tables as the command does. Errors without a message of the tap are raised."""
    config = complete(config, OWN)
    read: list[type[Table]] = [*tables, ExtractionWindows]
    selected = [
        SelectedStream(table, frozenset(column.name for column in table.table_columns()))
        for table in read
    ]
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    failures, outcome = Failures(logging.getLogger("tap-ukg-wfm")), Outcome(Messages())
    try:
        with Connection(config) as connection:
            sync = Sync(
                config, connection.client(), selected, states, outcome.messages, failures=failures
            )
            sync.run()
    except TapError as error:
        outcome.stopped = str(error)
    finally:
        logging.getLogger().removeHandler(handler)
    outcome.failures = [(failure.streams, failure.sentence) for failure in failures]
    outcome.log = log.getvalue()
    return outcome


def upstream(operation: Operation) -> set[str]:
    """The operations whose answers say what this one is asked for, and the operation itself."""
    found = {operation.name}
    for parent in operation.parent_ids.values():
        found |= upstream(parent.operation)
    if operation.partition is Partition.PERSONS:
        found |= {Persons.operation.name, HYPERFIND_EXECUTE.name}
    if operation.partition is Partition.LOCATIONS:
        found.add(Locations.operation.name)
    return found


def sources(table: type[Table]) -> set[str]:
    """The operations whose answers decide what a table holds."""
    feeds = [one for one in READ if one.deletes and table.name in one.deletes.streams.values()]
    return {above for one in [table, *feeds] for above in upstream(one.operation)}


@dataclass(frozen=True)
class Mutation:
    """What the sandbox changed, and where; see its statistics."""

    operation: str
    name: str
    path: tuple[str | int, ...] | None
    before: str
    after: str

    @property
    def holds_rows(self) -> bool:
        """Whether what was changed may hold lines: a list, or an object on the way to one."""
        return self.before in {"list", "dict"}

    @property
    def may_lack_rows(self) -> bool:
        """Whether no reader could tell the answer from one of a tenant that holds fewer rows.

        That is an item of a list that nothing counts; a list or an object that is null, as UKG writes
        where there is nothing; and a list that is missing from one object of several, as UKG leaves
        out what is empty, unless it is a section that the request selects.
        """
        if self.name in {"drop_item", "truncate_list"}:
            return not self.is_counted
        if not self.holds_rows:
            return False
        if self.name == "null_field":
            return True
        missing = self.name == "rename_field" or self.after == "dict"
        return missing and not self.is_selected

    @property
    def is_selected(self) -> bool:
        """Whether what was changed is the list of an envelope, or a section that was selected."""
        inside = [part for part in self.path or () if isinstance(part, str)]
        tables = [table for table in READ if table.operation.name == self.operation]
        envelopes = {name for one in OPERATIONS[self.operation] for name in one.envelope}
        if inside and inside[0] in envelopes:
            inside = inside[1:]
        return not inside or (len(inside) == 1 and any(table.select for table in tables))

    @property
    def field(self) -> str:
        return str(self.path[-1]) if self.path else ""

    @property
    def is_counted(self) -> bool:
        """Whether the changed list is one that the answer, or the request, counts."""
        depth = len(self.path or ()) - 1
        asked = OPERATIONS[self.operation]
        # Only an object has room for a total beside its list.
        promised = depth == 1 and any(operation.page for operation in asked)
        return promised or (depth <= 1 and any(operation.person_at for operation in asked))

    def may_change_keys(self, tables: Iterable[type[Table]]) -> bool:
        """Whether it may make a valid key of another one, or of what stands where there is none."""
        if self.name not in {"change_type", "null_field", "rename_field"}:
            return False
        keys = {
            part
            for table in tables
            for column in table.columns
            if column.name in table.primary_keys
            and (self.name == "change_type" or column.absent is not None)
            for path in (column.source, *column.otherwise)
            for part in path
        }
        return self.field in keys

    @override
    def __str__(self) -> str:
        return f"{self.operation}: {self.name} at {self.path} ({self.before})"


def mutations(tenant: Sandbox) -> list[Mutation]:
    """What a sandbox has changed since its statistics began."""
    return [
        Mutation(
            one["operation"],
            one["mutation"],
            None if one["path"] is None else tuple(one["path"]),
            one["before"],
            one["after"],
        )
        for one in tenant.stats()["mutated"]
        if one["path"] is not None or one["mutation"].startswith("wrong_")
    ]


class Truth:
    """The rows and the keys of each stream, as a perfect extraction would hold them.

    Args:
        tenant: The sandbox.
        people: The ids of those who are read; everybody without it.
    """

    def __init__(self, tenant: Sandbox, people: set[int] | None = None) -> None:
        self._people = people
        self._tenant, self._start = tenant, tenant.config()["start_date"]
        self._rows: dict[str, Counter[str]] = {}
        self._keys: dict[str, Counter[str]] = {}

    def __call__(self, table: type[Table]) -> tuple[Counter[str], Counter[str]]:
        name = table.name
        if name not in self._rows:
            rows = [
                row
                for row in expected(self._tenant, name, self._start)
                if self._people is None or row["person_id"] in self._people
            ]
            for row in rows:
                row.pop(INSIDE.get(name, ""), None)
            self._rows[name], self._keys[name] = counted(table, rows)
        return self._rows[name], self._keys[name]


def counted(
    table: type[Table], rows: Sequence[dict[str, Any]]
) -> tuple[Counter[str], Counter[str]]:
    """Rows, and what tells them apart, as texts that can be compared."""
    keys = [name for name in table.primary_keys if name not in ADDED]
    return (
        Counter(map(comparable, rows)),
        Counter(comparable({key: row.get(key) for key in keys}) for row in rows),
    )


class Judge:
    """Says what is wrong with a run whose responses were mutated, and with the one after it.

    Args:
        truth: What should land.
        tables: What is read.
        mutations: What was changed.
    """

    def __init__(
        self, truth: Truth, tables: Sequence[type[Table]], mutations: Sequence[Mutation]
    ) -> None:
        self._truth, self._tables, self._mutations = truth, tables, mutations
        self.warehouse = Warehouse()
        self.reported: set[str] = set()
        self._unnoticed: set[str] = set()

    def causes(self, table: type[Table]) -> list[Mutation]:
        above = sources(table)
        return [mutation for mutation in self._mutations if mutation.operation in above]

    def judge(self, outcome: Outcome) -> list[str]:
        """What is wrong with the run that met the mutations."""
        self.warehouse.land(outcome.messages.lines)
        found = list(_null_keys(outcome.messages.lines))
        for table in self._tables:
            if reason := self._judge(table, outcome):
                causes = "; ".join(map(str, self.causes(table)))
                found.append(f"{table.name}: {reason} [{causes}]")
        return found

    def judge_command(self, lines: list[dict[str, Any]], log: str, code: int) -> list[str]:
        """The same for a run of the command that reads one table."""
        messages = Messages()
        messages.lines = lines
        return self.judge(Outcome(messages, stopped=log if code else ""))

    def _judge(self, table: type[Table], outcome: Outcome) -> str:
        name, causes = table.name, self.causes(table)
        reported = bool(outcome.stopped) or any(name in streams for streams, _ in outcome.failures)
        complete = outcome.messages.complete.get(name, False)
        if reported:
            self.reported.add(name)
            if not causes:
                return f"reported though nothing was changed: {outcome.stopped or outcome.failures}"
            return "reported, and yet complete" if complete else ""
        rows, keys = counted(table, self._landed(name))
        good_rows, good_keys = self._truth(table)
        if rows == good_rows:
            return ""
        self._unnoticed.add(name)
        if not causes:
            return f"not the truth though nothing was changed: {_difference(rows, good_rows)}"
        return self._unexcused(table, causes, good_keys - keys, keys - good_keys)

    def _unexcused(
        self,
        table: type[Table],
        causes: Sequence[Mutation],
        lacking: Counter[str],
        extra: Counter[str],
    ) -> str:
        """What is wrong with the keys of a table of which nothing is reported."""
        names = {cause.operation for cause in causes}
        own = [one for one in self._tables if one.operation.name in names]
        twice = table.numbered and any(cause.name == "duplicate_item" for cause in causes)
        if any(cause.may_change_keys([*own, table]) for cause in causes):
            return ""
        if extra and not (twice and not extra.keys() - self._truth(table)[1].keys()):
            return f"rows that are not there, such as {list(extra)[:1]}"
        if lacking and not any(cause.may_lack_rows for cause in causes):
            return f"{sum(lacking.values())} rows are missing, and nothing says so"
        return ""

    def judge_repair(self, outcome: Outcome) -> list[str]:
        """What is wrong with the next run, to which nothing happened."""
        found = [f"the next run failed: {why}" for _, why in outcome.failures]
        found += [f"the next run stopped: {outcome.stopped}"] if outcome.stopped else []
        return found + self.judge_lines(outcome.messages.lines)

    def judge_lines(self, lines: list[dict[str, Any]]) -> list[str]:
        """What is wrong with the messages of the next run."""
        found = []
        self.warehouse.land(lines)
        for table in self._tables:
            if table.name in self._unnoticed:
                continue
            rows, _ = counted(table, self._landed(table.name))
            if rows != self._truth(table)[0]:
                difference = _difference(rows, self._truth(table)[0])
                causes = "; ".join(map(str, self.causes(table)))
                found.append(f"{table.name}: not repaired: {difference} [{causes}]")
        return found

    def _landed(self, name: str) -> list[dict[str, Any]]:
        return self.warehouse.rows(name) if name in self.warehouse.schemas else []


def _null_keys(lines: list[dict[str, Any]]) -> Iterable[str]:
    keys = {line["stream"]: line["key_properties"] for line in lines if line["type"] == "SCHEMA"}
    for line in lines:
        if line["type"] == "RECORD" and any(
            line["record"][k] is None for k in keys[line["stream"]]
        ):
            yield f"{line['stream']}: a null key in {line['record']}"


def _difference(here: Counter[str], there: Counter[str]) -> str:
    many, few = here - there, there - here
    return (
        f"{sum(many.values())} too many, such as {list(many)[:1]}; "
        f"{sum(few.values())} missing, such as {list(few)[:1]}"
    )
