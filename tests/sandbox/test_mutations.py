"""Answers that are changed in one place on the way."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from ukg_wfm_sandbox import Sandbox
from ukg_wfm_sandbox.errors import ApiError
from ukg_wfm_sandbox.mutations import MUTATIONS, mutate

from tests.conftest import TODAY
from tests.sandbox.conftest import Client

ANSWER = [{"id": n, "employee": {"id": n, "qualifier": str(n)}, "punches": []} for n in range(5)]
GROUPS = "/v1/commons/employee_groups"


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_changes_one_place_and_depends_on_its_seed_only(name: str) -> None:
    before = orjson.dumps(ANSWER)
    made = [mutate(name, ANSWER, 200, seed) for seed in range(20)]
    assert orjson.dumps(ANSWER) == before
    assert made == [mutate(name, ANSWER, 200, seed) for seed in range(20)]
    assert any(one.content != before or one.status != 200 for one in made)
    assert len(set(made)) > 1 or name in {"truncate_list", "drop_item"}
    if name not in {"wrong_encoding", "wrong_status"}:
        for one in made:
            assert _differences(ANSWER, orjson.loads(one.content)) <= 1


def test_what_cannot_be_mutated_stays() -> None:
    assert mutate("drop_item", {"id": 1}, 200, 0) == (b'{"id":1}', 200, None, "", "")
    assert mutate("null_field", [], 200, 0) == (b"[]", 200, None, "", "")


def test_a_mutation_is_a_fault() -> None:
    with Sandbox(employees=3, days=3, seed=1, today=TODAY) as sandbox:
        client = Client(sandbox)
        usual = client.read("GET", GROUPS)
        fault = {"operation": f"GET {GROUPS}", "kind": "mutate", "mutation": "truncate_list"}
        sandbox.fault(**fault)
        assert client.read("GET", GROUPS) == usual[: len(usual) // 2]
        assert client.read("GET", GROUPS) == usual
        (done,) = sandbox.stats()["mutated"]
        assert (done["operation"], done["mutation"]) == (f"GET {GROUPS}", "truncate_list")
        with pytest.raises(ApiError, match="The mutation of a fault cannot be"):
            sandbox.fault(kind="mutate", mutation="eat_it")


def _differences(one: Any, other: Any) -> int:
    """In how many lists and objects two values differ, what lies below left aside."""
    if one == other:
        return 0
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        below = sum(_differences(a, b) for a, b in zip(one, other, strict=True))
        same = sorted(map(orjson.dumps, one)) == sorted(map(orjson.dumps, other))
        return 1 if same else below
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return sum(_differences(one[key], other[key]) for key in one)
    return 1
