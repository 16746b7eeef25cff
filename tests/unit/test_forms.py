"""An operation is asked in the form that the tenant takes, which is found once in a run."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.api.errors import OperationError, UnknownFormError
from tap_ukg_wfm.api.forms import AcceptedForms
from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.api.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

OPERATION = Operation("/v1/x/multi_read", body={"a": 1}, forms=({"b": 1}, {"c": 1}))
ANSWER = Response(b"[]", "")


class Tenant:
    """Takes the bodies with one property."""

    def __init__(self, taken: str) -> None:
        self.taken = taken
        self.asked: list[str] = []

    def ask(self, body: Mapping[str, Any] | None) -> Response:
        (name,) = body or {"": 1}
        self.asked.append(name)
        if name != self.taken:
            raise UnknownFormError(f"no {name}")
        return ANSWER


@pytest.mark.parametrize(("taken", "tries"), [("a", "a"), ("b", "ab"), ("c", "abc")])
def test_the_form_is_found_once(taken: str, tries: str, caplog: pytest.LogCaptureFixture) -> None:
    tenant, forms = Tenant(taken), AcceptedForms()
    assert forms.get(OPERATION) is None
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            assert forms.ask(OPERATION, tenant.ask) is ANSWER
    assert "".join(tenant.asked) == tries + taken * 2
    assert forms.get(OPERATION) == "abc".index(taken)
    assert len(caplog.messages) == (taken != "a")
    assert all(OPERATION.name in message for message in caplog.messages)


def test_threads_find_it_together() -> None:
    tenant, forms = Tenant("c"), AcceptedForms()
    together = Barrier(8)

    def ask(_: int) -> Response:
        together.wait()
        return forms.ask(OPERATION, tenant.ask)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [ANSWER] * 8
    assert sorted(tenant.asked) == ["a", "b", *"cccccccc"]


def test_a_tenant_that_takes_none_says_so_of_the_documented_one() -> None:
    tenant, forms = Tenant("z"), AcceptedForms()
    with pytest.raises(UnknownFormError, match="no a"):
        forms.ask(OPERATION, tenant.ask)
    assert tenant.asked == ["a", "b", "c"]
    assert forms.get(OPERATION) is None


def test_another_refusal_is_no_matter_of_form() -> None:
    asked = []

    def ask(body: Mapping[str, Any] | None) -> Response:
        asked.append(body)
        raise OperationError("no")

    with pytest.raises(OperationError, match="no"):
        AcceptedForms().ask(OPERATION, ask)
    assert asked == [{"a": 1}]


def test_an_accepted_form_that_is_refused_later_is_an_error() -> None:
    tenant, forms = Tenant("a"), AcceptedForms()
    forms.ask(OPERATION, tenant.ask)
    tenant.taken = "b"
    with pytest.raises(UnknownFormError, match="no a"):
        forms.ask(OPERATION, tenant.ask)
