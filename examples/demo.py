"""The demo: reads a sandbox tenant into DuckDB and shows the tables."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

import duckdb
from ukg_wfm_sandbox import Sandbox

_DATABASE = Path("output") / "demo.duckdb"
_TYPES = {
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "array": "JSON",
    "object": "JSON",
}
_FORMATS = {"date": "DATE", "date-time": "TIMESTAMP"}
_SAMPLE = """
SELECT person_number, punch_dtm, rounded_punch_dtm, time_zone_qualifier AS time_zone
FROM punches ORDER BY punch_dtm DESC, person_number LIMIT 5
"""


def main(target: str) -> int:
    """Run the demo. Returns the exit code of the tap or the target.

    Args:
        target: The command of target-jsonl.
    """
    # Stop the child processes, as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as name, Sandbox(employees=60, days=45, seed=7) as sandbox:
        folder = Path(name)
        _say(f"Reading a simulated tenant with 60 employees from {sandbox.url} ...")
        # target-jsonl does not support ACTIVATE_VERSION and would log each one.
        config = sandbox.config(emit_activate_version_messages=False)
        (folder / "tap.json").write_text(json.dumps(config), encoding="utf-8")
        target_config = {"destination_path": str(folder), "do_timestamp_file": False}
        (folder / "target.json").write_text(json.dumps(target_config), encoding="utf-8")
        tap = [sys.executable, "-m", "tap_ukg_wfm"]
        catalog = json.loads(
            subprocess.check_output([*tap, "--discover"], stderr=subprocess.DEVNULL)  # noqa: S603
        )
        with (folder / "log").open("w+", encoding="utf-8") as log:
            code = _pipe(
                [*tap, "--config", str(folder / "tap.json")],
                [target, "--config", str(folder / "target.json")],
                log,
            )
            if code:
                log.seek(0)
                _say(log.read())
                return code
        _load(catalog["streams"], folder)
    return 0


def _pipe(tap: list[str], target: list[str], log: IO[str]) -> int:
    """Run `tap | target` and stop both in any case."""
    with (
        subprocess.Popen(tap, stdout=subprocess.PIPE, stderr=log) as source,  # noqa: S603 - our own
        subprocess.Popen(target, stdin=source.stdout, stdout=log, stderr=log) as sink,  # noqa: S603
    ):
        try:
            if source.stdout:
                source.stdout.close()
            return source.wait() or sink.wait()
        finally:
            source.terminate()
            sink.terminate()


def _load(catalog: list[dict[str, Any]], folder: Path) -> None:
    """Load the latest row of each key into DuckDB tables, and show them."""
    _DATABASE.parent.mkdir(exist_ok=True)
    _DATABASE.unlink(missing_ok=True)
    counts: dict[str, int] = {}
    with duckdb.connect(str(_DATABASE)) as database:
        for entry in catalog:
            stream, columns = entry["stream"], entry["schema"]["properties"]
            file = folder / f"{stream}.jsonl"
            file.touch()
            types = ", ".join(
                f"'{name}': '{_sql_type(schema)}'" for name, schema in columns.items()
            )
            keys = ", ".join(f'"{key}"' for key in entry["key_properties"])
            latest = "ORDER BY read_at DESC" if "read_at" in columns else ""
            database.execute(
                f'CREATE TABLE "{stream}" AS SELECT * FROM read_json(?, '  # noqa: S608 - our own names
                f"format = 'newline_delimited', columns = {{{types}}}) "
                f"QUALIFY row_number() OVER (PARTITION BY {keys} {latest}) = 1",
                [str(file)],
            )
            counts[stream] = len(database.table(stream))
        _say(f"\n{'stream':32}{'rows':>9}")
        for stream in sorted(counts):
            _say(f"{stream:32}{counts[stream]:>9,}")
        _say("\nThe latest punches, in the employees' local time:")
        for row in database.execute(_SAMPLE).fetchall():
            _say("  ".join(str(value) for value in row))
    _say(f"\nThe tables are in {_DATABASE}.")


def _sql_type(schema: dict[str, Any]) -> str:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind = next(kind for kind in kinds if kind != "null")
    return _FORMATS.get(schema.get("format", ""), _TYPES.get(kind, "VARCHAR"))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)
