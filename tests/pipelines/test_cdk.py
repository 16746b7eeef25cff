"""The Airbyte CDK's standard tests for sources are green, with every stream read and validated."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests.airbyte.conftest import form
from tests.conftest import ROOT
from tests.pipelines.test_targets import installed

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

pytestmark = pytest.mark.skipif(
    os.environ.get("TAP_UKG_WFM_PIPELINES") != "1",
    reason="installs the Airbyte CDK: set TAP_UKG_WFM_PIPELINES=1",
)
ACCEPTANCE = {
    "connector_image": "source-ukg-wfm:dev",
    "test_strictness_level": "high",
    "acceptance_tests": {
        "spec": {"tests": [{"config_path": "config.json"}]},
        "connection": {
            "tests": [
                {"config_path": "config.json", "status": "succeed"},
                {"config_path": "wrong.json", "status": "failed"},
            ]
        },
        "discovery": {"tests": [{"config_path": "config.json"}]},
        "basic_read": {"tests": [{"config_path": "config.json"}]},
    },
}
EXPECTED = {
    "test_metadata",
    "test_spec",
    "test_config_matches_spec['config' Test Scenario]",
    "test_check['config' Test Scenario]",
    "test_check['wrong' Test Scenario]",
    "test_discover['config' Test Scenario]",
    "test_basic_read['config' Test Scenario]",
    "test_fail_read_with_bad_catalog['config' Test Scenario]",
}


def test_the_standard_tests_of_the_cdk(sandbox: Sandbox, tmp_path: Path) -> None:
    python = installed(tmp_path / "cdk", sys.executable, "airbyte-cdk[dev]~=7.39") / "python"
    connector = tmp_path / "source-ukg-wfm"
    connector.mkdir()
    config = form(sandbox.config())
    wrong = {**config, "credentials": {**config["credentials"], "password": "no"}}
    (connector / "config.json").write_text(json.dumps(config), "utf-8")
    (connector / "wrong.json").write_text(json.dumps(wrong), "utf-8")
    (connector / "acceptance-test-config.yml").write_text(yaml.safe_dump(ACCEPTANCE), "utf-8")
    for path in (ROOT / "docs" / "airbyte").iterdir():
        shutil.copy(path, connector)
    shutil.copy(Path(__file__).with_name("cdk_suite.py"), connector / "test_source.py")
    done = subprocess.run(
        [
            *(python, "-m", "pytest", "test_source.py", "--junit-xml=results.xml"),
            *("-p", "airbyte_cdk.test.standard_tests.pytest_hooks"),
            # Those build an image, with a Docker engine and files of GitHub: test_image.py has its steps.
            *("-k", "not docker"),
            # What the CDK only warns of today fails as well.
            "-Werror::airbyte_cdk.test.standard_tests.DiscoveredCatalogWarning",
        ],
        cwd=connector,
        env={**os.environ, "SOURCE_UKG_WFM": f"{sys.executable} -m tap_ukg_wfm.airbyte"},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-1000:]
    cases = ET.parse(connector / "results.xml").iter("testcase")  # noqa: S314 - written by pytest
    assert {str(case.get("name")) for case in cases if len(case) == 0} == EXPECTED
