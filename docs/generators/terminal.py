"""The picture of two commands in a terminal, as a person sees them: docs/images/terminal.svg."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import tempfile
import termios
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox import Sandbox

from docs.generators.entities import FONT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PICTURE = Path(__file__).parents[1] / "images" / "terminal.svg"
STREAMS = ("persons", "punches", "actual_totals", "shifts", "activity_shifts", "leave_cases")
CHECK = "tap-ukg-wfm --config config.json --catalog catalog.json --check > status.json"
SYNC = "TAP_UKG_WFM_LOGLEVEL=WARNING tap-ukg-wfm --config config.json --catalog allowed.json > rows"
_COLUMNS, _WIDE, _HIGH = 128, 7.8, 18


def shown(command: Sequence[str], folder: Path, columns: int = _COLUMNS) -> tuple[int, str]:
    """The exit code of a command, and what it shows on a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    running = subprocess.Popen(command, cwd=folder, stdout=theirs, stderr=theirs)
    os.close(theirs)
    pieces = bytearray()
    try:
        while piece := os.read(ours, 65536):
            pieces += piece
    except OSError:
        pass  # This is how Linux reports that the other end is closed.
    code = running.wait(60)
    os.close(ours)
    return code, pieces.decode()


def typed(line: str, folder: Path) -> list[str]:
    """The lines on the terminal after a shell has run a typed command."""
    command = line.replace("tap-ukg-wfm ", f"{shlex.quote(sys.executable)} -m tap_ukg_wfm ")
    _, text = shown(["sh", "-c", command], folder)
    # A progress bar overwrites itself.
    return [left.rpartition("\r")[2] for left in text.replace("\r\n", "\n").split("\n")]


def _catalog(streams: Iterable[str]) -> dict[str, Any]:
    """A catalog that selects these streams with all their columns."""
    names = (*streams, "extraction_windows")
    return {"streams": [{"tap_stream_id": name, "stream": name} for name in names]}


def session(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The commands of the picture and their output; the tenant has no license for activities."""
    with Sandbox(employees=200, days=90, today="2026-11-24", activities=False) as tenant:
        (folder / "config.json").write_text(json.dumps(tenant.config()), "utf-8")
        (folder / "catalog.json").write_text(json.dumps(_catalog(STREAMS)), "utf-8")
        allowed = [stream for stream in STREAMS if stream != "activity_shifts"]
        (folder / "allowed.json").write_text(json.dumps(_catalog(allowed)), "utf-8")
        port = tenant.url.rpartition(":")[2]
        for line in (CHECK, SYNC):
            # The README starts the sandbox on this port.
            yield line, [re.sub(rf"\b{port}\b", "8321", text) for text in typed(line, folder)]


def picture(commands: Iterable[tuple[str, Sequence[str]]]) -> str:
    """A terminal with commands and their output, as SVG."""
    lines: list[tuple[str, str]] = []
    for line, told in commands:
        lines += [("#7dd3fc", f"$ {line}"), *(("#e2e8f0", text) for text in told)]
    rows = [piece for color, text in lines for piece in _wrapped(color, text)]
    width, height = _COLUMNS * _WIDE + 40, len(rows) * _HIGH + 48
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}">',
        f'<rect width="{width:.0f}" height="{height}" rx="10" fill="#0f172a"/>',
        *(f'<circle cx="{24 + 20 * place}" cy="22" r="6" fill="#475569"/>' for place in range(3)),
        f'<g font-family="{FONT}" font-size="13" xml:space="preserve">',
    ]
    for row, (color, text) in enumerate(rows):
        if text:
            # A fixed text length keeps columns aligned in every font.
            parts.append(
                f'<text x="20" y="{56 + row * _HIGH}" fill="{color}" '
                f'textLength="{len(text) * _WIDE:.1f}">{escape(text, quote=False)}</text>'
            )
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _wrapped(color: str, text: str) -> Iterator[tuple[str, str]]:
    for start in range(0, max(1, len(text)), _COLUMNS):
        yield color, text[start : start + _COLUMNS]


def write() -> None:
    """Run the commands and write the picture."""
    with tempfile.TemporaryDirectory() as name:
        PICTURE.write_text(picture(session(Path(name))), "utf-8")
