"""The demonstration: a sandbox tenant, the tap, DuckDB, and a look at what landed."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import IO, Any

import duckdb

from tap_ukg_wfm.sandbox import Sandbox

_DATABASE = Path("output") / "demo.duckdb"
_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "array": "JSON", "object": "JSON"}
_FORMATS = {"date": "DATE", "date-time": "TIMESTAMP"}
_SAMPLE = """
SELECT person_number, punch_dtm, rounded_punch_dtm, time_zone_qualifier AS time_zone
FROM punches ORDER BY punch_dtm DESC, person_number LIMIT 5
"""


def main() -> int:
    """Run the demonstration; the exit code is the tap's."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(employees=60, days=45, seed=7) as sandbox:
        _say(f"A simulated tenant with 60 employees answers on {sandbox.url}. Reading it ...")
        config = Path(folder) / "config.json"
        config.write_text(json.dumps(sandbox.config()), encoding="utf-8")
        command = [sys.executable, "-m", "tap_ukg_wfm", "--config", str(config)]
        with (Path(folder) / "tap.log").open("w+", encoding="utf-8") as log:
            tap = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)  # noqa: S603 - our own
            try:
                schemas = _sort_out(tap.stdout, Path(folder))
            finally:
                tap.terminate() if tap.poll() is None and sys.exc_info()[0] else tap.wait()
            if tap.returncode:
                log.seek(0)
                _say(log.read())
                return tap.returncode
        _load(schemas, Path(folder))
    return 0


def _sort_out(messages: IO[bytes] | None, folder: Path) -> dict[str, dict[str, Any]]:
    """Write the rows of each stream into a file of its own; the schemas by stream."""
    schemas: dict[str, dict[str, Any]] = {}
    files: dict[str, IO[str]] = {}
    for line in messages or ():
        message = json.loads(line)
        if message["type"] == "SCHEMA":
            stream = message["stream"]
            schemas[stream] = message["schema"]["properties"]
            files[stream] = (folder / f"{stream}.jsonl").open("w", encoding="utf-8")
        elif message["type"] == "RECORD":
            files[message["stream"]].write(json.dumps(message["record"]) + "\n")
    for file in files.values():
        file.close()
    return schemas


def _load(schemas: dict[str, dict[str, Any]], folder: Path) -> None:
    """Build the tables with DuckDB's own reader, and show them."""
    _DATABASE.parent.mkdir(exist_ok=True)
    _DATABASE.unlink(missing_ok=True)
    landed: dict[str, int] = defaultdict(int)
    with duckdb.connect(str(_DATABASE)) as database:
        for stream, columns in schemas.items():
            types = ", ".join(f"'{name}': '{_sql_type(schema)}'" for name, schema in columns.items())
            database.execute(
                f'CREATE TABLE "{stream}" AS SELECT * FROM read_json(?, '  # noqa: S608 - our own names
                f"format = 'newline_delimited', columns = {{{types}}})",
                [str(folder / f"{stream}.jsonl")],
            )
            (landed[stream],) = database.execute(f'SELECT count(*) FROM "{stream}"').fetchone() or (0,)  # noqa: S608
        _say(f"\n{'stream':32}{'rows':>9}")
        for stream in sorted(landed):
            _say(f"{stream:32}{landed[stream]:>9,}")
        _say("\nThe latest punches, in each employee's local time:")
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
    sys.exit(main())
