"""The demo: three cohorts around today, made through the same actions that people use."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from django.contrib.auth.hashers import make_password
from django.db import transaction

from curriculum.models import Curriculum
from placements.actions import add_member, change_host
from placements.models import Host
from trainees.actions import add_coordinator, fill_public_holidays, fill_school_holidays
from trainees.models import Cohort, User
from wijkmakers.demo import absences, agreements, content, people, programme, rotation, workbook
from wijkmakers.imports import CohortImport, Target, import_cohort, open_workbook

Tell = Callable[[str], None]
PLACE = "Leerhuis aan de Kade, zaal 2"
HOURS = "09:00–17:00"


@transaction.atomic
def build(*, now: dt.datetime, today: dt.date, tell: Tell) -> None:
    """Everything, or nothing when something goes wrong half-way."""
    admin = _admin()
    coordinator = _person(people.COORDINATORS[0])
    tell("Feestdagen en schoolvakanties …")
    fill_public_holidays(years=range(today.year - 3, today.year + 4), by=admin)
    fill_school_holidays(by=admin)
    first_year = today.year if today.month >= 9 else today.year - 1
    first = _cohort(first_year, by=coordinator, today=today, tell=tell)
    curriculum = Curriculum.objects.of_cohort(first).get()
    following = partial(_cohort, curriculum=curriculum, by=coordinator, today=today, tell=tell)
    second = following(first_year - 1, people.SECOND_YEAR)
    finished = following(first_year - 3, people.FINISHED)
    tell("Docenten, begeleiders en materiaal …")
    content.fill(curriculum, by=coordinator, now=now)
    _supervisors(left_on=finished.ends_on, by=coordinator)
    for cohort, until in ((finished, 3), (second, 3), (first, 2)):
        tell(f"{cohort}: wie werkt waar, bijeenkomsten en aanwezigheid …")
        rotation.place_everybody(cohort, until=until, today=today, by=coordinator, now=now)
        if cohort != finished:
            agreements.agree(cohort, by=coordinator)
        programme.plan(cohort, by=coordinator, now=now)
        programme.attend(cohort, by=coordinator, now=now, leave_out=1 if cohort == first else 0)
        absences.catch_up(cohort, by=coordinator, now=now, today=today)
    programme.change(first, by=coordinator, now=now)
    absences.fill(first, by=coordinator, now=now, today=today)
    absences.tell(first, now=now)
    agreements.ask_for_wishes(first, today=today, by=coordinator)
    _let_in_everybody()


def _admin() -> User:
    person = people.ADMIN
    return User.objects.create_superuser(
        person.email, first_name=person.first_name, last_name=person.last_name, phone=person.phone
    )


def _person(person: people.Person) -> User:
    return User.objects.create_user(
        person.email, first_name=person.first_name, last_name=person.last_name, phone=person.phone
    )


def _cohort(
    year: int,
    trainees: list[people.Person] | None = None,
    curriculum: Curriculum | None = None,
    *,
    by: User,
    today: dt.date,
    tell: Tell,
) -> Cohort:
    tell(f"Lichting {year}: het werkboek inlezen …")
    book = open_workbook(workbook.of_year(year, trainees), f"lichting-{year}.xlsx")
    cohort = Cohort(
        name=f"Lichting {year}", place=PLACE, starts_on=dt.date(year, 9, 1), ends_on=dt.date(year + 2, 8, 31)
    )
    target = Target(cohort, curriculum=curriculum)
    shown = CohortImport(book, target, today=today).plan.digest
    outcome = import_cohort(book=book, target=target, shown=shown, by=by, today=today)
    if outcome.cohort is None:
        raise RuntimeError(f"The demo's own workbook is refused: {list(outcome.plan.problems)}")
    for colleague in people.COORDINATORS[1:]:
        add_coordinator(cohort=outcome.cohort, person=colleague.named(), by=by)
    return outcome.cohort


def _supervisors(*, left_on: dt.date, by: User) -> None:
    for host in Host.objects.in_order():
        host.address, host.work_hours = people.ADDRESSES[host.code], HOURS
        host.description = content.WORK[host.code]
        change_host(host=host, seen=host.version, by=by)
        for person, job in people.SUPERVISORS[host.code]:
            add_member(host=host, person=person.named(), job=job, by=by)
    for code, (person, job) in people.LEFT.items():
        host = Host.objects.get(code=code)
        add_member(host=host, person=person.named(), job=job, ends_on=left_on, by=by)


def _let_in_everybody() -> None:
    """One password for all of the demo; hashed once, since a good hash is slow on purpose."""
    User.objects.update(password=make_password(people.PASSWORD))
