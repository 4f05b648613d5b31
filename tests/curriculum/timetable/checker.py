"""A timetable, checked and counted by other means than those that made it.

Shares no code with the generator.
"""

import datetime as dt
from itertools import combinations
from zoneinfo import ZoneInfo

HALVES = {"day": "ab", "morning": "a", "afternoon": "b"}
NOON = {"a": 0, "b": 1}


def taken(day, part):
    """Half days as pairs that sort by time."""
    return [(day, NOON[half]) for half in HALVES[part]]


def asked(cohort):
    """Session -> (line, place in it, module or None, is it whole, who may give it)."""
    found = {}
    for line in cohort.lines:
        place = 0
        if line.development:
            spread = line.development
            for number in range(1, spread.days + 1):
                if number not in spread.dropped:
                    found[line.key, number] = (line.key, place, None, spread.whole, spread.lecturers)
                    place += 1
        for module in line.modules:
            for number in range(1, module.sessions + 1):
                if number not in module.dropped:
                    found[module.key, number] = (line.key, place, module, module.whole, module.lecturers)
                    place += 1
    return found


def learning_days(cohort):
    every = [cohort.first + dt.timedelta(n) for n in range((cohort.last - cohort.first).days + 1)]
    return [day for day in every if day.isoweekday() == cohort.weekday and day not in cohort.closed]


def stays_of(cohort):
    return {(kept.of, kept.number): kept for kept in cohort.kept if kept.stays}


def published_of(cohort):
    return {(kept.of, kept.number): kept for kept in cohort.kept if not kept.stays}


def comes_before(cohort, one, other):
    """Whether one session has to be over before the other begins."""
    mine, theirs = asked(cohort)[one], asked(cohort)[other]
    if mine[0] == theirs[0]:
        one_of_many = mine[2] is None and stays_of(cohort).keys() & {one, other}
        return mine[1] < theirs[1] and not one_of_many
    if mine[2] is None or theirs[2] is None:
        return False
    modules = {module.key: (line, module) for line in cohort.lines for module in line.modules}
    waits, seen = [other[0]], set()
    while waits:
        key = waits.pop()
        if key in seen:
            continue
        seen.add(key)
        line, module = modules[key]
        place = line.modules.index(module)
        waits += [*module.after, *(each.key for each in line.modules[:place])]
    return one[0] in seen and one[0] != other[0]


def clash(cohort, one, when, other, then):
    """Whether two sessions of a cohort cannot be at these times (day, part) together."""
    stays = stays_of(cohort)
    if one in stays and other in stays:
        return False
    if set(taken(*when)) & set(taken(*then)):
        return True
    for session, time in ((one, when), (other, then)):
        if session in stays and time[0] < cohort.begin:
            return False
    if comes_before(cohort, one, other):
        return taken(*when)[-1] >= taken(*then)[0]
    if comes_before(cohort, other, one):
        return taken(*then)[-1] >= taken(*when)[0]
    return False


def times_for(cohort, session):
    """Every (day, part) at which a session of that length could be, as far as the days go."""
    full = {half for fixed in cohort.fixed for half in taken(fixed.day, fixed.part)}
    parts = ["day"] if asked(cohort)[session][3] else ["morning", "afternoon"]
    return [
        (day, part)
        for day in learning_days(cohort)
        for part in parts
        if day >= cohort.begin and not full & set(taken(day, part))
    ]


def is_away(away, key, day, part):
    return any(set(taken(day, part)) & set(taken(*time)) for time in away.get(key, ()))


def leaves_gap(cohort, session, placed):
    """Whether a later session of its module has a place, with nothing that stays between the two."""
    if asked(cohort)[session][2] is None:
        return False
    stays = {one for one, kept in stays_of(cohort).items() if kept.day >= cohort.begin}
    later = [
        one for one in asked(cohort) if one[0] == session[0] and one[1] > session[1] and one in placed
        and one not in stays_of(cohort)
    ]  # fmt: skip
    return any(
        not any(between[0] == session[0] and session[1] < between[1] < one[1] for between in stays)
        for one in later
    )


def aim(cohort, session):
    days = len(learning_days(cohort))
    for line in cohort.lines:
        if line.key == session[0] and line.development:
            return spread(cohort, line.key)[session]
        total = sum(module.sessions for module in line.modules)
        gone = 0
        for module in line.modules:
            if module.key == session[0]:
                room = max(days - cohort.pace.margin, 1)
                weekly = min(1, room / total)
                return int(gone * room / total + (session[1] - 1) * weekly + 1e-9)
            gone += module.sessions
    raise LookupError(session)


def spread(cohort, key):
    """Every share of the learning days goes to one development day: first, in time, to those that stay."""
    days = learning_days(cohort)
    held = sorted(session for session in asked(cohort) if session[0] == key)
    shares = [int((place + 0.5) / len(held) * len(days) + 1e-9) for place in range(len(held))]
    stays = [(kept.day, one) for one, kept in stays_of(cohort).items() if one[0] == key]
    found = {}
    for day, one in sorted(stays):
        at = sum(each < day for each in days)
        off = [abs(share - at) for share in shares]
        found[one] = shares.pop(off.index(min(off)))
    for one in held:
        if one not in found:
            found[one] = shares.pop(0)
    return found


