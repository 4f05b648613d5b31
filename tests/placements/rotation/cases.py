"""Problems to try the planner on: random ones of any shape, the same for the same number."""

import random
from collections.abc import Mapping
from typing import Any

from placements.rotation.problem import Exclusion, Host, Pair, Pin, Problem, Seat, Trainee

SKILLS = ("drawing", "speaking")


def plain(trainees: int, hosts: int, periods: int, /, *, each: int = 1, **more: Any) -> Problem:
    """Everybody wants the hosts in the same order; each host is a sector of its own, with `each` seats."""
    names = [f"host {number}" for number in range(hosts)]
    when = tuple(f"period {number}" for number in range(periods))
    return Problem(
        **{
            "trainees": tuple(Trainee(f"trainee {number}", when, tuple(names)) for number in range(trainees)),
            "hosts": tuple(Host(name, f"sector of {name}") for name in names),
            "periods": when,
            "seats": tuple(Seat(name, period, 0, each) for name in names for period in when),
            **more,
        }
    )


def cohort(number: int, trainees: int, hosts: int, periods: int, /, slack: float = 0.1) -> Problem:
    """A random cohort as they are: everybody ranks some seven hosts, some hosts are dearer than others, five
    sectors, a tenth more seats than people."""
    chance = random.Random(number)
    names = [f"h{place:03}" for place in range(hosts)]
    when = tuple(f"p{place}" for place in range(periods))
    dear = {name: chance.random() ** 2 for name in names}
    seats = [seat for period in when for seat in _seats(chance, names, period, trainees * (1 + slack))]
    people = []
    for place in range(trainees):
        wishes = sorted(names, key=lambda name: -dear[name] - 0.7 * chance.random())[:7]
        people.append(Trainee(f"t{place:04}", when, tuple(wishes)))
    return Problem(
        trainees=tuple(people),
        hosts=tuple(Host(name, f"s{chance.randrange(5)}") for name in names),
        periods=when,
        seats=tuple(seats),
        exclusions=tuple(Exclusion(who.key, chance.choice(names)) for who in people if chance.random() < 0.3),
        seed=number,
    )


def _seats(chance: random.Random, hosts: list[str], period: str, wanted: float) -> list[Seat]:
    offered = dict.fromkeys(hosts, 1)
    while sum(offered.values()) < wanted:
        offered[chance.choice(hosts)] += 1
    return [Seat(host, period, int(chance.random() < 0.3), most) for host, most in offered.items()]


def anything(number: int, trainees: int, hosts: int, periods: int) -> Problem:
    """A random problem with a bit of every rule in it; often possible, sometimes not."""
    chance = random.Random(number)
    names = [f"h{place}" for place in range(hosts)]
    when = tuple(f"p{place}" for place in range(periods))
    people = tuple(_trainee(chance, f"t{place}", names, when) for place in range(trainees))
    pinned = [
        Pin(person.key, chance.choice(names), chance.choice(person.periods))
        for person in people
        if chance.random() < 0.15
    ]
    return Problem(
        trainees=people,
        hosts=tuple(Host(name, f"s{chance.randrange(3)}") for name in names),
        periods=when,
        seats=tuple(_seat(chance, name, period, trainees / hosts) for name in names for period in when),
        pins=tuple(pinned),
        exclusions=tuple(
            Exclusion(person.key, chance.choice(names), "employer")
            for person in people
            if chance.random() < 0.2
        ),
        pairs=tuple(_pairs(chance, people)),
        travel={(person.key, name): chance.randrange(90) for person in people for name in names},
        current=_current(chance, people, names),
        seed=number,
    )


def _trainee(chance: random.Random, key: str, hosts: list[str], periods: tuple[str, ...]) -> Trainee:
    first = 1 if len(periods) > 1 and chance.random() < 0.15 else 0
    return Trainee(
        key,
        periods[first:],
        tuple(chance.sample(hosts, chance.randint(0, len(hosts)))),
        skills=frozenset(skill for skill in SKILLS if chance.random() < 0.8),
        worked=frozenset(chance.sample(hosts, 1) if chance.random() < 0.1 else ()),
        reach=80 if chance.random() < 0.2 else None,
        gave_up=chance.randrange(3),
    )


def _seat(chance: random.Random, host: str, period: str, usual: float) -> Seat:
    most = max(0, round(usual + chance.choice((0, 0, 1, 1, 2, -1))))
    return Seat(
        host,
        period,
        min(most, chance.choice((0, 0, 0, 1))),
        most,
        frozenset(skill for skill in SKILLS if chance.random() < 0.1),
    )


def _pairs(chance: random.Random, people: tuple[Trainee, ...]) -> list[Pair]:
    if len(people) < 2 or chance.random() < 0.6:
        return []
    first, second = chance.sample([person.key for person in people], 2)
    return [Pair(first, second, together=chance.random() < 0.5)]


def _current(
    chance: random.Random, people: tuple[Trainee, ...], hosts: list[str]
) -> Mapping[tuple[str, str], str]:
    return {
        (person.key, period): chance.choice(hosts)
        for person in people
        for period in person.periods
        if chance.random() < 0.8
    }
