"""What happens when, as an iCalendar (RFC 5545): a feed to subscribe to, or a file in a mail.

Written as text: objects of a library cost ten times as much for the two years of one person.

Nothing is read from the clock, and the order of the entries is ours: the same entries are the same bytes.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import quote
from zoneinfo import ZoneInfo

CONTENT_TYPE = "text/calendar; charset=utf-8"

ZONE = ZoneInfo("Europe/Amsterdam")
ONE_DAY = dt.timedelta(days=1)
ONE_MINUTE = dt.timedelta(minutes=1)
LINE_OCTETS = 75
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

# What stands in an address as it is; everything else is written as %…, line breaks included.
KEPT_IN_URL = "/#%[]=:;$&()+,!?*@'~"

# U+0085, U+2028 and the like end a line for some readers: they are written as a line break. Other signs that
# only steer a machine, and halves of characters, are left out.
LINE_BREAKS = "\n\r\v\f\x85\u2028\u2029"
NOT_AS_IT_IS = re.compile("[\\\\;,\0-\x08\n-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

# The rules of the European Union since 1996. Local times with these keep their hour when the clock changes.
TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE.key}",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in a calendar. It moves, and is cancelled, under the `uid` it was first shown with.

    `start` and `end` are both dates (whole days, the last one included) or both aware moments; without an
    `end` it is that one day or that moment. `sequence` goes up when the dates change. Google and Outlook do
    not show the `url`: what somebody has to be able to follow stands in the `description` too.

    With `weekdays` (1 is Monday) a span of days is only those days of each week, without those `except_on`:
    one entry that repeats, however long it lasts. If no day is left, nothing is written.

    `is_busy` is whether others see this time as taken; what is cancelled never takes time.
    """

    uid: str
    summary: str
    start: dt.date | dt.datetime
    end: dt.date | dt.datetime | None = None
    last_modified: dt.datetime
    sequence: int = 0
    location: str = ""
    description: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    is_busy: bool = True
    is_cancelled: bool = False
    weekdays: tuple[int, ...] = ()
    except_on: Collection[dt.date] = ()

    def __post_init__(self) -> None:
        """A ValueError for what a calendar cannot say."""
        moments = [each for each in (self.start, self.end) if isinstance(each, dt.datetime)]
        if moments and self.end is not None and len(moments) == 1:
            raise ValueError("days and moments in one entry")
        if any(moment.tzinfo is None for moment in (*moments, self.last_modified)):
            raise ValueError("a moment without a time zone")
        if self.end is not None and self.end < self.start:
            raise ValueError("ends before it starts")
        if self.weekdays and (moments or not set(self.weekdays) <= set(range(1, 8))):
            raise ValueError("weekdays are 1 to 7, of an entry of whole days")
        if self.except_on and not self.weekdays:
            raise ValueError("exceptions to what does not repeat")


def to_ics(
    entries: Iterable[Entry], *, cancelled: str, name: str = "", refresh: dt.timedelta | None = None
) -> bytes:
    """One calendar of these entries, first to last; those that start together by `uid`, which only one has.

    `cancelled` is the word that stands before the summary of what is cancelled. A feed has a `name`, and says
    after how long to `refresh` it. A file in a mail has neither, or Outlook makes a new calendar of it.
    """
    events = sorted(event for entry in entries if (event := _event(entry, cancelled)))
    if len({uid for _, uid, _ in events}) < len(events):
        raise ValueError("two entries have one uid")
    lines = [
        *_head(name, refresh),
        *TIMEZONE,
        *chain.from_iterable(lines for _, _, lines in events),
        "END:VCALENDAR\r\n",
    ]
    return "\r\n".join(map(_folded, lines)).encode()


def _head(name: str, refresh: dt.timedelta | None) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wijkmakers//Agenda//EN", "CALSCALE:GREGORIAN")
    yield "METHOD:PUBLISH"
    if name:
        yield from (f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}", f"X-WR-TIMEZONE:{ZONE.key}")
    if refresh:
        after = f"PT{refresh // ONE_MINUTE}M"
        yield from (f"REFRESH-INTERVAL;VALUE=DURATION:{after}", f"X-PUBLISHED-TTL:{after}")


