"""BATCH messages: rows go into files, of which the target is told, instead of RECORD messages."""

from __future__ import annotations

import gzip
import shutil
import tempfile
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any, cast
from uuid import uuid4

import msgspec
from singer_sdk.helpers._batch import BatchConfig, SDKBatchMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_FAST = 1
"""Compression level: the next ones take twice the time to save a tenth."""


class BatchFiles:
    """The files of all streams of a run, as `batch_config` wants them.

    A file is told of when it is full, or when the state shall be written: a state never runs ahead
    of rows that are still in an open file. So few states, and large files, come of a large
    `batch_size`.

    Args:
        config: The setting `batch_config`.
        write: Writes a BATCH message.
    """

    def __init__(self, config: Mapping[str, Any], write: Callable[[SDKBatchMessage], None]) -> None:
        self._write = write
        self._config = BatchConfig.from_dict(dict(config))
        self._open: dict[tuple[str, str], _File] = {}
        self._encode = msgspec.json.Encoder().encode

    @property
    def due(self) -> bool:
        """Whether so many rows wait that files should be told of, and the state after them."""
        return sum(file.rows for file in self._open.values()) >= self._config.batch_size

    def write(
        self, stream: str, alias: str, rows: Iterable[Mapping[str, Any]], version: int | None
    ) -> int:
        """Write rows of a stream, under its mapped name; how many."""
        count = 0
        for row in rows:
            file = self._open.get((stream, alias))
            if file is None:
                file = self._open[stream, alias] = _File(self._config, alias, version)
            file.write(self._encode(row) + b"\n")
            count += 1
            if file.rows >= self._config.batch_size:
                self._tell(stream, alias)
        return count

    def tell_all(self) -> None:
        """Close all files and tell the target of them."""
        for stream, alias in list(self._open):
            self._tell(stream, alias)

    def _tell(self, stream: str, alias: str) -> None:
        self._write(self._open.pop((stream, alias)).stored())


class _File:
    """A file while it is written: on this machine, since storage takes whole files only."""

    def __init__(self, config: BatchConfig, alias: str, version: int | None) -> None:
        self._config, self._alias, self._version = config, alias, version
        self._compressed = config.encoding.compression == "gzip"
        self._stack = ExitStack()
        self._file = self._stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - it is one
        self._lines: IO[bytes] = self._file
        if self._compressed:
            packed = gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=_FAST, mtime=0)
            self._lines = cast("IO[bytes]", packed)
        self.rows = 0

    def write(self, line: bytes) -> None:
        """Add a line."""
        self._lines.write(line)
        self.rows += 1

    def stored(self) -> SDKBatchMessage:
        """Put the file into the storage, and say where it is."""
        if self._compressed:
            self._lines.close()
        storage = self._config.storage
        ending = "json.gz" if self._compressed else "json"
        name = f"{storage.prefix or ''}tap-ukg-wfm--{self._alias}-{uuid4()}.{ending}"
        self._file.seek(0)
        with self._stack, storage.open(name, "wb") as stored:
            shutil.copyfileobj(self._file, stored)
        return SDKBatchMessage(
            stream=self._alias,
            encoding=self._config.encoding,
            manifest=[storage.get_url(name)],
            version=self._version,
        )
