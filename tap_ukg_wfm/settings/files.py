"""The JSON files that a command line names: configuration, catalog and state."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from tap_ukg_wfm.api.errors import TapError

_FILE_NAME = re.compile(r"(?:[A-Za-z]:)?[\w.~\- /\\]{1,200}\.json", re.ASCII)


def json_file(path: str, what: str) -> dict[str, Any]:
    """The JSON object in a file.

    Args:
        path: Where the file is; `-` is the standard input.
        what: What the file is for: configuration, catalog or state.

    Raises:
        TapError: When it cannot be read, or holds something else.
    """
    content = json_content(path, what)
    if not isinstance(content, dict):
        raise TapError(
            f"{_called(path, what)} does not hold a JSON object: check which file it is."
        )
    return content


def json_content(path: str, what: str) -> Any:  # noqa: ANN401 - any JSON
    """The JSON in a file, in UTF-8, UTF-16 or UTF-32 and whatever the locale.

    Args:
        path: Where the file is; `-` is the standard input.
        what: What the file is for: configuration, catalog or state.

    Raises:
        TapError: When it cannot be read, or is not JSON.
    """
    called = _called(path, what)
    if path.lstrip().startswith(("{", "[")):
        raise TapError(
            f"{called} has to be the path of a file, not its content: write the JSON into a file."
        )
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        why = f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""
        raise TapError(f"{called} cannot be read: check the path and its rights{why}.") from error
    try:
        return json.loads(raw)
    except UnicodeDecodeError as error:
        raise TapError(
            f"{called} is not UTF-8 text: byte {error.start + 1} is not part of a character. Save it "
            "as UTF-8."
        ) from error
    except json.JSONDecodeError as error:
        where = f"{error.msg}, line {error.lineno}, column {error.colno}"
        raise TapError(f"{called} is not valid JSON ({where}): check commas and quotes.") from error
    except (ValueError, RecursionError) as error:
        raise TapError(f"{called} is not valid JSON: check what wrote it.") from error


def _called(path: str, what: str) -> str:
    """How a message names the file: by its path, unless that may be a secret pasted in its place."""
    try:
        named = Path(path).exists() or bool(_FILE_NAME.fullmatch(path))
    except (OSError, ValueError):
        named = False
    return f"The {what} file {path}" if named and path.isprintable() else f"The {what} file"
