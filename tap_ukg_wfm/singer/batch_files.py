"""BATCH messages: rows go into files, and the target gets the names of the files."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast
from uuid import uuid4

import msgspec
from fsspec.implementations.local import LocalFileSystem
from singer_sdk.helpers._batch import BatchConfig, SDKBatchMessage

from tap_ukg_wfm.api.errors import SettingsError, TapError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_FAST = 1
"""The compression level: the next one takes twice the time to save a tenth of the size."""


def storage_problems(config: Mapping[str, Any]) -> list[str]:
    """The reason why the storage of `batch_config` cannot be written, if there is one.

    Writes and removes a small file, because only this shows whether the rights are sufficient.
    """
    try:
        storage = _Storage(BatchConfig.from_dict(dict(config)))
        storage.remove(storage.write(_name(storage, "check", "txt"), io.BytesIO()))
    except TapError as error:
        return [str(error)]
    return []


class BatchFiles:
    """The files of all streams of a run.

    Writes a BATCH message when a file is full, and for all files before a state, so that a state
    never covers rows in an open file. A large `batch_size` results in few states and large files.

    Args:
        config: The setting `batch_config`.
        write: Writes a BATCH message.

    Raises:
        SettingsError: When the storage cannot be written.
    """

    def __init__(self, config: Mapping[str, Any], write: Callable[[SDKBatchMessage], None]) -> None:
        if found := storage_problems(config):
            raise SettingsError(found[0])
        self._write = write
        self._config = BatchConfig.from_dict(dict(config))
        self._storage = _Storage(self._config)
        self._open: dict[tuple[str, str], _File] = {}
        self._encode = msgspec.json.Encoder().encode

    @property
    def due(self) -> bool:
        """Whether there are enough rows to write BATCH messages and the state after them."""
        return sum(file.rows for file in self._open.values()) >= self._config.batch_size

    def write(
        self, stream: str, alias: str, rows: Iterable[Mapping[str, Any]], version: int | None
    ) -> int:
        """Write rows of a stream under its mapped name; returns how many there were."""
        count = 0
        for row in rows:
            file = self._open.get((stream, alias))
            if file is None:
                file = self._open[stream, alias] = _File(self._config, alias, version)
            file.write(self._encode(row) + b"\n")
            count += 1
            if file.rows >= self._config.batch_size:
                self._finish(stream, alias)
        return count

    def finish_all(self) -> None:
        """Close all files and write their BATCH messages."""
        for stream, alias in list(self._open):
            self._finish(stream, alias)

    def _finish(self, stream: str, alias: str) -> None:
        self._write(self._open.pop((stream, alias)).stored(self._storage))


class _File:
    """A file that is being written. It is local, because object storage accepts only whole files."""

    def __init__(self, config: BatchConfig, alias: str, version: int | None) -> None:
        self._config, self._alias, self._version = config, alias, version
        self._compressed = config.encoding.compression == "gzip"
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed once it is stored
        self._lines: IO[bytes] = self._file
        if self._compressed:
            packed = gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=_FAST, mtime=0)
            self._lines = cast("IO[bytes]", packed)
        self.rows = 0

    def write(self, line: bytes) -> None:
        """Add a line."""
        self._lines.write(line)
        self.rows += 1

    def stored(self, storage: _Storage) -> SDKBatchMessage:
        """Copy the file to the storage. Returns the message with its address.

        Raises:
            TapError: When the storage rejects it.
        """
        if self._compressed:
            self._lines.close()
        name = _name(storage, self._alias, "json.gz" if self._compressed else "json")
        self._file.seek(0)
        with self._file:
            storage.write(name, self._file)
        return SDKBatchMessage(
            stream=self._alias,
            encoding=self._config.encoding,
            manifest=[storage.url(name)],
            version=self._version,
        )


class _Storage:
    """The destination of finished files: a local folder, or any storage that fsspec supports, such as S3.

    Rows contain personal data, so files in a folder are readable only by their owner.

    Args:
        config: The setting `batch_config`.
    """

    def __init__(self, config: BatchConfig) -> None:
        self._target = config.storage
        self.prefix = config.storage.prefix or ""

    def url(self, name: str) -> str:
        """The address of a file."""
        return self._target.get_url(name)

    def write(self, name: str, content: IO[bytes]) -> str:
        """Write a file and return its name.

        Raises:
            TapError: When it cannot be written.
        """
        with self._explained():
            path = self._target._root_path / name  # noqa: SLF001 - the SDK's storage has no public one
            if isinstance(path.fs, LocalFileSystem):
                Path(path.parent.path).mkdir(mode=0o700, parents=True, exist_ok=True)
                with open(path.path, "xb", opener=_private) as stored:
                    shutil.copyfileobj(content, stored)
            else:
                with self._target.open(name, "wb") as stored:
                    shutil.copyfileobj(content, stored)
        return name

    def remove(self, name: str) -> None:
        """Remove a file, if the rights allow it."""
        with contextlib.suppress(Exception):
            (self._target._root_path / name).unlink()  # noqa: SLF001 - the same

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        # Each storage raises its own errors.
        except Exception as error:
            root = str(self._target.root)
            kind = root.partition("://")[0] if "://" in root else "this machine"
            why = getattr(error, "strerror", None) or type(error).__name__
            if isinstance(error, ImportError):
                remedy = f"Install the Python package that fsspec needs for {kind}: {error}"
            else:
                remedy = "Check its root, and your right to write there."
            raise TapError(
                f"The tap cannot write to the storage of batch_config ({kind}). {remedy} ({why})"
            ) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _name(storage: _Storage, alias: str, ending: str) -> str:
    return f"{storage.prefix}tap-ukg-wfm--{alias}-{uuid4()}.{ending}"