def _event(entry: Entry, cancelled: str) -> tuple[str, str, list[str]] | None:
    """When it starts, its uid, and its lines; None if it never happens."""
    when = list(_when(entry))
    if not when:
        return None
    stamp = _in_utc(entry.last_modified)
    summary = f"{cancelled}: {entry.summary}" if entry.is_cancelled else entry.summary
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        # With the clock in it, a feed of which nothing changed would be different each time.
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        *when,
        f"SUMMARY:{_text(summary)}",
        *_more(entry),
        f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}",
        f"TRANSP:{'OPAQUE' if entry.is_busy and not entry.is_cancelled else 'TRANSPARENT'}",
        "END:VEVENT",
    ]
    return when[0].rpartition(":")[2], entry.uid, lines


def _more(entry: Entry) -> Iterator[str]:
    if entry.location:
        yield f"LOCATION:{_text(entry.location)}"
    if entry.description:
        yield f"DESCRIPTION:{_text(entry.description)}"
    if entry.url:
        yield f"URL:{quote(entry.url, safe=KEPT_IN_URL, errors='ignore')}"
    if entry.categories:
        yield f"CATEGORIES:{','.join(map(_text, entry.categories))}"


def _when(entry: Entry) -> Iterator[str]:
    if entry.weekdays:
        yield from _weekly(entry)
        return
    start = _value(entry.start)
    yield f"DTSTART{start}"
    last = entry.start if entry.end is None else entry.end
    end = _value(last if isinstance(last, dt.datetime) else last + ONE_DAY)
    if end != start:
        yield f"DTEND{end}"


def _weekly(entry: Entry) -> Iterator[str]:
    """A rule that starts and ends on days of its own: readers show its first day whether it fits or not."""
    out = set(entry.except_on)
    first, last = entry.start, entry.start if entry.end is None else entry.end
    while first <= last and (first.isoweekday() not in entry.weekdays or first in out):
        first += ONE_DAY
    while first <= last and (last.isoweekday() not in entry.weekdays or last in out):
        last -= ONE_DAY
    if first > last:
        return
    yield f"DTSTART{_value(first)}"
    yield f"DTEND{_value(first + ONE_DAY)}"
    by_day = ",".join(WEEKDAYS[number - 1] for number in sorted(set(entry.weekdays)))
    yield f"RRULE:FREQ=WEEKLY;UNTIL={_digits(last)};BYDAY={by_day}"
    # One a line, as Google and Apple write them: there are readers that see only the first of a list.
    for day in sorted(day for day in out if first < day < last and day.isoweekday() in entry.weekdays):
        yield f"EXDATE{_value(day)}"


def _value(when: dt.date) -> str:
    """A day or a moment with what says which of the two it is: what follows the name of a property."""
    if not isinstance(when, dt.datetime):
        return f";VALUE=DATE:{_digits(when)}"
    # By way of UTC: a local time that the clock skips is then told as the one it stands for.
    local = when.astimezone(dt.UTC).astimezone(ZONE)
    # Of the hour that comes twice a local time means the first.
    return f":{_in_utc(when)}" if local.fold else f";TZID={ZONE.key}:{_digits(local)}"


def _in_utc(moment: dt.datetime) -> str:
    return f"{_digits(moment.astimezone(dt.UTC))}Z"


def _digits(when: dt.date) -> str:
    return when.isoformat()[:19].replace("-", "").replace(":", "")


def _text(text: str) -> str:
    return NOT_AS_IT_IS.sub(_escaped, text.replace("\r\n", "\n"))


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in LINE_BREAKS:
        return "\\n"
    return f"\\{sign}" if sign in "\\;," else ""


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, each next one after a space; no character is cut in two."""
    if len(line) <= LINE_OCTETS and line.isascii():
        return line
    octets, pieces, room = line.encode(), [], LINE_OCTETS
    while len(octets) > room:
        end = room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[:end])
        octets, room = octets[end:], LINE_OCTETS - 1
    return b"\r\n ".join((*pieces, octets)).decode()
