"""Sessions by term and month: the programme as its coordinator plans it, and a lecturer's own list."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum import drafting, problems
from curriculum.drafting import Kind, Row
from curriculum.models import Module, Session
from curriculum.models.planned import Planned
from curriculum.terms import Term
from trainees import closures
from trainees.models import ClosedDay, Cohort
from wijkmakers.lib.listing import addresses

# What publishing will do to a session, as one word beside it.
DRAFTED: dict[Kind, str | Promise] = {
    Kind.NEW: gettext_lazy("draft: new"),
    Kind.MOVED: gettext_lazy("draft: moves"),
    Kind.CHANGED: gettext_lazy("draft: changes"),
    Kind.CANCELLED: gettext_lazy("draft: cancelled"),
    Kind.RESTORED: gettext_lazy("draft: takes place after all"),
}


@dataclass(frozen=True)
class Entry:
    """A session, or days without a learning day.

    details: what is said of the session besides its name; lacks: the words for what a coming one misses;
    drafted: what publishing will do to it; clashes: it would be at the time of another one.
    """

    date: dt.date
    session: Planned | None = None
    closed: ClosedDay | None = None
    details: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    url: str = ""
    edit_url: str = ""
    drafted: str | Promise = ""
    clashes: bool = False
    is_off: bool = False


@dataclass(frozen=True)
class Month:
    first: dt.date
    entries: list[Entry]


@dataclass(frozen=True)
class Part:
    """What of a programme is in one term."""

    term: Term
    months: list[Month]

    def __str__(self) -> str:
        return self.term.label

    @property
    def session_count(self) -> int:
        return sum(bool(entry.session) for month in self.months for entry in month.entries)

    @property
    def lacking_count(self) -> int:
        return sum(bool(entry.lacks) for month in self.months for entry in month.entries)

    @property
    def drafted_count(self) -> int:
        return sum(bool(entry.drafted) for month in self.months for entry in month.entries)


@dataclass(frozen=True)
class Count:
    """How many sessions of a module are in the programme, drafts included."""

    module: Module
    planned: int

    @property
    def is_complete(self) -> bool:
        return self.planned >= self.module.session_count


@dataclass(frozen=True)
class Page:
    unsettled: list[Entry]
    terms: list[Part]
    past: list[Part]
    coming_count: int
    modules: list[Count] = field(default_factory=list)
    drafted: list[Entry] = field(default_factory=list)

    @property
    def has_sessions_to_come(self) -> bool:
        """Closed days alone are no programme."""
        return any(term.session_count for term in self.terms)

    @property
    def has_no_place_at_all(self) -> bool:
        """One choice is missing, and not one for each session."""
        coming = [entry for term in self.terms for month in term.months for entry in month.entries]
        held = [entry.session for entry in coming if entry.session and not entry.is_off]
        return len(held) > 1 and not any(session.place for session in held)

    @property
    def clashing(self) -> list[Entry]:
        return [entry for entry in self.drafted if entry.clashes]


def build(cohort: Cohort, *, now: dt.datetime) -> Page:
    """Four queries, whatever the size."""
    today = timezone.localtime(now).date()
    rows = drafting.rows(cohort)
    clashing = {row.key for pair in drafting.clashes(rows) for row in pair}
    entries = [_entry(row, cohort, now, clashes=row.key in clashing) for row in rows]
    past = [entry for entry in entries if entry.session and entry.session.ends_at < now]
    coming = [entry for entry in entries if entry.session and entry.session.ends_at >= now]
    first = max(today, cohort.starts_on)
    closed = ClosedDay.objects.for_cohort(cohort).between(first, cohort.ends_on).in_order()
    free = [
        Entry(max(day.starts_on, first), closed=day) for day in closed if closures.learning_days(day, cohort)
    ]
    planned = Counter(row.planned.module_id for row in rows if not row.is_off)
    modules = Module.objects.of_cohort(cohort).with_theme().in_order()
    return Page(
        unsettled=[entry for entry in coming if entry.lacks],
        terms=by_term(coming + free),
        past=by_term(past)[::-1],
        coming_count=sum(not entry.is_off for entry in coming),
        modules=[Count(module, planned[module.pk]) for module in modules],
        drafted=[entry for entry in entries if entry.drafted],
    )


def _entry(row: Row, cohort: Cohort, now: dt.datetime, *, clashes: bool) -> Entry:
    """What is as always, hours and place, is not repeated on every line."""
    session = row.planned
    lacks = problems.lacks(session) if session.ends_at >= now and not row.is_off else []
    usual = f"{cohort.day_starts_at:%H:%M}–{cohort.day_ends_at:%H:%M}"
    details = [session.kicker()] if session.module else []
    details += [
        words
        for words, normal in ((session.hours(), usual), (session.place, cohort.place))
        if words != normal
    ]
    details += session.lecturer_names
    if row.kind == Kind.MOVED and row.known:
        details.append(_("was %(day)s") % {"day": date_format(row.known.day(), "D j F")})
    known = row.known.pk if row.known else None
    return Entry(
        session.day(),
        session,
        details=tuple(filter(None, details)),
        lacks=tuple(lacks),
        url=addresses("session")(known) if known else addresses("draft_edit")(session.pk),
        edit_url=addresses("session_edit")(known) if known else addresses("draft_edit")(session.pk),
        drafted=DRAFTED[row.kind] if row.kind else "",
        clashes=clashes,
        is_off=row.is_off,
    )


def of_lecturer(sessions: list[Session]) -> list[Month]:
    """The sessions somebody gives, by month; several cohorts may be among them."""
    address = addresses("session")
    return by_month(
        [Entry(each.day(), each, details=_all_about(each), url=address(each.pk)) for each in sessions]
    )


def _all_about(session: Session) -> tuple[str, ...]:
    words = (session.kicker(), str(session.cohort), session.hours(), session.place or _("Place follows"))
    return words if session.module else words[1:]


def by_term(entries: list[Entry]) -> list[Part]:
    terms = groupby(by_month(entries), key=lambda month: Term.of(month.first))
    return [Part(term, list(months)) for term, months in terms]


def by_month(entries: list[Entry]) -> list[Month]:
    in_order = sorted(entries, key=lambda entry: (entry.date, entry.session is None))
    months = groupby(in_order, key=lambda entry: entry.date.replace(day=1))
    return [Month(first, list(found)) for first, found in months]
