"""The dbt project under docs gives the rows that the tenant holds, after edits and look-backs."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from docs.generators.reference import DOCS
from tap_ukg_wfm.streams import STREAMS
from tests.pipelines.test_targets import installed
from tests.truth import compare
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from pathlib import Path

    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap

pytestmark = pytest.mark.skipif(
    os.environ.get("TAP_UKG_WFM_PIPELINES") != "1",
    reason="installs dbt: set TAP_UKG_WFM_PIPELINES=1",
)
WINDOWED = [stream.name for stream in STREAMS if stream.operation.windowed]


def test_models_give_the_truth(tap: Tap, tenant: Sandbox, tmp_path: Path) -> None:
    database = tmp_path / "ukg_wfm.duckdb"
    warehouse = Warehouse(database)
    for days in (0, 1, 3):
        tenant.advance(days)
        run = tap(tenant.config(window_days=9), state=warehouse.state)
        assert run.code == 0
        warehouse.land(run.lines)
    warehouse.connection.close()
    dbt(tmp_path, database)

    done = Warehouse(database)
    told = 0
    for stream in WINDOWED:
        cursor = done.connection.execute(f'SELECT * FROM "main_current"."current_{stream}"')
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        compare(stream, rows, tenant, tenant.config()["start_date"])
        told += len(rows)
    assert told > 1000


def dbt(folder: Path, database: Path) -> None:
    """Run the project on a database."""
    # Some of dbt's parts come as source only for the newest release, which then asks for more.
    packages = ("--only-binary", ":all:", "dbt-core>=1.9", "dbt-duckdb>=1.9")
    commands = installed(folder / "dbt", sys.executable, *packages)
    done = subprocess.run(
        [
            *(str(commands / "dbt"), "run", "--project-dir", str(DOCS / "dbt")),
            *("--profiles-dir", str(DOCS / "dbt"), "--target-path", str(folder / "target")),
            *("--log-path", str(folder / "logs")),
        ],
        env={
            **os.environ,
            "UKG_WFM_DUCKDB": str(database),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
