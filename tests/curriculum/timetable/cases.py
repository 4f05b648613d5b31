"""Problems to lay out: the real one, hundreds that share, and small ones at random."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import holidays
import openpyxl

from curriculum.timetable.problem import (
    Cohort,
    Development,
    Fixed,
    Kept,
    Line,
    Module,
    Pace,
    Problem,
    Time,
)  # fmt: skip

ROOT = Path(__file__).parents[3]
FIRST, LAST = dt.date(2026, 9, 1), dt.date(2028, 8, 31)
SWITCHES = (dt.date(2027, 5, 1), dt.date(2028, 1, 1))
FRIDAY = 5
WEEK = dt.timedelta(days=7)
PARTS = ("day", "morning", "afternoon")


def modules(lecturers: int = 7) -> tuple[Module, ...]:
    """The twenty of the workbook; those of four sessions are heavy."""
    sheet = openpyxl.load_workbook(ROOT / "wijkmakers" / "data" / "lichting-2026.xlsx", read_only=True)[
        "Modules"
    ]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    return tuple(
        Module(f"m{row[0]}", row[3], heavy=row[3] > 3, lecturers=(f"l{row[0] % lecturers}",)) for row in rows
    )


def closed_days(first: dt.date = FIRST, last: dt.date = LAST) -> dict[dt.date, str]:
    found: dict[dt.date, str] = {}
    text = (ROOT / "trainees" / "data" / "school_holidays_north.csv").read_text("utf-8-sig")
    for row in text.splitlines()[1:]:
        begin, end = (dt.date.fromisoformat(cell) for cell in row.replace(",", ";").split(";")[-2:])
        found |= {begin + dt.timedelta(n): "school" for n in range((end - begin).days + 1)}
    found |= dict.fromkeys(holidays.NL(years=range(first.year, last.year + 1)), "holiday")
    return found


def real(key: str = "2026", **changes: object) -> Cohort:
    """Two years of Fridays with a development day for about every fifth."""
    lines = (
        Line("content", modules()),
        Line("development", development=Development(15, lecturers=("coach",))),
    )
    cohort = Cohort(key, FIRST, LAST, FRIDAY, lines, closed_days(), SWITCHES)
    return replace(cohort, **changes)


def hundred(count: int = 100) -> Problem:
    """Cohorts on every weekday, with sixty lecturers, eight coaches and twenty-four rooms among them."""
    cohorts, closed = [], closed_days()
    for place in range(count):
        taught = tuple(
            replace(each, lecturers=tuple(f"l{(number + step) % 60}" for step in (0, 7, 7 * (place % 7 + 2))))
            for number, each in enumerate(modules())
        )
        coaches = tuple(f"c{(place + step) % 8}" for step in range(8))
        lines = (Line("content", taught), Line("development", development=Development(15, lecturers=coaches)))
        rooms = tuple(f"r{(place + step) % 24}" for step in range(24))
        cohorts.append(Cohort(f"c{place}", FIRST, LAST, place % 5 + 1, lines, closed, SWITCHES, rooms))
    return Problem(tuple(cohorts))


def small(seed: int) -> Problem:
    """One cohort with few learning days and few sessions, and anything else there can be."""
    random = Random(seed)
    weeks = random.randint(3, 5)
    first = dt.date(2026, 9, 4)
    days = [first + n * WEEK for n in range(weeks)]
    closed = {day: random.choice(("holiday", "school", "own")) for day in days if random.random() < 0.15}
    lines = _lines(random)
    cohort = Cohort(
        "small", first, days[-1], FRIDAY, lines, closed,
        switches=(random.choice(days),) if random.random() < 0.6 else (),
        rooms=("r1", "r2")[: random.choice((0, 0, 1, 2))],
        fixed=_fixed(random, days),
        pace=Pace(random.randint(0, 3), random.randint(0, 2), random.randint(0, 2), random.randint(0, 2),
                  random.randint(0, 2), random.randint(0, 2)),
    )  # fmt: skip
    return Problem((cohort,), _away(random, ("l1", "l2", "l3"), days), _away(random, ("r1", "r2"), days))


def changed(seed: int) -> Problem:
    """The same with sessions that have happened, are pinned or were published."""
    problem, random = small(seed), Random(-seed)
    cohort = problem.cohorts[0]
    days = [cohort.first + n * WEEK for n in range((cohort.last - cohort.first).days // 7 + 1)]
    begin = random.choice((dt.date.min, days[0], days[1]))
    kept = []
    for session in cohort.sessions:
        chance = random.random()
        if chance < 0.7:
            whole = cohort.modules[session[0]].whole if session[0] in cohort.modules else True
            part = "day" if whole and random.random() < 0.9 else random.choice(PARTS)
            day = random.choice(days) + dt.timedelta(random.random() < 0.05)
            stays = day < begin or chance < 0.2
            by = random.choice(((), ("l1",), ("l3",), ("l1", "l2")))
            kept.append(Kept(*session, day, part, stays, by, random.choice(("", "", "r1"))))
    return replace(problem, cohorts=(replace(cohort, kept=tuple(kept), begin=begin),))


def several(seed: int) -> Problem:
    """Two or three small ones that share lecturers and rooms, with other hours and perhaps another zone."""
    random, found = Random(seed), []
    for place in range(random.randint(2, 3)):
        problem = (small if random.random() < 0.6 else changed)(seed * 10 + place)
        hours = random.choice(((9, 12, 13, 17), (8, 13, 14, 18)))
        early, noon, later, late = (dt.time(hour) for hour in hours)
        found.append(
            replace(
                problem.cohorts[0], key=f"c{place}", whole=(early, late), morning=(early, noon),
                afternoon=(later, late), zone=random.choice(("Europe/Amsterdam", "Europe/Lisbon")),
            )
        )  # fmt: skip
    return replace(small(seed), cohorts=tuple(found))


def _lines(random: Random) -> tuple[Line, ...]:
    budget = random.randint(2, 5)
    lines = []
    for name in ("x", "y")[: random.randint(1, 2)]:
        taught = []
        for number in range(random.randint(1, 2)):
            count = min(random.randint(1, 3), budget)
            budget -= count
            earlier = [each.key for line in lines for each in line.modules]
            taught.append(
                Module(
                    f"{name}{number}", count, random.random() < 0.5, random.random() < 0.6,
                    random.choice(((), ("l1",), ("l2", "l1"))),
                    (random.choice(earlier),) if earlier and random.random() < 0.3 else (),
                )
            )  # fmt: skip
        lines.append(Line(name, tuple(taught)))
    development = Development(min(random.randint(0, 2), budget), random.random() < 0.6, ("l3",))
    return (*lines, Line("d", development=development)) if random.random() < 0.7 else tuple(lines)


def _fixed(random: Random, days: list[dt.date]) -> tuple[Fixed, ...]:
    if random.random() < 0.6:
        return ()
    return (Fixed("talk", random.choice(days), random.choice(PARTS), ("l1",)),)


def _away(random: Random, keys: tuple[str, ...], days: list[dt.date]) -> Mapping[str, frozenset[Time]]:
    return {
        key: frozenset((day, random.choice(PARTS)) for day in days if random.random() < 0.25) for key in keys
    }
