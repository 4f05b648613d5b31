"""A cohort from a workbook: read, checked, planned, and saved at once or not at all.

The page and the command use the same steps: `open_workbook`, `CohortImport` (whose `plan` is the preview) and
`import_cohort`, which plans again inside the transaction and saves only what was shown.
"""

import datetime as dt
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from curriculum.imports import MODULES, ModuleImport, ProgrammeImport
from curriculum.models import Curriculum
from placements.imports import HOSTS, WISHES, HostImport, PeriodImport, WishImport
from placements.scheduling import MOST_PERIODS, USUAL_PERIODS
from trainees.actions import start_cohort
from trainees.imports import TRAINEES, TraineeImport, known_skills, save_skills
from trainees.models import Cohort, Upload, User
from trainees.models.cohort import WEEKDAYS
from wijkmakers.imports.template import notes_names
from wijkmakers.lib.plans import NOWHERE, Change, Item, Part, Plain, Plan, label_of, said, told_at
from wijkmakers.lib.sheets import Problems, Table, Unreadable, Workbook, find_tables, read
from wijkmakers.lib.versions import Conflict

KINDS = (TRAINEES, HOSTS, WISHES, MODULES)
USUAL_YEARS = 2
LONGEST_NAME = 100
# Any number, as long as nothing else in this database takes it for a lock.
ONE_AT_A_TIME = 20260901

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Target:
    """Where a workbook goes: a cohort, saved or not; and what is made when it has none yet."""

    cohort: Cohort
    periods: int = USUAL_PERIODS
    curriculum: Curriculum | None = None


@dataclass(frozen=True)
class Proposal:
    """What a new cohort might be called and when it might run, as far as the workbook tells."""

    name: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    periods: int


@dataclass(frozen=True)
class Outcome:
    """The cohort, once everything is saved; otherwise the plan as it is now, with or without problems."""

    cohort: Cohort | None
    plan: Plan


class _NotSaved(Exception):
    pass


def open_workbook(content: bytes, filename: str) -> Workbook:
    """Read an uploaded file. Raises Unreadable, also when nothing in it is recognised or filled in."""
    book = read(content, filename)
    problems = Problems()
    tables = find_tables(book, KINDS, problems).tables
    if not tables and not problems:
        raise Unreadable(
            _(
                "No list is recognised in this file. "
                "Compare its columns with those of the template, and upload it again."
            )
        )
    if not problems and not any(table.records(Problems()) for table in tables.values()):
        raise Unreadable(_("There are no rows in this file yet. Fill it in and upload it again."))
    return book


def propose(book: Workbook, filename: str) -> Proposal:
    """What a new cohort might be, from the title above a list, the first days, and the columns for seats."""
    tables = find_tables(book, KINDS, Problems()).tables
    ordered = [tables[kind.key] for kind in KINDS if kind.key in tables]
    titles = (name for table in ordered if (name := _cohort_name(table.title)))
    name = next(titles, None) or _name_of_file(filename)
    first = _usual_start(tables.get(TRAINEES.key)) or _start_of_year_in(name)
    last = _years_later(first, USUAL_YEARS) - dt.timedelta(days=1) if first else None
    return Proposal(name, first, last, _stated_periods(tables.get(HOSTS.key)) or USUAL_PERIODS)


class CohortImport:
    """All sheets together: what they would do is `plan`; `save` does it."""

    def __init__(self, book: Workbook, target: Target, *, today: dt.date) -> None:
        self.book = book
        self.today = today
        self.cohort = target.cohort
        self.problems = Problems()
        self.found = find_tables(book, KINDS, self.problems)
        self.skills = known_skills()
        seats = HOSTS.key in self.found.tables
        self.periods = PeriodImport(self.cohort, target.periods if seats or not self.cohort.pk else 0)
        self.programme = ProgrammeImport(
            self.cohort, target.curriculum, needed=MODULES.key in self.found.tables
        )
        self.trainees = TraineeImport(self.cohort, self.skills)
        self.hosts = HostImport(self.cohort, self.periods.periods, self.skills)
        self.parts = [self._cohort_part(), *self._people_and_places(), *self._content()]

    @cached_property
    def plan(self) -> Plan:
        return Plan(tuple(self.parts), self.problems, tuple(self._ignored()))

    def save(self, *, by: User) -> None:
        """Save it all, as far as the first sheet of which something breaks a rule of the database."""
        if not self.cohort.pk:
            start_cohort(cohort=self.cohort, by=by)
        save_skills(self.skills)
        self.periods.save(by=by)
        self.programme.save(by=by)
        for sheet in (self.trainees, self.hosts, self.wishes, self.modules):
            if sheet and not self.problems:
                sheet.save(by=by, problems=self.problems)

    def _cohort_part(self) -> Part:
        cohort = () if self.cohort.pk else (_new_cohort(self.cohort),)
        return Part("cohort", _("Cohort"), (*cohort, *self.periods.items, *self.programme.items))

    def _people_and_places(self) -> Iterator[Part]:
        """Trainees and organisations, then the wishes that join them."""
        tables = self.found.tables
        if table := tables.get(TRAINEES.key):
            yield self.trainees.plan(table, self.problems)
        if table := tables.get(HOSTS.key):
            yield self.hosts.plan(table, self.problems)
        self.wishes = WishImport(
            self.cohort,
            self.trainees.by_email,
            self.hosts.hosts,
            people=self.trainees.part.stated,
            places=self.hosts.part.stated,
        )
        if table := tables.get(WISHES.key):
            yield self.wishes.plan(table, self.problems)

    def _content(self) -> Iterator[Part]:
        self.modules = None
        table = self.found.tables.get(MODULES.key)
        if table and self.programme.curriculum:
            self.modules = ModuleImport(self.programme.curriculum, self.cohort, today=self.today)
            yield self.modules.plan(table, self.problems)

    def _ignored(self) -> Iterator[str]:
        for table in self.found.tables.values():
            for note in table.notes:
                yield f"{table.sheet.name}: {note.sentence}"
        for name in self.found.unused:
            if name not in notes_names():
                yield _("The sheet “%(sheet)s” is not known and is ignored.") % {"sheet": name}
        for name in self.book.skipped:
            yield _("The sheet “%(sheet)s” is hidden and is not read.") % {"sheet": name}


