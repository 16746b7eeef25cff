"""The part of `--help` about faults and live switches."""

from __future__ import annotations

import textwrap

from ukg_wfm_sandbox.faults import KINDS
from ukg_wfm_sandbox.live import SWITCHES

EXAMPLES = (
    (
        "the next three requests are throttled",
        '{"status": 429, "headers": {"Retry-After": "2"}, "times": 3}',
    ),
    (
        "every fifth timecard request fails, without end",
        '{"operation": "POST /v1/timekeeping/timecard/multi_read", "every": 5, "times": null}',
    ),
    (
        "one response in ten breaks off in the middle",
        '{"kind": "cut", "probability": 0.1, "times": null}',
    ),
    (
        "activities are refused, as without the Activities license",
        '{"operation": "GET /v1/work/activities", "status": 403, "times": null}',
    ),
    ("all responses come half a second later", '{"delay": 0.5, "times": null}'),
)


def _kinds() -> list[str]:
    width = max(map(len, KINDS))
    return [f"  {kind:{width}}  {does}" for kind, does in KINDS.items()]


def _examples(url: str) -> list[str]:
    lines = []
    for does, spec in EXAMPLES:
        lines += [f"  # {does}", f"  curl -d '{spec}' {url}/_sandbox/faults"]
    return lines


def _switches() -> list[str]:
    lines = []
    for switch in SWITCHES:
        lines.append(f"  {switch.key}={'|'.join(switch.values)}")
        lines += textwrap.wrap(
            switch.question, 90, initial_indent="      ", subsequent_indent="      "
        )
    return lines


def epilog(url: str) -> str:
    """Return the end of the help text, with examples for a sandbox at this URL."""
    return "\n".join(
        [
            "live switches (the first value is the default):",
            *_switches(),
            "",
            "kinds of faults:",
            *_kinds(),
            "",
            "examples of faults:",
            *_examples(url),
            "  # remove all faults",
            f"  curl -X DELETE {url}/_sandbox/faults",
            "",
            "See README.md for everything else.",
        ]
    )
