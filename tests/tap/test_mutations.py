"""Responses that are changed in one place: what lands is the truth, or the run says what is missing.

More than 200 seeded mutations (an item dropped, a field nulled, another type, a wrong status, ...) are
spread over every operation. Each run has several of them, in operations that do not depend on one
another, and is judged stream by stream:

- There is never a traceback, and never a null in a key.
- A stream of which something is reported is never complete: no ACTIVATE_VERSION, no bookmark. The next
  run, to which nothing happens, lands its whole truth.
- A stream of which nothing is reported holds the truth.

Some mutations make an answer that a tenant with other data would give. No reader can notice these, so
streams may then hold what the answer says, and no more than these differences are allowed:

- An item is dropped from a list, or the list is cut, where neither the request (people) nor the answer
  (`totalElements`) counts it: rows may be missing, and none may be made up.
- A list or an object is null: UKG writes null where it has nothing. Rows may be missing.
- A list that no request selects is missing from one object of several, also since it has another name:
  UKG leaves out what is empty. Where all objects of an answer lack it, this is noticed.
- A value that is no key is null, missing, or another one: the row is there with its key.
- A key is another valid value of its type: a row has another key.
- A line without an id of its own is there twice: lines may be equal.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox
from ukg_wfm_sandbox.mutations import MUTATIONS

from tap_ukg_wfm.api import retry
from tap_ukg_wfm.streams.organization.lists import Locations
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.sync.population import HYPERFIND_EXECUTE
from tests.conftest import TODAY, Tap, catalog_of
from tests.mutations import OPERATIONS, READ, Judge, Truth, mutations, run, sources, upstream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_ukg_wfm.streams.base import Table

ROUNDS = 4
WHOLE = ("wrong_status", "wrong_encoding")
HYPERFIND = HYPERFIND_EXECUTE.name
# Nearly all others depend on these.
ALONE = [Persons.operation.name, Locations.operation.name, HYPERFIND]
CONFIG = {"lookback_days": 0, "batch_size": 4, "window_days": 7, "concurrency": 4}


@pytest.fixture(scope="module")
def tenant() -> Iterator[Sandbox]:
    with Sandbox(employees=7, days=12, seed=3, today=TODAY, spike_limit=10**9) as running:
        yield running


@pytest.fixture(scope="module")
def truth(tenant: Sandbox) -> Truth:
    return Truth(tenant)


@pytest.fixture(scope="module")
def truth_of_some(tenant: Sandbox) -> Truth:
    """The truth for the people of the Hyperfind."""
    config = tenant.config(hyperfinds=["All Home"])
    (persons,) = (table for table in READ if table.name == "persons")
    lines = run(config, [persons], {}).messages.lines
    people = {
        m["record"]["person_id"] for m in lines if m.get("stream") == "persons" and "record" in m
    }
    return Truth(tenant, people)


@pytest.fixture(scope="module")
def struck() -> Counter[str]:
    """How often each operation was mutated."""
    return Counter()


@pytest.fixture(autouse=True)
def _without_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "jitter", lambda _: 0.0)


def groups(chance: random.Random, size: int = 12) -> list[list[str]]:
    """All operations, in groups of such that do not depend on one another."""
    above = {name: set().union(*map(upstream, all_)) for name, all_ in OPERATIONS.items()}
    names = [name for name in OPERATIONS if name not in ALONE]
    chance.shuffle(names)
    found: list[list[str]] = []
    for name in names:
        for group in found:
            if len(group) < size and not any(name in above[o] or o in above[name] for o in group):
                group.append(name)
                break
        else:
            found.append([name])
    return [*found, *([name] for name in ALONE)]


def tables_of(group: list[str], chance: random.Random) -> list[type[Table]]:
    """The tables of these operations, and those that depend on them; of very many some."""
    own = [table for table in READ if table.operation.name in group]
    below = [table for table in READ if table not in own and sources(table) & set(group)]
    if group == [HYPERFIND]:
        below = [table for table in READ if table.personal()]
    few = group[0] in ALONE
    return own + (chance.sample(below, min(12, len(below))) if few else below)


def mutate(tenant: Sandbox, group: list[str], chance: random.Random, kinds: Sequence[str]) -> None:
    """Let one response of each operation be mutated; a wrong status or encoding may last."""
    tenant.clear_faults()
    tenant.reset_stats()
    for name in group:
        mutation = chance.choice(kinds)
        lasts = mutation.startswith("wrong_") and chance.random() < 0.4
        tenant.fault(
            operation=name,
            kind="mutate",
            mutation=mutation,
            seed=chance.randrange(10**6),
            times=None if lasts else 1,
            every=1 if kinds is WHOLE else chance.choice([1, 1, 1, 2]),
        )


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_the_truth_lands_or_what_is_missing_is_told(
    tenant: Sandbox, truth: Truth, truth_of_some: Truth, struck: Counter[str], seed: int
) -> None:
    chance = random.Random(seed)
    wrong: list[str] = []
    # Some operations have nothing to answer: a status they always have.
    kinds = MUTATIONS if seed else WHOLE
    for group in groups(chance):
        for _ in range(2 if group[0] in ALONE else 1):
            tables = tables_of(group, chance)
            restricted = {"hyperfinds": ["All Home"]} if group == [HYPERFIND] else {}
            config = tenant.config(**CONFIG, **restricted)
            mutate(tenant, group, chance, kinds)
            states: dict[str, Any] = {}
            met = run(config, tables, states)
            done = mutations(tenant)
            struck.update({mutation.operation for mutation in done})
            judge = Judge(truth_of_some if restricted else truth, tables, done)
            wrong += judge.judge(met)
            tenant.clear_faults()
            wrong += judge.judge_repair(run(config, tables, json.loads(json.dumps(states))))
    assert wrong == []


def test_each_operation_was_mutated(struck: Counter[str]) -> None:
    assert sorted(set(OPERATIONS) - set(struck)) == []
    assert sum(struck.values()) >= 200


@pytest.mark.parametrize("mutation", ["drop_item", "rename_field", "change_type", *WHOLE])
def test_the_command_says_what_is_missing(tap: Tap, tenant: Sandbox, mutation: str) -> None:
    """What the runs in this process show holds for the command, its exit code and its messages."""
    (table,) = (table for table in READ if table.name == "punches")
    config, catalog = tenant.config(**CONFIG), catalog_of("punches")
    tenant.clear_faults()
    tenant.reset_stats()
    tenant.fault(operation=table.operation.name, kind="mutate", mutation=mutation, seed=5)
    first = tap(config, catalog=catalog)
    judge = Judge(Truth(tenant), [table], mutations(tenant))
    assert judge.causes(table)
    assert judge.judge_command(first.lines, first.stderr, first.code) == []
    again = tap(config, catalog=catalog, state=first.state)
    assert again.code == 0, again.stderr[-2000:]
    assert judge.judge_lines(again.lines) == []
