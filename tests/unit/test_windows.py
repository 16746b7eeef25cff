"""Ranges of dates: nothing lost and nothing twice, whatever is cut."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tap_ukg_wfm.sync.windows import Window, batches, halve, plan, split, subtract, union

FIRST = date(2026, 1, 1)


def window(start: int, end: int) -> Window:
    return Window(FIRST + timedelta(days=start), FIRST + timedelta(days=end))


def dates(windows: list[Window]) -> list[date]:
    return [w.start + timedelta(days=n) for w in windows for n in range(w.days)]


WINDOWS = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(
    lambda pair: window(pair[0], sum(pair))
)


@given(st.lists(WINDOWS))
def test_union_has_the_same_dates_once(windows: list[Window]) -> None:
    assert dates(union(windows)) == sorted(set(dates(windows)))


@given(WINDOWS, st.lists(WINDOWS))
def test_what_is_left_after_subtracting(whole: Window, done: list[Window]) -> None:
    assert dates(subtract(whole, done)) == sorted(set(dates([whole])) - set(dates(done)))


@given(WINDOWS, st.integers(1, 9))
def test_split_loses_nothing(whole: Window, days: int) -> None:
    pieces = split(whole, days)
    assert dates(pieces) == dates([whole])
    assert all(piece.days <= days for piece in pieces)


@given(st.dictionaries(st.sampled_from("abc"), st.lists(WINDOWS, max_size=4)), st.integers(1, 30))
def test_a_plan_gives_each_reader_its_dates_and_no_date_twice(
    wanted: dict[str, list[Window]], days: int
) -> None:
    planned = plan(wanted, days)
    every = dates([w for w, _ in planned])
    assert len(every) == len(set(every))
    assert all(w.days <= days for w, _ in planned)
    for reader, ranges in wanted.items():
        assert sorted(dates([w for w, readers in planned if reader in readers])) == sorted(
            set(dates(ranges))
        )


@given(st.lists(st.integers(), min_size=2))
def test_halves(items: list[int]) -> None:
    one, other = halve(items)
    assert [*one, *other] == items
    assert len(one) - len(other) in {0, 1}


@given(st.lists(st.integers()), st.integers(1, 9))
def test_batches(items: list[int], size: int) -> None:
    cut = batches(items, size)
    assert [item for batch in cut for item in batch] == items
    assert all(0 < len(batch) <= size for batch in cut)