def import_cohort(*, book: Workbook, target: Target, shown: str, by: User, today: dt.date) -> Outcome:
    """Save everything, or nothing: when something is wrong, or when it would not do what was shown.

    `shown` is the digest of the plan that was agreed to.
    """
    # A cohort that was not saved after all must not keep the id it nearly had.
    mine = replace(target, cohort=copy(target.cohort))
    try:
        with transaction.atomic():
            _wait_for_others()
            work = CohortImport(book, mine, today=today)
            if work.problems or work.plan.digest != shown:
                return Outcome(None, work.plan)
            with told_at(NOWHERE, work.problems):
                work.save(by=by)
            if work.problems:
                raise _NotSaved
    except _NotSaved:
        return Outcome(None, work.plan)
    except (Conflict, IntegrityError):
        log.exception("An import met a change at the same moment")
        return Outcome(None, CohortImport(book, target, today=today).plan)
    return Outcome(work.cohort, work.plan)


@transaction.atomic
def import_upload(*, upload: Upload, target: Target | None, shown: str, by: User, today: dt.date) -> Outcome:
    """The same for a file that is held; who confirms twice gets the same answer, and then needs no target."""
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if held.cohort:
        return Outcome(held.cohort, Plan((), Problems()))
    if target is None:
        raise ValueError("say where this file goes")
    book = open_workbook(bytes(held.content), held.name)
    outcome = import_cohort(book=book, target=target, shown=shown, by=by, today=today)
    if outcome.cohort:
        held.cohort, held.content = outcome.cohort, b""
        held.save(update_fields=["cohort", "content"])
    return outcome


def _wait_for_others() -> None:
    """Two imports at once go one after the other, so that the second sees what the first made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _new_cohort(cohort: Cohort) -> Item:
    def change(key: str, value: Plain, say: Callable[[Plain], str] = said) -> Change:
        return Change(key, label_of(Cohort, key), None, value, say)

    changes = (
        change("name", cohort.name),
        change("starts_on", cohort.starts_on),
        change("ends_on", cohort.ends_on),
        change("learning_weekday", (cohort.learning_weekday,), _weekday_names),
        change("work_weekdays", tuple(cohort.work_weekdays), _weekday_names),
    )
    return Item(cohort.name, cohort, changes, new=True, unsaid=frozenset({"name"}))


def _weekday_names(days: Plain) -> str:
    wanted = days if isinstance(days, tuple) else ()
    return ", ".join(str(name).lower() for day, name in WEEKDAYS if day in wanted)


def _cohort_name(title: str) -> str:
    """“Lichting 2026 - aanmeldingen (bijgewerkt 24-8)” is about “Lichting 2026”."""
    return re.split(r"\s[-–—|·]+\s|[(:,;]", title)[0].strip()[:LONGEST_NAME]


def _name_of_file(filename: str) -> str:
    words = re.sub(r"[-_.\s]+", " ", PurePath(filename).stem).strip()
    name = _cohort_name(words) or _("New cohort")
    return name[0].upper() + name[1:]


def _usual_start(table: Table | None) -> dt.date | None:
    """The first day that most trainees have; of two, the earlier."""
    records = table.records(Problems()) if table else []
    days = Counter(record["starts_on"] for record in records if record.has("starts_on"))
    return min(days, key=lambda day: (-days[day], day), default=None)


def _start_of_year_in(name: str) -> dt.date | None:
    found = re.search(r"\b20\d\d\b", name)
    return dt.date(int(found[0]), 9, 1) if found else None


def _years_later(day: dt.date, years: int) -> dt.date:
    """The same day of the year; after a 29 February that is 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def _stated_periods(table: Table | None) -> int:
    numbers = [number for key, number in table.slots if key in ("minimum", "maximum")] if table else []
    return min(max(numbers, default=0), MOST_PERIODS)
