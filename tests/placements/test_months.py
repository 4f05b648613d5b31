import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements import months


def day(text):
    return dt.date.fromisoformat(text)


def test_consecutive_months_have_consecutive_numbers():
    assert months.number(day("2027-01-01")) == months.number(day("2026-12-31")) + 1
    assert months.first_day(months.number(day("2027-02-14"))) == day("2027-02-01")


@pytest.mark.parametrize(
    ("begins", "month"),
    [
        ("2027-05-01", "2027-05-01"),
        ("2027-05-16", "2027-05-01"),  # 15 days before it, 16 from it on
        ("2027-05-17", "2027-06-01"),
        ("2027-06-16", "2027-07-01"),  # 15 and 15: the one before keeps the month
        ("2027-02-15", "2027-03-01"),
        ("2026-08-31", "2026-09-01"),
    ],
)
def test_a_month_belongs_to_whoever_has_most_of_its_days(begins, month):
    assert months.edge(day(begins)) == months.number(day(month))


def test_a_short_stretch_keeps_a_column_of_its_own():
    low = months.number(day("2026-09-01"))
    firsts = [day("2026-09-01"), day("2026-12-28"), day("2027-01-04")]
    assert [edge - low for edge in months.edges(firsts, low, low + 8)] == [0, 4, 5]


def test_the_last_stretch_keeps_a_column_of_its_own():
    low = months.number(day("2026-09-01"))
    firsts = [day("2026-09-01"), day("2027-04-25"), day("2027-04-28")]
    assert [edge - low for edge in months.edges(firsts, low, low + 8)] == [0, 6, 7]


@given(
    st.lists(st.dates(day("2026-09-01"), day("2028-08-31")), min_size=1, max_size=20, unique=True),
    st.integers(0, 10),
)
def test_edges_rise_and_leave_room(days, more):
    low = months.number(day("2026-09-01"))
    high = low + len(days) + more
    found = months.edges(sorted(days), low, high)
    assert found[0] == low
    assert all(left < right for left, right in zip(found, [*found[1:], high], strict=True))


def test_the_line_now_stands_as_far_as_the_month_is():
    assert months.fraction(day("2026-11-01")) == pytest.approx(0.5 / 30)
    assert months.fraction(day("2026-11-30")) == pytest.approx(29.5 / 30)
