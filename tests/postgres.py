"""A real PostgreSQL for the tests, and its tables read back through the documented SQL."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.warehouse import current_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """A PostgreSQL of Debian's packages, run by a plain user on a spare port."""
    (binaries, *_) = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    # Not below pytest's own folder, which only root may enter.
    data = Path(tempfile.mkdtemp(prefix="tap-ukg-wfm-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    plain = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if plain:
        shutil.chown(data, "postgres")
    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off"
    initdb = [
        str(binaries / "initdb"),
        "-D",
        str(data / "db"),
        "-A",
        "trust",
        "-U",
        "tap",
        "-E",
        "UTF8",
    ]
    start = [str(binaries / "pg_ctl"), "-D", str(data / "db"), "-w", "-o", options]
    subprocess.run([*plain, *initdb], check=True, capture_output=True, cwd="/")
    log = ["-l", str(data / "log"), "start"]
    subprocess.run([*plain, *start, *log], check=True, cwd="/", stdout=subprocess.DEVNULL)
    try:
        yield {"host": "127.0.0.1", "port": str(port), "user": "tap", "dbname": "postgres"}
    finally:
        stop = [*plain, str(binaries / "pg_ctl"), "-D", str(data / "db"), "-m", "fast", "stop"]
        subprocess.run(stop, check=False, cwd="/", stdout=subprocess.DEVNULL)
        shutil.rmtree(data, ignore_errors=True)


def rows(connection: psycopg.Connection[Any], stream: str) -> list[dict[str, Any]]:
    """The rows that count, through the SQL that docs/warehouse.md gives."""
    columns = {
        name
        for (name,) in connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [stream]
        ).fetchall()
    }
    query = f"SELECT * FROM {stream}"
    if "window_date" in columns:
        keys = connection.execute(
            "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND "
            "a.attnum = ANY(i.indkey) WHERE i.indrelid = %s::regclass AND i.indisprimary",
            [stream],
        ).fetchall()
        query = current_sql("postgres", stream, [key for (key,) in keys], columns)
    cursor = connection.execute(query.encode())
    names = [column.name for column in cursor.description or ()]
    return [
        {n: v for n, v in zip(names, row, strict=True) if not n.startswith("_sdc_")}
        for row in cursor.fetchall()
    ]
