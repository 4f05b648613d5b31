"""The made-up people, organisations and cohorts of the bench: rows whose numbers follow from each other.

Ten cohorts share a region: its seven organisations, its lecturers, its curriculum. Cohorts began at five
different moments, so that four in five run. The first one is about to switch: it has most to say.
"""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.db.models import Model

from curriculum.models import Curriculum, Draft, Module, Programme, Session, Theme, Track
from placements import months
from placements.models import LOOKS, Host, HostMember, Period, Placement, Seat, Sector, Wish
from trainees.models import (
    Absence,
    ClosedDay,
    Cohort,
    Coordinator,
    Feed,
    Message,
    Pause,
    Skill,
    Trainee,
    User,
)
from trainees.models.feed import hashed
from wijkmakers.lib import names

PER_COHORT, PER_REGION = 11, 10
HOSTS, LECTURERS, MODULES, PER_MODULE, PERIODS, WISHES = 7, 3, 20, 3, 3, 7
# In two years, ten weeks of every thirteen; one in four is a development day.
LEARNING_DAYS = [week for week in range(104) if week % 13 < 10]
MONTHS = 24
# How many months ago a cohort began.
BEGAN = [15, 3, 9, 21, 27]
ADMIN = 1
OF_REGIONS = 1_000_000  # the accounts from here on belong to regions, a hundred to each
SECTORS = ["gemeente", "woningcorporatie", "energie", "ontwerp en advies", "bewoners"]
SKILLS = ["rijbewijs", "Engels", "Fries", "GIS", "tekenen", "rekenen"]
FIRST_NAMES = """
    Noor Sander Lef Fatima Daan Emma Bram Yara Youssef Tess Jelle Anouk Milan Roos Thijs Sofie Ruben Fleur
    Omar Lotte Sem Isa Mees Julia Finn Eva Luuk Sara Stijn Maud Koen Iris Tijn
""".split()  # noqa: SIM905
LAST_NAMES = """
    Dijkema Postma Kuipers Sikkens Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer
    Koster Prins Huisman Postmus Kramer Wolters Veenstra Hoekstra Zijlstra Wiersma Boersma Terpstra Hofman
    Molenaar Schipper Bouma Haan Groot Jonker Timmer Kuiper Veldman Nauta Riepma Oosting Wierenga Elzinga
    Feenstra Reitsma Sijtsma Tuinstra Ubbens Idema Jansma Dijkstra
""".split()  # noqa: SIM905
CLOCK = ZoneInfo("Europe/Amsterdam")
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)