def count(cohort, placed, reassigned):
    """The steps of the objective. `placed`: session -> (day, part); `reassigned`: how many."""
    days, stays, published = learning_days(cohort), stays_of(cohort), published_of(cohort)

    def at(day):
        return sum(each < day for each in days)

    moved = [one for one, kept in published.items() if placed.get(one) != (kept.day, kept.part)]
    distance = sum(abs(at(placed[one][0]) - at(published[one].day)) for one in moved if one in placed)
    uneven = unsteady = 0
    for session, (day, _) in placed.items():
        if session not in stays:
            off = abs(at(day) - aim(cohort, session))
            if asked(cohort)[session][2]:
                unsteady += off
            else:
                uneven += off
    left_out = len(asked(cohort)) - len(placed)
    return left_out, len(moved), reassigned, distance, pace(cohort, placed), uneven, unsteady


def near_a_switch(cohort, day):
    """Whether it is one of the quiet learning days from a switch on, and one of those before it."""
    days, wanted = learning_days(cohort), cohort.pace
    after = before = False
    for switch in cohort.switches:
        since, until = [each for each in days if each >= switch], [each for each in days if each < switch]
        after |= day in since[: wanted.quiet_after]
        before |= day in until[len(until) - min(wanted.quiet_before, len(until)) :]
    return after, before


def pace(cohort, placed):
    wanted, runs = cohort.pace, {}
    for (key, _), time in placed.items():
        runs.setdefault(key, []).extend(taken(*time))
    modules = [(line.key, m) for line in cohort.lines for m in line.modules if m.key in runs]
    total = 0
    for _, module in modules:
        begins = min(runs[module.key])[0]
        if begins >= cohort.begin:
            learning = next((day for day in learning_days(cohort) if day >= begins), None)
            after, before = near_a_switch(cohort, learning)
            total += wanted.after_switch * after + wanted.before_switch * before
    for (one_line, one), (other_line, other) in combinations([m for m in modules if m[1].heavy], 2):
        mine, theirs = runs[one.key], runs[other.key]
        if one_line != other_line and min(mine) <= max(theirs) and min(theirs) <= max(mine):
            total += wanted.apart
    return total


def mistakes(problem, timetable):
    """Everything that is wrong with a timetable, in words."""
    found, booked = [], []
    for cohort in problem.cohorts:
        own = [each for each in timetable.placed if each.session.cohort == cohort.key]
        placed = {(each.session.of, each.session.number): each for each in own}
        left = [(each.of, each.number) for each in timetable.left_out if each.cohort == cohort.key]
        wrong = [*_lost(cohort, placed, left), *_miscounted(timetable, cohort, placed)]
        for session, each in placed.items():
            stays = stays_of(cohort).get(session)
            wrong += _moved(each, stays) if stays else _wrong(problem, cohort, session, each)
        found += [f"{cohort.key}: {each}" for each in wrong]
        booked += [(cohort, p.day, p.part, p.lecturers, p.room, p.stays) for p in own]
        booked += [(cohort, f.day, f.part, f.lecturers, f.room, True) for f in cohort.fixed]
    return found + list(_twice(booked))


def _lost(cohort, placed, left):
    if sorted([*placed, *left]) != sorted(asked(cohort)):
        yield f"{sorted([*placed, *left])} is not {sorted(asked(cohort))}"
    yield from (f"{one} leaves a gap" for one in left if leaves_gap(cohort, one, placed))
    at = {session: (each.day, each.part) for session, each in placed.items()}
    for one, other in combinations(placed, 2):
        if clash(cohort, one, at[one], other, at[other]):
            yield f"{one} and {other} clash"


def _moved(each, stays):
    kept = (stays.day, stays.part, stays.lecturers, stays.room, True)
    if (each.day, each.part, each.lecturers, each.room, each.stays) != kept:
        yield f"{each} should be {stays}"


def _wrong(problem, cohort, session, each):
    published = published_of(cohort).get(session)
    may = [(key,) for key in asked(cohort)[session][4]] or [()]
    rooms = [*cohort.rooms] or [""]
    if published:
        may, rooms = [*may, published.lecturers], [*rooms, published.room]
    if each.stays or (each.day, each.part) not in times_for(cohort, session):
        yield f"{session} is on {each.day} {each.part}"
    if each.lecturers not in may or each.room not in rooms:
        yield f"{session} is given by {each.lecturers} in {each.room!r}"
    if any(is_away(problem.lecturers_away, key, each.day, each.part) for key in each.lecturers):
        yield f"{session} is given by somebody who is away"
    if is_away(problem.rooms_away, each.room, each.day, each.part):
        yield f"{session} is in a room that is away"


def _miscounted(timetable, cohort, placed):
    reassigned = sum(
        (bool(kept.lecturers) and placed[one].lecturers != kept.lecturers)
        or (bool(kept.room) and placed[one].room != kept.room)
        for one, kept in published_of(cohort).items()
        if one in placed
    )
    counted = count(cohort, {one: (p.day, p.part) for one, p in placed.items()}, reassigned)
    said = timetable.costs[cohort.key]
    told = (said.left_out, said.moved, said.reassigned, said.distance, said.pace, said.uneven, said.unsteady)
    return [] if told == counted else [f"costs {told} and is {counted}"]


def _twice(booked):
    """Nobody and no room at two places at one time, unless both have their own date."""
    spans = {}
    for cohort, day, part, lecturers, room, stays in booked:
        hours = {"day": cohort.whole, "morning": cohort.morning, "afternoon": cohort.afternoon}[part]
        start, end = (dt.datetime.combine(day, at, ZoneInfo(cohort.zone)).timestamp() for at in hours)
        for name in [*(("lecturer", key) for key in lecturers), *([("room", room)] if room else [])]:
            for other_start, other_end, other_stays in spans.setdefault(name, []):
                if start < other_end and other_start < end and not (stays and other_stays):
                    yield f"{name} is taken twice on {day}"
            spans[name].append((start, end, stays))
