"""Singer messages on stdout, encoded by msgspec."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from singer_sdk.contrib.msgspec import MsgSpecWriter
from typing_extensions import override

from tap_ukg_wfm.sync.lines import LineWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from singer_sdk.singerlib.encoding.simple import Message


class MessageWriter(LineWriter, MsgSpecWriter):
    """Writes RECORD messages in blocks, and other messages at once, in order."""

    @override
    def write_message(self, message: Message) -> None:
        """Write a message."""
        self._block += self.format_message(message)
        if message.type == "RECORD":
            self._write_when_due()
        else:
            self.flush()

    def write_rows(
        self, stream: str, rows: Iterable[dict[str, Any]], extracted: str, version: int | None
    ) -> int:
        """Write rows that need no mapping as RECORD messages. Returns their number."""
        tail = f',"version":{version}' if version is not None else ""
        head = f'{{"type":"RECORD","stream":"{stream}","record":'
        end = f'{tail},"time_extracted":"{extracted}"}}\n'
        return self.write_lines(head.encode(), rows, end.encode())
