"""An unreachable tenant and an impossible clock end the run with one message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.api.connection import connect
from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.api.retry import RetryPolicy
from tests.conftest import catalog_of
from tests.tap.test_bounds import PAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap

SETUP = ("pay_codes", "work_rules", "skills", "shift_templates", "pay_rules")
AWAY = "The run ends here: 3 operations in a row failed in the same way, so the whole tenant seems"


@pytest.fixture
def faulty(small: Sandbox) -> Iterator[Sandbox]:
    yield small
    small.clear_faults()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            {"kind": "maintenance"},
            (
                'got a maintenance page titled "Scheduled maintenance" instead of data. UKG is under '
                "maintenance. Try again later."
            ),
        ),
        (
            {"kind": "login_redirect"},
            (
                "got a redirect to a sign-in page at sandbox-npr04-ath01.npr.mykronos.com instead of data. "
                "Check api_url"
            ),
        ),
        (
            {"kind": "firewall"},
            (
                'got a firewall page titled "Request Rejected" instead of data. A firewall or proxy '
                "between this machine and UKG blocks the request."
            ),
        ),
        ({"status": 404}, "UKG did not accept the request"),
        ({"status": 503}, "is not available: UKG is busy or under maintenance. Try again later."),
    ],
)
def test_a_tenant_that_is_away_ends_the_run(
    tap: Tap, faulty: Sandbox, fault: dict[str, Any], said: str
) -> None:
    faulty.reset_stats()
    faulty.fault(times=None, **fault)
    run = tap(faulty.config(concurrency=1), catalog=catalog_of(*SETUP))
    assert run.code == 1
    ends = [line for line in run.stderr.splitlines() if AWAY in line]
    assert len(ends) == 1
    assert said in ends[0]
    assert len(faulty.stats()["requests"]) == 3


def test_the_check_says_what_came(faulty: Sandbox) -> None:
    from tests.checking import checked  # noqa: PLC0415 - one test needs it

    faulty.fault(times=None, kind="maintenance")
    told = checked(faulty.config())
    assert told["status"] == "FAILED"
    assert "got a maintenance page" in told["message"]


@pytest.mark.parametrize(
    "date",
    [
        "Sun, 12 Sep 2027 10:00:00 GMT",
        "Sat, 15 Nov 2036 10:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Wed, 01 Oct 1944 10:00:00 GMT",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "Tue, 17 Nov 2026 19:00:00 +0000",
    ],
)
def test_a_clock_that_cannot_be_right_ends_the_run(tap: Tap, faulty: Sandbox, date: str) -> None:
    faulty.reset_stats()
    faulty.fault(operation="token", times=None, kind="bad_date", date=date)
    run = tap(faulty.config(), catalog=catalog_of("pay_codes"))
    assert run.code == 1
    assert "differ by more than a day. Set this machine's clock" in run.stderr
    assert not run.records("pay_codes")
    assert faulty.stats()["total"] == 0
    assert faulty.stats()["tokens"]["revokes"] == 1


@pytest.mark.parametrize(
    "date",
    ["yesterday", "", "Fri, 99 Dec 99999 25:61:61 GMT", "Sun, 15 Nov 2026 18:00:00 +99999999"],
)
def test_a_date_that_is_none_changes_nothing(faulty: Sandbox, date: str) -> None:
    faulty.fault(operation="token", kind="bad_date", date=date)
    client, _ = connect(faulty.config(), retry_policy=RetryPolicy(tries=1))
    assert client.call(PAYS).body


def test_only_this_machine_may_simulate_a_date(
    monkeypatch: pytest.MonkeyPatch, faulty: Sandbox
) -> None:
    client, authenticator = connect(faulty.config(), retry_policy=RetryPolicy(tries=1))
    elsewhere = authenticator._address._replace(url="https://merge.prd.mykronos.com/token")
    fetch = authenticator._session.fetch
    authenticator._address = elsewhere

    def from_here(method: str, _url: str, **how: Any) -> Any:
        return fetch(method, f"{faulty.url}/api/authentication/access_token", **how)

    monkeypatch.setattr(authenticator._session, "fetch", from_here)
    with pytest.raises(TapError, match="differ by more than a day"):
        client.call(PAYS)
