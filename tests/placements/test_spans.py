import datetime as dt

import pytest
from django.utils import translation

from placements.spans import Span, most_at_once


def day(text):
    return dt.date.fromisoformat(text)


def span(first, last):
    return Span(day(first), day(last))


YEAR = span("2027-01-01", "2027-12-31")


def test_both_ends_belong_to_it():
    assert day("2027-01-01") in YEAR
    assert day("2027-12-31") in YEAR
    assert day("2028-01-01") not in YEAR
    assert YEAR.days == 365
    assert YEAR.weeks == 52


def test_two_that_touch_on_one_day_overlap():
    assert span("2027-01-01", "2027-03-01").overlaps(span("2027-03-01", "2027-05-01"))
    assert not span("2027-01-01", "2027-02-28").overlaps(span("2027-03-01", "2027-05-01"))


def test_within_is_what_both_have():
    assert YEAR.within(span("2026-06-01", "2027-02-01")) == span("2027-01-01", "2027-02-01")
    assert YEAR.within(span("2026-06-01", "2026-12-31")) is None


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ([], [("2027-01-01", "2027-12-31")]),
        ([("2026-01-01", "2028-01-01")], []),
        ([("2027-01-01", "2027-03-31")], [("2027-04-01", "2027-12-31")]),
        (
            [("2027-10-01", "2027-12-31"), ("2027-03-01", "2027-03-31")],
            [("2027-01-01", "2027-02-28"), ("2027-04-01", "2027-09-30")],
        ),
        ([("2027-03-01", "2027-06-01"), ("2027-05-01", "2027-12-31")], [("2027-01-01", "2027-02-28")]),
        ([("2025-01-01", "2025-12-31")], [("2027-01-01", "2027-12-31")]),
    ],
)
def test_without_leaves_the_gaps(taken, left):
    assert YEAR.without(span(*each) for each in taken) == [span(*each) for each in left]


def test_a_working_week_has_as_many_work_days_as_a_week():
    monday_to_thursday = [1, 2, 3, 4]
    assert span("2027-03-01", "2027-03-04").has_working_week(monday_to_thursday)
    assert not span("2027-03-02", "2027-03-07").has_working_week(monday_to_thursday)
    assert span("2027-03-03", "2027-03-09").has_working_week(monday_to_thursday)
    assert not span("2027-03-05", "2027-03-07").has_working_week(monday_to_thursday)


def test_whole_months_are_said_without_days():
    with translation.override("en"):
        assert span("2026-10-01", "2027-05-31").short == "Oct 2026 – May 2027"
        assert span("2026-02-01", "2026-09-30").short == "Feb – Sep 2026"
        assert span("2026-10-05", "2027-05-31").short == "5 Oct 2026 – 31 May 2027"
        assert span("2026-10-01", "2027-05-31").spoken == "October 2026 up to and including May 2027"
        assert span("2026-10-05", "2027-05-14").spoken == "5 October 2026 up to and including 14 May 2027"
        assert str(span("2026-10-01", "2027-05-31")) == "1 October 2026 – 31 May 2027"


def test_dutch_months_have_no_capital():
    with translation.override("nl"):
        assert span("2026-10-01", "2027-05-31").short == "okt 2026 – mei 2027"


def test_most_at_once_looks_at_each_first_day():
    assert most_at_once([]) == 0
    halves = [span("2027-01-01", "2027-05-31"), span("2027-06-01", "2027-12-31")]
    assert most_at_once(halves) == 1
    assert most_at_once([*halves, span("2027-05-01", "2027-06-30")]) == 2
    assert most_at_once([YEAR, YEAR, YEAR]) == 3
