"""Which dates a run reads, given what earlier runs, whole or interrupted, have read."""

from __future__ import annotations

import copy
from datetime import date, timedelta

import pytest

from tap_ukg_wfm.sync.bookmarks import Bookmark
from tap_ukg_wfm.sync.windows import Window

TODAY = date(2026, 11, 20)


def days(first: str, last: str) -> Window:
    return Window(date.fromisoformat(first), date.fromisoformat(last))


WHOLE = days("2026-08-01", "2026-11-20")


def needed(bookmark: Bookmark, whole: Window, today: date, lookback_days: int) -> list[Window]:
    """The dates that a run reads which begins now."""
    bookmark = copy.deepcopy(bookmark)
    bookmark.open(today, lookback_days)
    return bookmark.needed(whole)


def after_a_whole_run() -> Bookmark:
    bookmark = Bookmark("everyone")
    bookmark.open(TODAY, 30)
    bookmark.complete(WHOLE)
    bookmark.close()
    return Bookmark.load(bookmark.dump(), "everyone")


def test_the_first_run_reads_all() -> None:
    assert needed(Bookmark("everyone"), WHOLE, TODAY, 30) == [WHOLE]


def test_the_next_run_reads_the_look_back_before_the_last_run() -> None:
    later = days("2026-08-01", "2026-12-01")
    read = needed(after_a_whole_run(), later, date(2026, 12, 1), 30)
    assert read == [days("2026-10-21", "2026-12-01")]


def test_another_run_on_the_same_day_reads_the_look_back_too() -> None:
    assert needed(after_a_whole_run(), WHOLE, TODAY, 30) == [days("2026-10-21", "2026-11-20")]


def test_a_look_back_of_none_reads_the_last_day_again() -> None:
    assert needed(after_a_whole_run(), WHOLE, TODAY, 0) == [days("2026-11-20", "2026-11-20")]


def test_an_earlier_start_date_is_a_hole() -> None:
    earlier = days("2026-07-01", "2026-11-20")
    read = needed(after_a_whole_run(), earlier, TODAY, 30)
    assert read == [days("2026-07-01", "2026-07-31"), days("2026-10-21", "2026-11-20")]


def test_a_run_interrupted_today_leaves_only_its_holes() -> None:
    bookmark = Bookmark("everyone")
    bookmark.open(TODAY, 30)
    bookmark.complete(days("2026-08-01", "2026-08-30"))
    bookmark.complete(days("2026-10-01", "2026-11-20"))
    saved = Bookmark.load(bookmark.dump(), "everyone")
    assert needed(saved, WHOLE, TODAY, 30) == [days("2026-08-31", "2026-09-30")]


def test_an_interrupted_look_back_goes_on_where_it_was() -> None:
    bookmark = after_a_whole_run()
    tomorrow = TODAY + timedelta(days=1)
    bookmark.open(tomorrow, 30)
    bookmark.complete(days("2026-10-21", "2026-11-05"))
    saved = Bookmark.load(bookmark.dump(), "everyone")
    whole = days("2026-08-01", "2026-11-21")
    assert needed(saved, whole, tomorrow, 30) == [days("2026-11-06", "2026-11-21")]


def test_what_was_read_on_an_earlier_day_may_have_been_edited_since() -> None:
    bookmark = Bookmark("everyone")
    bookmark.open(TODAY - timedelta(days=2), 30)
    bookmark.complete(days("2026-08-01", "2026-11-10"))
    saved = Bookmark.load(bookmark.dump(), "everyone")
    assert needed(saved, WHOLE, TODAY, 30) == [days("2026-10-19", "2026-11-20")]


def test_a_run_of_fewer_dates_leaves_the_others_to_be_read_again() -> None:
    bookmark = after_a_whole_run()
    later = TODAY + timedelta(days=25)
    narrow = days("2026-08-01", "2026-10-25")
    bookmark.open(later, 30)
    assert bookmark.needed(narrow) == [days("2026-10-21", "2026-10-25")]
    bookmark.complete(days("2026-10-21", "2026-10-25"))
    bookmark.close()
    saved = Bookmark.load(bookmark.dump(), "everyone")
    whole = days("2026-08-01", "2026-12-20")
    assert needed(saved, whole, date(2026, 12, 20), 30) == [days("2026-10-26", "2026-12-20")]


def test_what_an_interrupted_first_run_has_read_gets_old() -> None:
    bookmark = Bookmark("everyone")
    bookmark.open(TODAY - timedelta(days=2), 30)
    bookmark.complete(days("2026-08-01", "2026-11-10"))
    bookmark.open(TODAY, 30)
    bookmark.complete(days("2026-10-19", "2026-10-31"))
    saved = Bookmark.load(bookmark.dump(), "everyone")
    assert needed(saved, WHOLE, TODAY, 30) == [days("2026-11-01", "2026-11-20")]


