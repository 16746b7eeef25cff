"""The SDK's standard tests, against a sandbox tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from singer_sdk.testing import SuiteConfig, get_tap_test_class
from ukg_wfm_sandbox import Sandbox

from tap_ukg_wfm.tap import TapUKGWFM

if TYPE_CHECKING:
    from collections.abc import Iterator

# Columns that the simulated company never fills: the truth tests cover what it does fill.
pytestmark = pytest.mark.filterwarnings("ignore:No records were available to test")

# The class wants its settings when it is made, before any fixture runs.
_TENANT = Sandbox(employees=20, days=40, seed=5, today="2026-11-12")
_CONFIG: dict[str, Any] = _TENANT.__enter__().config()
# Logs of changes are empty until something happens.
_TENANT.advance(3)


@pytest.fixture(scope="module", autouse=True)
def _tenant() -> Iterator[None]:
    yield
    _TENANT.__exit__(None, None, None)


TestStandard = get_tap_test_class(
    tap_class=TapUKGWFM,
    config=_CONFIG,
    suite_config=SuiteConfig(max_records_limit=150),
    parse_env_config=False,
)
