"""What the command's help says about faults and live switches."""

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
        "every fifth timecard request fails, for as long as the sandbox runs",
        '{"operation": "POST /v1/timekeeping/timecard/multi_read", "every": 5, "times": null}',
    ),
    (
        "one answer in ten breaks off in its middle",
        '{"kind": "cut", "probability": 0.1, "times": null}',
    ),
    (
        "activities are refused, as without their licence",
        '{"operation": "GET /v1/work/activities", "status": 403, "times": null}',
    ),
    ("every answer comes half a second later", '{"delay": 0.5, "times": null}'),
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
    """Write the end of the help for a sandbox that answers on this address."""
    return "\n".join(
        [
            "live switches, the default first:",
            *_switches(),
            "",
            "faults, by kind:",
            *_kinds(),
            "",
            "examples of faults:",
            *_examples(url),
            "  # no more faults",
            f"  curl -X DELETE {url}/_sandbox/faults",
            "",
            "README.md of the sandbox describes everything else.",
        ]
    )