def cohorts_of(trainees: int) -> int:
    return -(-trainees // PER_COHORT)


def regions_of(trainees: int) -> int:
    return -(-cohorts_of(trainees) // PER_REGION)


def began(cohort: int, today: dt.date) -> int:
    """The month in which this cohort began."""
    return months.number(today) - BEGAN[cohort % len(BEGAN)]


def coordinator_of(region: int) -> int:
    return OF_REGIONS + 100 * region


def lecturer_of(region: int, number: int) -> int:
    return OF_REGIONS + 100 * region + 1 + number % LECTURERS


def supervisor_of(region: int, host: int) -> int:
    return OF_REGIONS + 100 * region + 10 + host


def host_of(trainee: int, period: int) -> int:
    """Which of the seven of the region: a different one in every period."""
    return (trainee % PER_COHORT + 2 * period) % HOSTS


def feeds(trainees: int, today: dt.date) -> Iterator[Model]:
    """Somebody's of each kind, at an address that is no secret."""
    del trainees
    users = {
        "trainee": ADMIN + 1, "lecturer": lecturer_of(0, 0), "coordinator": coordinator_of(0),
        "supervisor": supervisor_of(0, host_of(0, 1)),
    }  # fmt: skip
    made = dt.datetime.combine(today, dt.time(9), CLOCK)
    for user, pk in users.items():
        yield Feed(user_id=pk, token_hash=hashed(user), created_at=made)


def users(trainees: int) -> Iterator[Model]:
    yield _user(ADMIN, "beheerder", ADMIN, is_staff=True, is_superuser=True)
    for number in range(trainees):
        yield _user(number + 2, "trainee", number)
    for region in range(regions_of(trainees)):
        yield _user(coordinator_of(region), "coordinator", region)
        for number in range(LECTURERS):
            yield _user(lecturer_of(region, number), "docent", region * LECTURERS + number)
        for host in range(HOSTS):
            yield _user(supervisor_of(region, host), "begeleider", region * HOSTS + host)


def _user(pk: int, role: str, number: int, **more: bool) -> User:
    first, last = FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[number % len(LAST_NAMES)]
    email = f"{role}{number}@example.org"
    return User(
        pk=pk, email=email, first_name=first, last_name=last, password="!",
        sort_name=names.sort_key(first, last), search_text=names.fold(f"{first} {last} {email}"), **more,
    )  # fmt: skip


def hosts(trainees: int) -> Iterator[Model]:
    for number in range(regions_of(trainees) * HOSTS):
        name = (
            f"{SECTORS[number % len(SECTORS)].capitalize()} {LAST_NAMES[number % len(LAST_NAMES)]} {number}"
        )
        code = "".join(chr(65 + number // 26**place % 26) for place in (2, 1, 0))
        yield Host(
            pk=number + 1, name=name, code=code, sector_id=number % len(SECTORS) + 1,
            look=LOOKS[number % len(LOOKS)][0], department="Wijkzaken", work_hours="09:00–17:00",
            sort_name=names.fold(name), search_text=names.fold(f"{name} {code} Wijkzaken"),
        )  # fmt: skip


def members(trainees: int) -> Iterator[Model]:
    for number in range(regions_of(trainees) * HOSTS):
        user = supervisor_of(*divmod(number, HOSTS))
        yield HostMember(pk=number + 1, host_id=number + 1, user_id=user, job="Wijkregisseur")


def curricula(trainees: int) -> Iterator[Model]:
    for region in range(regions_of(trainees)):
        yield Curriculum(pk=region + 1, name=f"Curriculum {region + 1}")


def tracks(trainees: int) -> Iterator[Model]:
    for number in range(2 * regions_of(trainees)):
        kind = [Track.Kind.CONTENT, Track.Kind.DEVELOPMENT][number % 2]
        name = ["Inhoud", "Persoonlijke ontwikkeling"][number % 2]
        yield Track(pk=number + 1, curriculum_id=number // 2 + 1, name=name, kind=kind, position=number % 2)


def themes(trainees: int) -> Iterator[Model]:
    for number in range(5 * regions_of(trainees)):
        yield Theme(pk=number + 1, curriculum_id=number // 5 + 1, name=f"Thema {number % 5 + 1}")


def modules(trainees: int) -> Iterator[Model]:
    for number in range(MODULES * regions_of(trainees)):
        region, place = divmod(number, MODULES)
        yield Module(
            pk=number + 1, curriculum_id=region + 1, track_id=2 * region + 1, number=place + 1,
            theme_id=5 * region + place % 5 + 1, title=f"Werken in de wijk, deel {place + 1}",
            summary="Je leert kijken met de ogen van bewoners.", session_count=PER_MODULE,
        )  # fmt: skip


def cohorts(trainees: int, today: dt.date) -> Iterator[Model]:
    for cohort in range(cohorts_of(trainees)):
        first = began(cohort, today)
        yield Cohort(
            pk=cohort + 1, name=f"Lichting {first // 12}-{cohort + 1}", starts_on=months.first_day(first),
            ends_on=months.first_day(first + MONTHS) - DAY, place="Leerhuis aan de Kade, zaal 2",
            day_starts_at=dt.time(9, 30), day_ends_at=dt.time(16, 30),
        )  # fmt: skip


def coordinators(trainees: int) -> Iterator[Model]:
    for cohort in range(cohorts_of(trainees)):
        yield Coordinator(pk=cohort + 1, cohort_id=cohort + 1, user_id=coordinator_of(cohort // PER_REGION))


def programmes(trainees: int) -> Iterator[Model]:
    for cohort in range(cohorts_of(trainees)):
        yield Programme(pk=cohort + 1, cohort_id=cohort + 1, curriculum_id=cohort // PER_REGION + 1)


def closed_days(trainees: int, today: dt.date) -> Iterator[Model]:
    """A public holiday every six weeks, two weeks of school holiday a quarter, a day of its own a cohort."""
    first = months.first_day(months.number(today) - 27)
    for number in range(36):
        day = first + 6 * number * WEEK
        yield ClosedDay(name="Feestdag", kind=ClosedDay.Kind.PUBLIC, starts_on=day, ends_on=day)
    for number in range(16):
        day = first + 13 * number * WEEK
        yield ClosedDay(
            name="Schoolvakantie", kind=ClosedDay.Kind.SCHOOL, starts_on=day, ends_on=day + 13 * DAY
        )
    for cohort in range(cohorts_of(trainees)):
        day = today + (10 + cohort % 20) * DAY
        yield ClosedDay(
            name="Studiedag", kind=ClosedDay.Kind.OWN, cohort_id=cohort + 1, starts_on=day, ends_on=day
        )


def periods(trainees: int, today: dt.date) -> Iterator[Model]:
    length = MONTHS // PERIODS
    for number in range(PERIODS * cohorts_of(trainees)):
        cohort, place = divmod(number, PERIODS)
        first = began(cohort, today) + place * length
        yield Period(
            pk=number + 1, cohort_id=cohort + 1, number=place + 1, starts_on=months.first_day(first),
            ends_on=months.first_day(first + length) - DAY,
        )  # fmt: skip


def seats(trainees: int) -> Iterator[Model]:
    for number in range(HOSTS * PERIODS * cohorts_of(trainees)):
        period, host = divmod(number, HOSTS)
        region = period // PERIODS // PER_REGION
        yield Seat(
            pk=number + 1, period_id=period + 1, host_id=region * HOSTS + host + 1, minimum=1, maximum=3
        )


def seat_skills(trainees: int) -> Iterator[Model]:
    for number in range(0, HOSTS * PERIODS * cohorts_of(trainees), 4):
        yield Seat.skills.through(seat_id=number + 1, skill_id=number % len(SKILLS) + 1)


def people(trainees: int, today: dt.date) -> Iterator[Model]:
    for number in range(trainees):
        cohort = number // PER_COHORT
        first = began(cohort, today)
        yield Trainee(
            pk=number + 1, user_id=number + 2, cohort_id=cohort + 1, starts_on=months.first_day(first),
            ends_on=months.first_day(first + MONTHS) - DAY, study="Planologie", city="Groningen",
            postcode="9711 AB",
        )  # fmt: skip


def trainee_skills(trainees: int) -> Iterator[Model]:
    for number in range(trainees):
        yield Trainee.skills.through(trainee_id=number + 1, skill_id=number % len(SKILLS) + 1)


def pauses(trainees: int, today: dt.date) -> Iterator[Model]:
    for number in range(5, trainees, PER_COHORT):
        first = months.first_day(began(number // PER_COHORT, today) + 10)
        yield Pause(trainee_id=number + 1, starts_on=first, ends_on=first + 4 * WEEK)


def wishes(trainees: int) -> Iterator[Model]:
    for number in range(trainees):
        region = number // PER_COHORT // PER_REGION
        for place in range(WISHES):
            host = region * HOSTS + (number + place) % HOSTS + 1
            yield Wish(pk=number * WISHES + place + 1, trainee_id=number + 1, host_id=host, rank=place + 1)


def placements(trainees: int, today: dt.date) -> Iterator[Model]:
    """Everybody has a place in each period, but the last for three of eleven; a few lack a supervisor."""
    for number in range(trainees):
        cohort, place = divmod(number, PER_COHORT)
        for period in range(PERIODS - (place % 4 == 3)):
            length = MONTHS // PERIODS
            first = began(cohort, today) + period * length
            host = cohort // PER_REGION * HOSTS + host_of(number, period) + 1
            yield Placement(
                pk=number * PERIODS + period + 1, trainee_id=number + 1, host_id=host,
                period_id=cohort * PERIODS + period + 1, starts_on=months.first_day(first),
                ends_on=months.first_day(first + length) - DAY,
                supervisor_id=None if period == 2 and place % 5 == 1 else host,
            )  # fmt: skip


def sessions(trainees: int, today: dt.date) -> Iterator[Model]:
    for cohort in range(cohorts_of(trainees)):
        region, first = cohort // PER_REGION, months.first_day(began(cohort, today))
        friday = first + (4 - first.weekday()) % 7 * DAY
        for place, week in enumerate(LEARNING_DAYS):
            day, pk = friday + week * WEEK, cohort * len(LEARNING_DAYS) + place + 1
            module, part = divmod(place - place // 4, PER_MODULE)
            development = place % 4 == 3
            about = {"module_id": region * MODULES + module + 1, "number": part + 1}
            yield Session(
                pk=pk, cohort_id=cohort + 1, track_id=2 * region + 1 + development,
                place="Leerhuis aan de Kade, zaal 2", **({"title": "Ontwikkeldag"} if development else about),
                starts_at=dt.datetime.combine(day, dt.time(9, 30), CLOCK),
                ends_at=dt.datetime.combine(day, dt.time(16, 30), CLOCK),
                preparation="Lees het stuk over de wijk.\nNeem een vraag mee.",
            )  # fmt: skip


def session_lecturers(trainees: int) -> Iterator[Model]:
    for number in range(len(LEARNING_DAYS) * cohorts_of(trainees)):
        region = number // len(LEARNING_DAYS) // PER_REGION
        yield Session.lecturers.through(session_id=number + 1, user_id=lecturer_of(region, number))


def drafts(trainees: int, today: dt.date) -> Iterator[Model]:
    """The last three sessions of each cohort are to be a day later."""
    for session in sessions(trainees, today):
        if session.pk % len(LEARNING_DAYS) in {0, len(LEARNING_DAYS) - 1, len(LEARNING_DAYS) - 2}:
            same = ("cohort_id", "track_id", "module_id", "number", "title", "place", "preparation")
            yield Draft(
                session_id=session.pk, starts_at=session.starts_at + DAY, ends_at=session.ends_at + DAY,
                **{name: getattr(session, name) for name in same},
            )  # fmt: skip


def absences(trainees: int, today: dt.date) -> Iterator[Model]:
    """One in three asks for leave or reported some."""
    states = [Absence.State.ASKED, Absence.State.APPROVED, Absence.State.REPORTED]
    for number in range(0, trainees, 3):
        day, state = today + (2 + number % 20) * DAY, states[number % len(states)]
        yield Absence(
            trainee_id=number + 1, kind=Absence.Kind.LEAVE, starts_on=day, ends_on=day + DAY, state=state
        )


def messages(trainees: int, today: dt.date) -> Iterator[Model]:
    """One to each trainee, of which half went and half waits."""
    moment = dt.datetime.combine(today, dt.time(9), CLOCK)
    for number in range(trainees):
        yield Message(
            to_id=number + 2, kind=Message.Kind.PROGRAMME, about=number + 1,
            cohort_id=number // PER_COHORT + 1, subject="Je programma verandert",
            text="Module 9 gaat van vrijdag 20 naar vrijdag 27 november.", due_at=moment + 400 * DAY,
            sent_at=moment if number % 2 else None,
        )  # fmt: skip


def sectors(trainees: int) -> Iterator[Model]:
    del trainees
    for number, name in enumerate(SECTORS):
        yield Sector(pk=number + 1, name=name, position=number)


def skills(trainees: int) -> Iterator[Model]:
    del trainees
    for number, name in enumerate(SKILLS):
        yield Skill(pk=number + 1, name=name)
