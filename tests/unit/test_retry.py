"""How long the tap waits before it repeats a request."""

from __future__ import annotations

from tap_ukg_wfm.api.retry import retry_after


def test_odd_waits_and_dates() -> None:
    texts = (
        "²",
        "soon",
        "",
        None,
        "7",
        "1.5",
        "-3",
        "nan",
        "inf",
        "1e9",
        "99999999999",
        "9" * 5000,
    )
    found = [retry_after(text) for text in texts]
    assert found[:4] + found[4:10] == [None] * 4 + [7.0, 1.5] + [None] * 4
    assert found[10:] == [3600.0, None]
    date = "Wed, 25 Nov 2026 10:00:00 GMT"
    assert retry_after("Wed, 25 Nov 2026 10:00:30 GMT", date) == 30.0
    assert retry_after("Wed, 25 Nov 2026 09:00:00 GMT", date) == 0.0
    assert retry_after("Fri, 31 Dec 9999 23:59:59 GMT", date) == 3600.0
