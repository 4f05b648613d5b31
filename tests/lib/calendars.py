"""Entries for calendars, and two libraries, neither made from the other, that read what was written."""

import datetime as dt

import icalendar
from dateutil.rrule import rrulestr
from ical.calendar_stream import IcsCalendarStream
from ical.timezone import IcsTimezoneInfo

from wijkmakers.lib.agenda import Entry, to_ics

CHANGED = dt.datetime(2026, 8, 1, 10, 15, 30, tzinfo=dt.UTC)


def an_entry(**given_) -> Entry:
    return Entry(
        **{"uid": "session-1@example.org", "summary": "Module 9", "start": dt.date(2026, 11, 20)}
        | {"last_modified": CHANGED}
        | given_
    )


def written(*entries: Entry, **given_) -> bytes:
    return to_ics(entries, **{"cancelled": "Vervallen"} | given_)


def by_icalendar(content: bytes) -> list[dict]:
    """The events in the order of the file; what an event does not have is None."""
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar.errors == [], calendar.errors
    return [_event_of_icalendar(event) for event in calendar.events]


def by_ical(content: bytes) -> list[dict]:
    """The same, read by the other. It knows no escaped comma in a category."""
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    return [
        {
            "uid": event.uid,
            "sequence": event.sequence,
            "stamp": event.dtstamp,
            "last_modified": event.last_modified,
            "summary": event.summary,
            "start": event.dtstart,
            "end": event.dtend,
            "location": event.location,
            "description": event.description,
            "url": event.url,
            "categories": event.categories or None,
            "status": event.status.value,
            "transparency": event.transparency,
            "attendees": [str(each) for each in event.attendees],
        }
        for event in calendar.events
    ]


def days_by_icalendar(content: bytes) -> list[dt.date]:
    """The day of each time that something happens, repeated as its rule says."""
    calendar = icalendar.Calendar.from_ical(content)
    return sorted(day for event in calendar.events for day in _days_of_icalendar(event))


def days_by_ical(content: bytes) -> list[dt.date]:
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    return sorted(event.dtstart for event in calendar.timeline)


def zone_by_icalendar(content: bytes) -> dt.tzinfo:
    """The time zone as the file itself defines it, not as this machine knows it by name."""
    return icalendar.Calendar.from_ical(content).timezones[0].to_tz(lookup_tzid=False)


def zone_by_ical(content: bytes) -> dt.tzinfo:
    [zone] = IcsCalendarStream.calendar_from_ics(content.decode()).timezones
    return IcsTimezoneInfo.from_timezone(zone)


READERS = (by_icalendar, by_ical)
READERS_OF_DAYS = (days_by_icalendar, days_by_ical)
READERS_OF_ZONES = (zone_by_icalendar, zone_by_ical)


def _event_of_icalendar(event: icalendar.Event) -> dict:
    assert event.errors == [], event.errors
    return {
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "stamp": event["DTSTAMP"].dt,
        "last_modified": event["LAST-MODIFIED"].dt,
        "summary": str(event["SUMMARY"]),
        "start": event["DTSTART"].dt,
        "end": event["DTEND"].dt if "DTEND" in event else None,
        "location": _text(event, "LOCATION"),
        "description": _text(event, "DESCRIPTION"),
        "url": _text(event, "URL"),
        "categories": [str(each) for each in event["CATEGORIES"].cats] if "CATEGORIES" in event else None,
        "status": str(event["STATUS"]),
        "transparency": str(event["TRANSP"]),
        "attendees": [str(each) for each in event.attendees],
    }


def _text(event: icalendar.Event, name: str) -> str | None:
    return str(event[name]) if name in event else None


def _days_of_icalendar(event: icalendar.Event) -> list[dt.date]:
    first = event["DTSTART"].dt
    if "RRULE" not in event:
        return [first]
    midnight = dt.datetime.combine(first, dt.time())
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=midnight)
    without = event.get("EXDATE", [])
    lists = without if isinstance(without, list) else [without]
    out = {each.dt for one in lists for each in one.dts}
    return [moment.date() for moment in rule if moment.date() not in out]
