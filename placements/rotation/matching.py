"""Who can be given which place, when each is choosy and places have room for some."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Person = TypeVar("Person")
Place = TypeVar("Place")


@dataclass(frozen=True)
class Matching(Generic[Person, Place]):
    """`given`: as many people as possible, each with a place. `short`: some people who together have less
    room within reach than they are with; empty when everybody was given a place."""

    given: Mapping[Person, Place]
    short: tuple[Person, ...]


def match(
    preferences: Mapping[Person, Sequence[Place]], room: Mapping[Place, int]
) -> Matching[Person, Place]:
    """Give people places, in their order and by their preferences; who was given one is moved when that
    helps.

    By augmenting paths, with room for several on one side (Kuhn, The Hungarian method, 1955).
    """
    order = {person: number for number, person in enumerate(preferences)}
    given: dict[Person, Place] = {}
    there: dict[Place, set[Person]] = defaultdict(set)
    short: tuple[Person, ...] = ()

    def find_place(person: Person, tried: set[Place], asked: dict[Person, None]) -> bool:
        asked[person] = None
        for place in preferences[person]:
            if place in tried:
                continue
            tried.add(place)
            here = sorted(there[place], key=order.__getitem__)
            if len(here) < room[place] or any(find_place(other, tried, asked) for other in here):
                if person in given:
                    there[given[person]].remove(person)
                given[person] = place
                there[place].add(person)
                return True
        return False

    for person in preferences:
        asked: dict[Person, None] = {}
        if not find_place(person, set(), asked) and not short:
            short = tuple(asked)
    return Matching(given, short)
