"""A warehouse for the tests: Singer lines into DuckDB, rows read back through the documented SQL."""

from __future__ import annotations

import json
import re
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from collections.abc import Collection

DOCS = Path(__file__).parent.parent / "docs" / "warehouse.md"
_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
_FORMATS = {"date": "DATE", "date-time": "TIMESTAMP"}


def documented_sql(dialect: str) -> str:
    """The query that docs/warehouse.md gives for a dialect, with its {{places}}."""
    blocks = re.findall(r"```sql\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    (found,) = [block for block in blocks if block.startswith(f"-- {dialect}\n")]
    return str(found)


def current_sql(dialect: str, stream: str, keys: list[str], columns: Collection[str]) -> str:
    """The documented query for one table, as its columns want it."""
    query = (
        documented_sql(dialect).replace("{{stream}}", stream).replace("{{keys}}", ", ".join(keys))
    )
    if "person_id" not in columns:
        query = query.replace("coalesce(r.person_id, 0)", "0")
    if "_sdc_deleted_at" not in columns:
        query = query.replace("\n  AND r._sdc_deleted_at IS NULL", "")
    return query


def sql_type(schema: dict[str, Any]) -> str:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind = next(kind for kind in kinds if kind != "null")
    if kind in {"array", "object"}:
        return "JSON"
    return _FORMATS.get(schema.get("format", ""), _TYPES.get(kind, "VARCHAR"))


class Warehouse:
    """An append-only landing of everything that the tap has ever said.

    Args:
        file: Where the database is; in memory without it.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.connection = duckdb.connect(str(file or ":memory:"))
        self.connection.execute("SET TimeZone = 'UTC'")
        self.schemas: dict[str, dict[str, Any]] = {}
        self.state: dict[str, Any] = {}
        self.active: dict[str, int] = {}

    def land(self, lines: list[dict[str, Any]]) -> None:
        """Take the messages of a run, or of what a killed run had said."""
        records: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for message in lines:
            if message["type"] == "SCHEMA":
                self._create(message)
            elif message["type"] == "RECORD":
                row = {**message["record"], "_version": message.get("version")}
                records[message["stream"]].append(row)
            elif message["type"] == "ACTIVATE_VERSION":
                self.active[message["stream"]] = message["version"]
            elif message["type"] == "STATE":
                self.state = message["value"]
        for stream, rows in records.items():
            self._insert(stream, rows)

    def rows(self, stream: str) -> list[dict[str, Any]]:
        """The rows that count: the current ones of a window, the active version of a full table."""
        schema = self.schemas[stream]
        if "window_date" in schema["schema"]["properties"]:
            properties = schema["schema"]["properties"]
            query = current_sql("duckdb", stream, schema["key_properties"], properties)
        else:
            query = (
                "SELECT * FROM {{stream}} WHERE _version IS NOT DISTINCT FROM "
                f"{self.active.get(stream, 'NULL')} QUALIFY "
                "row_number() OVER (PARTITION BY {{keys}} ORDER BY rowid DESC) = 1"
            ).replace("{{stream}}", stream)
        cursor = self.connection.execute(
            query.replace("{{keys}}", ", ".join(schema["key_properties"]))
        )
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _create(self, message: dict[str, Any]) -> None:
        stream = message["stream"]
        if stream not in self.schemas:
            columns = {n: sql_type(s) for n, s in message["schema"]["properties"].items()}
            listed = ", ".join(f'"{n}" {t}' for n, t in {**columns, "_version": "BIGINT"}.items())
            self.connection.execute(f'CREATE TABLE "{stream}" ({listed})')
        self.schemas[stream] = message

    def _insert(self, stream: str, rows: list[dict[str, Any]]) -> None:
        columns = {n: sql_type(s) for n, s in self.schemas[stream]["schema"]["properties"].items()}
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
            file.flush()
            spec = ", ".join(f"'{n}': '{t}'" for n, t in {**columns, "_version": "BIGINT"}.items())
            listed = ", ".join(f'"{n}"' for n in [*columns, "_version"])
            self.connection.execute(
                f"INSERT INTO \"{stream}\" ({listed}) SELECT {listed} FROM read_json('{file.name}', "
                f"format = 'newline_delimited', maximum_object_size = 100000000, columns = {{{spec}}})"
            )
