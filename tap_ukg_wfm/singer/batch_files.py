"""BATCH messages: rows go into files instead of RECORD messages, and the target gets their names."""

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
"""gzip's level: the next one takes twice the time to save a tenth."""


def storage_problems(config: Mapping[str, Any]) -> list[str]:
    """Why no file can be written to the storage of `batch_config`, in a sentence, if so.

    A small file is written and removed, since only that shows whether the rights suffice.
    """
    try:
        storage = _Storage(BatchConfig.from_dict(dict(config)))
        storage.remove(storage.write(_name(storage, "check", "txt"), io.BytesIO()))
    except TapError as error:
        return [str(error)]
    return []


class BatchFiles:
    """The files of all streams of a run, as `batch_config` wants them.

    A BATCH message goes out when a file is full, and for all files before a state is written: a
    state never runs ahead of rows in an open file. A large `batch_size` gives few states and large
    files.

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
        """Whether enough rows wait to write the BATCH messages, and the state after them."""
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
                self._tell(stream, alias)
        return count

    def tell_all(self) -> None:
        """Close all files and write their BATCH messages."""
        for stream, alias in list(self._open):
            self._tell(stream, alias)

    def _tell(self, stream: str, alias: str) -> None:
        self._write(self._open.pop((stream, alias)).stored(self._storage))


class _File:
    """A file while it is written: on this machine, since object storage takes whole files only."""

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
        """Put the file into the storage; returns the message that says where it is.

        Raises:
            TapError: When the storage does not take it.
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
    """Where finished files go: a folder of this machine, or what fsspec knows, such as S3.

    Rows hold personal data, so only their owner may read files in a folder.

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
        with self._sentence():
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
        """Remove a file, unless the user may only write files."""
        with contextlib.suppress(Exception):
            (self._target._root_path / name).unlink()  # noqa: SLF001 - the same

    @contextlib.contextmanager
    def _sentence(self) -> Iterator[None]:
        try:
            yield
        # Each kind of storage has errors of its own.
        except Exception as error:
            root = str(self._target.root)
            kind = root.partition("://")[0] if "://" in root else "this machine"
            why = getattr(error, "strerror", None) or type(error).__name__
            if isinstance(error, ImportError):
                advice = f"install what Python's fsspec needs for {kind}: {error}"
            else:
                advice = "check its root, and your rights to write there"
            raise TapError(
                f"The storage of batch_config ({kind}) cannot be written: {advice} ({why})."
            ) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _name(storage: _Storage, alias: str, ending: str) -> str:
    return f"{storage.prefix}tap-ukg-wfm--{alias}-{uuid4()}.{ending}"