def test_other_people_are_another_extraction() -> None:
    saved = Bookmark.load(after_a_whole_run().dump(), "4fb1d2")
    assert needed(saved, WHOLE, TODAY, 30) == [WHOLE]


def test_the_replication_key_value_is_the_end_of_the_unbroken_stretch() -> None:
    bookmark = Bookmark("everyone")
    bookmark.open(TODAY, 30)
    bookmark.complete(days("2026-10-01", "2026-11-20"))
    bookmark.complete(days("2026-08-01", "2026-08-30"))
    assert bookmark.dump()["replication_key_value"] == "2026-08-30"


def test_state_that_is_not_ours_is_refused() -> None:
    for state in ({"replication_key_value": "2026-01-01"}, {"format": 99}):
        with pytest.raises(ValueError, match="was not written by this version"):
            Bookmark.load(state, "everyone")


def test_what_a_narrow_run_was_not_asked_for_stays_due() -> None:
    bookmark = after_a_whole_run()
    for later in (20, 40, 400):
        bookmark.open(TODAY + timedelta(days=later), 30)
        assert bookmark.first_due() == date(2026, 10, 21)
        bookmark.complete(days("2026-08-01", "2026-08-31"))
        bookmark.close()
        bookmark = Bookmark.load(bookmark.dump(), "everyone")
    assert bookmark.dump()["due"] == "2026-10-21"


def test_a_whole_run_leaves_nothing_due() -> None:
    assert "due" not in after_a_whole_run().dump()


def test_a_pause_longer_than_the_look_back_is_due_after_a_narrow_run() -> None:
    bookmark = after_a_whole_run()
    bookmark.open(TODAY + timedelta(days=50), 0)
    bookmark.complete(days("2026-11-20", "2026-11-21"))
    bookmark.close()
    bookmark.open(TODAY + timedelta(days=60), 0)
    assert bookmark.first_due() == date(2026, 11, 22)


@pytest.mark.parametrize(
    "changed",
    [
        {"completed": "2999-01-01"},
        {"completed": None},
        {"completed": "2026-11-20", "opened": "2027-09-16", "done": []},
        {"completed": "2026-11-22"},
    ],
)
def test_dates_that_were_read_nobody_knows_when_are_read_again(changed: dict[str, object]) -> None:
    bookmark = Bookmark.load({**after_a_whole_run().dump(), **changed}, "everyone")
    bookmark.open(TODAY, 30)
    assert bookmark.needed(WHOLE) == [WHOLE]
    assert bookmark.first_due() == WHOLE.start
    # And only once.
    bookmark.complete(days("2026-08-01", "2026-10-31"))
    saved = Bookmark.load(bookmark.dump(), "everyone")
    assert needed(saved, WHOLE, TODAY, 30) == [days("2026-11-01", "2026-11-20")]
    bookmark.complete(WHOLE)
    bookmark.close()
    assert needed(bookmark, WHOLE, TODAY, 30) == [days("2026-10-21", "2026-11-20")]


def test_state_without_the_day_of_its_run_is_read_again() -> None:
    state = after_a_whole_run().dump()
    del state["completed"]
    assert needed(Bookmark.load(state, "everyone"), WHOLE, TODAY, 30) == [WHOLE]


def test_a_run_just_before_midnight_is_not_ahead() -> None:
    assert needed(after_a_whole_run(), WHOLE, TODAY - timedelta(days=1), 30) == [
        days("2026-10-20", "2026-11-20")
    ]


@pytest.mark.parametrize(
    "damage",
    [
        {"completed": 0},
        {"completed": ""},
        {"completed": "soon"},
        {"covered": None},
        {"covered": [["2026-11-01", "2026-10-01"]]},
        {"covered": [["1899-12-31", "2026-10-01"]]},
        {"covered": [["2026-11-01"]]},
        {"due": 7},
    ],
)
def test_damaged_state_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        Bookmark.load({**after_a_whole_run().dump(), **damage}, "everyone")


def test_state_that_knows_of_no_dates_due_is_read() -> None:
    state = {
        "format": 1,
        "replication_key": "window_date",
        "population": "everyone",
        "covered": [["2026-08-01", "2026-11-20"]],
        "replication_key_value": "2026-11-20",
        "completed": "2026-11-20",
    }
    assert Bookmark.load(state, "everyone").dump() == state
