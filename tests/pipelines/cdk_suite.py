"""The Airbyte CDK's own standard tests for sources, run by test_cdk.py in the CDK's environment."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from airbyte_cdk.models.connector_metadata import MetadataFile
from airbyte_cdk.test import entrypoint_wrapper
from airbyte_cdk.test.entrypoint_wrapper import EntrypointOutput
from airbyte_cdk.test.standard_tests import SourceTestSuiteBase


class Command:
    """The installed command in place of a connector that is a Python object."""

    def spec(self, logger: object) -> None:
        """The CDK takes what has a `spec` for a connector."""


def run(source: object, args: list[str], **_: object) -> EntrypointOutput:
    """Run the command in a process of its own, as the platform does."""
    command = [*shlex.split(os.environ["SOURCE_UKG_WFM"]), *args]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    messages = done.stdout.splitlines()
    result = EntrypointOutput(messages, command=command, stderr=done.stderr)
    assert bool(result.errors) == bool(done.returncode), done.stderr[-3000:]
    return result


# The CDK would import the connector, and call it within the tests' own process.
entrypoint_wrapper._run_command = run


class TestSource(SourceTestSuiteBase):  # type: ignore[misc]  # no CDK where mypy runs
    connector = Command

    @classmethod
    def get_connector_root_dir(cls) -> Path:
        return Path.cwd()

    def test_metadata(self) -> None:
        data = MetadataFile.from_file(Path("metadata.yaml")).data
        assert data.language.value == "python"
