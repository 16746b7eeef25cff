"""The picture of the most used streams and what joins them: docs/images/entities.svg."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from docs.generators.relations import relations
from tap_ukg_wfm.streams import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HUB = "persons"
EVENTS = (
    *("punches", "hours_worked", "worked_shifts", "timecard_exceptions", "pay_code_edits"),
    *(
        "actual_totals",
        "accrual_balances",
        "shifts",
        "schedule_pay_code_edits",
        "time_off_requests",
    ),
    *("leave_edits", "leave_cases", "attendance_events", "activity_shifts", "labor_forecasts"),
)
"""Events, in a column in the middle; persons are to the left."""
REFERENCES = (
    *("work_rules", "pay_codes", "accrual_codes", "cost_centers", "locations", "jobs"),
    *("leave_categories", "activities"),
)
"""The streams that events refer to, on the right."""
COLORS = {
    "work_rules": "#7c3aed",
    "pay_codes": "#c2410c",
    "accrual_codes": "#0f766e",
    "cost_centers": "#a16207",
    "locations": "#1d4ed8",
    "jobs": "#4b5563",
    "leave_categories": "#be185d",
    "activities": "#15803d",
    HUB: "#334155",
}
_ROW, _HEIGHT, _TOP = 46, 36, 64
_LEFT, _MIDDLE, _RIGHT, _WIDE, _NARROW = 24, 230, 700, 230, 110
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace"


class Box(NamedTuple):
    """The position of a stream."""

    name: str
    x: float
    y: float
    height: float = _HEIGHT

    @property
    def middle(self) -> float:
        """The height at which lines end."""
        return self.y + self.height / 2


class Line(NamedTuple):
    """The columns that join a stream to another."""

    stream: str
    target: str
    columns: tuple[str, ...]


def boxes() -> dict[str, Box]:
    """The position of each stream."""
    whole = len(EVENTS) * _ROW - (_ROW - _HEIGHT)
    found = [Box(HUB, _LEFT, _TOP, whole)]
    found += [Box(name, _MIDDLE, _TOP + row * _ROW) for row, name in enumerate(EVENTS)]
    step = (whole - _HEIGHT) / (len(REFERENCES) - 1)
    found += [Box(name, _RIGHT, _TOP + row * step) for row, name in enumerate(REFERENCES)]
    return {box.name: box for box in found}


def lines() -> list[Line]:
    """The joins between the streams in the picture, except those of a stream with itself."""
    joined: dict[tuple[str, str], list[str]] = {}
    shown = boxes().keys()
    for relation in relations():
        pair = relation.stream, relation.target
        if {*pair} <= shown and relation.stream != relation.target:
            joined.setdefault(pair, []).append(relation.column)
    return [Line(stream, target, tuple(columns)) for (stream, target), columns in joined.items()]


def picture() -> str:
    """The diagram as SVG."""
    height = _TOP + len(EVENTS) * _ROW + 14
    width = _RIGHT + _WIDE + 80
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
    parts = [
        f'{head} font-family="{FONT}" font-size="13">',
        f'<rect width="{width}" height="{height}" rx="10" fill="#f8fafc" stroke="#cbd5e1"/>',
        *_titles(),
        *(_draw(line) for line in lines()),
        *(part for box in boxes().values() for part in _stream(box)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _titles() -> Iterator[str]:
    for x, title in ((_LEFT, "who"), (_MIDDLE, "what happened"), (_RIGHT, "what it refers to")):
        yield f'<text x="{x}" y="40" fill="#64748b" font-style="italic">{title}</text>'


def _stream(box: Box) -> Iterator[str]:
    color = COLORS.get(box.name, "#94a3b8")
    wide = _NARROW if box.name == HUB else _WIDE
    yield (
        f'<rect x="{box.x}" y="{box.y:.0f}" width="{wide}" height="{box.height:.0f}" rx="5" '
        f'fill="#ffffff" stroke="{color}" stroke-width="1.4"/>'
    )
    (stream,) = (one for one in STREAMS if one.name == box.name)
    keys = ", ".join(cast("Sequence[str]", stream.primary_keys))
    text = f'<text x="{box.x + 10}" y="{{}}" fill="{{}}"{{}}>{{}}</text>'
    yield text.format(f"{box.middle - 2:.0f}", "#0f172a", ' font-weight="600"', box.name)
    yield text.format(f"{box.middle + 11:.0f}", "#64748b", ' font-size="8.5"', keys)


def _draw(line: Line) -> str:
    start, end = boxes()[line.stream], boxes()[line.target]
    color = COLORS.get(line.target, "#94a3b8")
    if line.target == HUB:
        way = f"M{start.x} {start.middle:.0f} H{end.x + _NARROW}"
    elif start.x == end.x == _RIGHT:
        # Around the outside of the column.
        edge = _RIGHT + _WIDE
        bulge = edge + 20 + abs(start.middle - end.middle) / 9
        way = (
            f"M{edge} {start.middle:.0f} C{bulge:.0f} {start.middle:.0f} "
            f"{bulge:.0f} {end.middle:.0f} {edge} {end.middle:.0f}"
        )
    elif start.x == end.x:
        here, there = sorted((start, end), key=lambda box: box.y)
        way = f"M{here.x + 150} {here.y + here.height:.0f} V{there.y:.0f}"
    else:
        right = start.x + _WIDE
        way = (
            f"M{right} {start.middle:.0f} C{right + 130} {start.middle:.0f} "
            f"{end.x - 130} {end.middle:.0f} {end.x} {end.middle:.0f}"
        )
    return (
        f'<path d="{way}" fill="none" stroke="{color}" stroke-opacity="0.75" stroke-width="1.4">'
        f"<title>{line.stream}: {', '.join(line.columns)} of {line.target}</title></path>"
    )
