"""Calendars as other programs read them: everything is read back by two libraries."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.lib.calendars import (
    CHANGED,
    READERS,
    READERS_OF_DAYS,
    READERS_OF_ZONES,
    an_entry,
    by_icalendar,
    written,
)

UTC = dt.UTC
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ANY = settings(max_examples=150, deadline=None)
every_reader = pytest.mark.parametrize("read", READERS)


# the whole


def test_a_feed_to_the_last_octet():
    session = an_entry(
        uid="session-9@example.org",
        summary="Module 9: coöperaties, en meer",
        start=dt.datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
        end=dt.datetime(2026, 11, 20, 15, 30, tzinfo=UTC),
        sequence=2,
        location="Groningen; zaal 2",
        description="Lees vooraf hoofdstuk 2.\nhttps://example.org/bijeenkomsten/9/ en neem mee: ë, €",
        url="https://example.org/bijeenkomsten/9/",
        categories=("Inhoud", "Casus"),
    )
    placement = an_entry(
        uid="placement-3@example.org",
        summary="Gemeente Groningen",
        start=dt.date(2026, 11, 1),
        end=dt.date(2026, 11, 30),
        weekdays=(4, 1, 2, 3),
        except_on=[dt.date(2026, 11, 17)],
        is_busy=False,
    )
    feed = written(session, placement, name="Traineeship, Noor", refresh=dt.timedelta(hours=4))
    head, _, events = feed.partition(b"END:VTIMEZONE\r\n")
    assert head.decode().split("\r\n")[:12] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Wijkmakers//Agenda//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Traineeship\\, Noor",
        "X-WR-CALNAME:Traineeship\\, Noor",
        "X-WR-TIMEZONE:Europe/Amsterdam",
        "REFRESH-INTERVAL;VALUE=DURATION:PT240M",
        "X-PUBLISHED-TTL:PT240M",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Amsterdam",
    ]
    assert events.decode().split("\r\n") == [
        "BEGIN:VEVENT",
        "UID:placement-3@example.org",
        "SEQUENCE:0",
        "DTSTAMP:20260801T101530Z",
        "LAST-MODIFIED:20260801T101530Z",
        "DTSTART;VALUE=DATE:20261102",
        "DTEND;VALUE=DATE:20261103",
        "RRULE:FREQ=WEEKLY;UNTIL=20261130;BYDAY=MO,TU,WE,TH",
        "EXDATE;VALUE=DATE:20261117",
        "SUMMARY:Gemeente Groningen",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:session-9@example.org",
        "SEQUENCE:2",
        "DTSTAMP:20260801T101530Z",
        "LAST-MODIFIED:20260801T101530Z",
        "DTSTART;TZID=Europe/Amsterdam:20261120T093000",
        "DTEND;TZID=Europe/Amsterdam:20261120T163000",
        "SUMMARY:Module 9: coöperaties\\, en meer",
        "LOCATION:Groningen\\; zaal 2",
        "DESCRIPTION:Lees vooraf hoofdstuk 2.\\nhttps://example.org/bijeenkomsten/9/ ",
        " en neem mee: ë\\, €",
        "URL:https://example.org/bijeenkomsten/9/",
        "CATEGORIES:Inhoud,Casus",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_file_in_a_mail_names_no_calendar():
    head, _, _ = written(an_entry()).partition(b"BEGIN:VTIMEZONE")
    assert head.decode().split("\r\n")[3:] == ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", ""]


@every_reader
def test_every_property_comes_back(read):
    start = dt.datetime(2027, 1, 8, 9, 30, tzinfo=AMSTERDAM)
    entry = an_entry(
        uid="session-9@example.org",
        start=start,
        end=start + dt.timedelta(hours=7),
        sequence=12,
        location="Melkweg 1, Groningen",
        description="Neem mee:\n- je casus; je wensen\n- C:\\map",
        url="https://example.org/bijeenkomsten/9/?van=feed&dag=1,2",
        categories=("Inhoud", "Praktijkcasus"),
    )
    assert read(written(entry)) == [
        {
            "uid": "session-9@example.org",
            "sequence": 12,
            "stamp": CHANGED,
            "last_modified": CHANGED,
            "summary": "Module 9",
            "start": start,
            "end": start + dt.timedelta(hours=7),
            "location": "Melkweg 1, Groningen",
            "description": "Neem mee:\n- je casus; je wensen\n- C:\\map",
            "url": "https://example.org/bijeenkomsten/9/?van=feed&dag=1,2",
            "categories": ["Inhoud", "Praktijkcasus"],
            "status": "CONFIRMED",
            "transparency": "OPAQUE",
            "attendees": [],
        }
    ]


@every_reader
def test_what_is_not_known_is_not_there(read):
    [event] = read(written(an_entry()))
    absent = ("location", "description", "url", "categories")
    assert [event[name] for name in absent] == [None] * 4


def test_a_comma_in_a_category_is_no_second_category():
    [event] = by_icalendar(written(an_entry(categories=("Zorg, welzijn", "Energie"))))
    assert event["categories"] == ["Zorg, welzijn", "Energie"]


@every_reader
def test_what_is_cancelled_says_so_and_takes_no_time(read):
    [event] = read(written(an_entry(is_cancelled=True, is_busy=True, sequence=3)))
    said = event["summary"], event["status"], event["transparency"], event["sequence"]
    assert said == ("Vervallen: Module 9", "CANCELLED", "TRANSPARENT", 3)


@every_reader
def test_an_empty_calendar_is_one(read):
    assert read(written(name="Traineeship")) == []


# the same octets each time


def test_the_same_entries_are_the_same_octets_in_whatever_order_they_come():
    morning = dt.datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    entries = [
        an_entry(uid="b", start=morning),
        an_entry(uid="a", start=morning.astimezone(AMSTERDAM)),
        an_entry(uid="c"),
        an_entry(uid="d", start=dt.date(2026, 11, 21)),
    ]
    there, back = written(*entries), written(*reversed(entries))
    assert there == back
    assert [event["uid"] for event in by_icalendar(there)] == ["c", "a", "b", "d"]


def test_exceptions_stand_in_the_order_of_the_days():
    november = [dt.date(2026, 11, number) for number in range(1, 31)]
    entry = an_entry(start=november[0], end=november[-1], weekdays=(1, 2, 3, 4, 5, 6, 7))
    out = november[28:1:-2]
    calendar = written(replace(entry, except_on=out))
    assert [line for line in calendar.decode().split("\r\n") if line.startswith("EXDATE")] == [
        f"EXDATE;VALUE=DATE:202611{number:02}" for number in range(3, 30, 2)
    ]
    assert calendar == written(replace(entry, except_on=frozenset(out)))


# days


@every_reader
def test_a_span_of_days_ends_on_the_day_after_the_last(read):
    holiday = an_entry(start=dt.date(2026, 12, 19), end=dt.date(2027, 1, 3))
    day = an_entry(uid="b", start=dt.date(2027, 4, 27))
    same = an_entry(uid="c", start=dt.date(2027, 5, 5), end=dt.date(2027, 5, 5))
    assert [(event["start"], event["end"]) for event in read(written(holiday, day, same))] == [
        (dt.date(2026, 12, 19), dt.date(2027, 1, 4)),
        (dt.date(2027, 4, 27), dt.date(2027, 4, 28)),
        (dt.date(2027, 5, 5), dt.date(2027, 5, 6)),
    ]


@pytest.mark.parametrize("days", READERS_OF_DAYS)
@ANY
@given(
    first=st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)),
    length=st.integers(0, 250),
    weekdays=st.sets(st.integers(1, 7), min_size=1).map(tuple),
    out=st.sets(st.integers(-3, 253)),
)
@example(first=dt.date(2026, 9, 1), length=242, weekdays=(1, 2, 3, 4), out={0, 1, 55, 118, 242})
@example(first=dt.date(2026, 9, 1), length=0, weekdays=(2,), out=set())
@example(first=dt.date(2026, 9, 1), length=0, weekdays=(2,), out={0})
@example(first=dt.date(2026, 9, 1), length=6, weekdays=(3,), out=set())
def test_some_days_of_each_week_are_those_days(days, first, length, weekdays, out):
    last = first + dt.timedelta(length)
    without = {first + dt.timedelta(number) for number in out}
    entry = an_entry(start=first, end=last, weekdays=weekdays, except_on=without)
    span = (first + dt.timedelta(number) for number in range(length + 1))
    expected = [day for day in span if day.isoweekday() in weekdays and day not in without]
    calendar = written(entry)
    assert days(calendar) == expected
    # The first day is one of the rule: Outlook and Google show it in any case.
    assert [event["start"] for event in by_icalendar(calendar)] == expected[:1]


def test_what_is_left_out_of_a_week_is_only_what_would_be_in_it():
    entry = an_entry(
        start=dt.date(2026, 11, 2),
        end=dt.date(2026, 11, 27),
        weekdays=(1, 2, 3, 4),
        except_on=[dt.date(2026, 10, 5), dt.date(2026, 11, 3), dt.date(2026, 11, 6), dt.date(2026, 12, 1)],
    )
    lines = written(entry).decode().split("\r\n")
    assert [line for line in lines if line.startswith("EXDATE")] == ["EXDATE;VALUE=DATE:20261103"]


# moments


@every_reader
@ANY
@given(
    start=st.datetimes(
        dt.datetime(1997, 1, 1),
        dt.datetime(2060, 1, 1),
        timezones=st.sampled_from([UTC, AMSTERDAM, ZoneInfo("America/New_York")]),
    ),
    length=st.timedeltas(dt.timedelta(seconds=1), dt.timedelta(days=3)),
)
@example(start=dt.datetime(2026, 3, 29, 2, 30, tzinfo=AMSTERDAM), length=dt.timedelta(hours=1))  # skipped
@example(start=dt.datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM), length=dt.timedelta(hours=1))  # twice
@example(start=dt.datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=1), length=dt.timedelta(hours=1))
def test_any_moment_comes_back(read, start, length):
    begins = start.astimezone(UTC).replace(microsecond=0)
    ends = begins + dt.timedelta(seconds=int(length.total_seconds()))
    [event] = read(written(an_entry(start=start, end=ends)))
    assert (event["start"].astimezone(UTC), event["end"].astimezone(UTC)) == (begins, ends)


@pytest.mark.parametrize(
    ("local", "said"),
    [
        (dt.datetime(2026, 3, 29, 2, 30, tzinfo=AMSTERDAM), ";TZID=Europe/Amsterdam:20260329T033000"),
        (dt.datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM), ";TZID=Europe/Amsterdam:20261025T023000"),
        (dt.datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=1), ":20261025T013000Z"),
    ],
)
def test_an_hour_that_is_skipped_or_comes_twice_is_said_so_that_all_read_it_alike(local, said):
    assert f"\r\nDTSTART{said}\r\n" in written(an_entry(start=local)).decode()


@every_reader
def test_a_weekly_session_keeps_its_hour_over_both_switches(read):
    mornings = [
        dt.datetime.combine(day, dt.time(9, 30), AMSTERDAM).astimezone(UTC)
        for day in (
            *(dt.date(2026, 10, 16), dt.date(2026, 10, 23), dt.date(2026, 10, 30)),
            *(dt.date(2027, 3, 26), dt.date(2027, 4, 2)),
        )
    ]
    entries = [
        an_entry(uid=f"session-{number}", start=start, end=start + dt.timedelta(hours=7))
        for number, start in enumerate(mornings)
    ]
    events = read(written(*entries))
    assert [f"{event['start']:%d %H:%M}–{event['end']:%H:%M}" for event in events] == [
        f"{day} 09:30–16:30" for day in (16, 23, 30, 26, "02")
    ]
    assert [event["start"].astimezone(UTC).hour for event in events] == [7, 7, 8, 8, 7]
    assert [event["start"].astimezone(UTC) for event in events] == mornings


@every_reader
@pytest.mark.parametrize("length", [None, dt.timedelta(), dt.timedelta(milliseconds=300)])
def test_a_deadline_is_a_moment(read, length):
    noon = dt.datetime(2026, 11, 20, 11, tzinfo=UTC)
    [event] = read(written(an_entry(start=noon, end=None if length is None else noon + length)))
    assert (event["start"].astimezone(UTC), event["end"]) == (noon, None)


@pytest.mark.parametrize("zone_in", READERS_OF_ZONES)
def test_the_time_zone_in_the_file_is_that_of_the_world(zone_in):
    """Hour by hour around each switch of forty years: for who does not know the zone by its name."""
    zone = zone_in(written())
    for year in range(2000, 2040):
        for month in (3, 10):
            sunday = max(
                day
                for day in (dt.datetime(year, month, number) for number in range(25, 32))
                if day.weekday() == 6
            )
            hours = [sunday + dt.timedelta(hours=hour) for hour in (-24, 0, 1, 4, 12, 24 * 40)]
            assert [hour.replace(tzinfo=zone).utcoffset() for hour in hours] == [
                hour.replace(tzinfo=AMSTERDAM).utcoffset() for hour in hours
            ]


# what a calendar cannot say


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({"end": dt.date(2026, 11, 19)}, "ends before it starts"),
        ({"end": CHANGED}, "days and moments"),
        ({"start": CHANGED, "end": dt.date(2026, 11, 20)}, "days and moments"),
        ({"start": dt.datetime(2026, 11, 20, 9, 30)}, "without a time zone"),
        ({"start": CHANGED, "end": dt.datetime(2026, 11, 20, 9, 30)}, "without a time zone"),
        ({"last_modified": dt.datetime(2026, 11, 20)}, "without a time zone"),
        ({"start": CHANGED, "weekdays": (1,)}, "weekdays"),
        ({"weekdays": (0, 1)}, "weekdays"),
        ({"except_on": [dt.date(2026, 11, 20)]}, "does not repeat"),
    ],
)
def test_what_cannot_be_is_refused(given_, said):
    with pytest.raises(ValueError, match=said):
        an_entry(**given_)


def test_one_uid_is_one_entry():
    with pytest.raises(ValueError, match="one uid"):
        written(an_entry(), an_entry(start=dt.date(2026, 11, 21)))
