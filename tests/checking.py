"""The check within this process: its report, held against the documented schema."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema

from tap_ukg_wfm.tap import TapUKGWFM
from tests.conftest import ROOT


def checked(config: dict[str, Any], catalog: dict[str, Any] | None = None) -> dict[str, Any]:
    """The report on a configuration; it never shows a secret and always fits its schema."""
    tap = TapUKGWFM(config=config, catalog=catalog, validate_config=False, setup_mapper=False)
    report = tap.check(with_streams=catalog is not None).run()
    told = report.as_json()
    jsonschema.validate(told, schema())
    secrets = {"Canary-", "wr0ng-secret"}
    assert not [one for one in secrets if one in json.dumps(told) + "\n".join(report.table())]
    told["message"] = without_tid(told["message"])
    return told


def without_tid(text: str) -> str:
    """Without the id of the request, which is another one each time."""
    return re.sub(r", kronos-tid \w+", "", text)


def schema() -> dict[str, Any]:
    text = (ROOT / "docs" / "check.md").read_text("utf-8").partition("<!-- schema -->")[2]
    return json.loads(text.partition("```json")[2].partition("```")[0])  # type: ignore[no-any-return]
