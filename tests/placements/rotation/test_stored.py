"""What the planner was told and what it answered, as a database keeps it."""

import json

import pytest

from placements.rotation.answers import Conflict, Level
from placements.rotation.rules import Rule
from placements.rotation.stored import (
    restore,
    restore_conflicts,
    restore_levels,
    store,
    store_conflicts,
    store_levels,
)  # fmt: skip
from tests.placements.rotation.cases import anything


@pytest.mark.parametrize("number", range(5))
def test_a_problem_comes_back_as_it_was(number):
    problem = anything(number, 5, 4, 3)
    back = restore(json.loads(json.dumps(store(problem))))
    assert back == problem


def test_answers_come_back_as_they_were():
    levels = (Level("largest", 4, 3), Level("above", 2, 2, threshold=4))
    conflicts = (Conflict((Rule("somewhere", "a", period="p"), Rule("at_most", host="h", number=1)), "p"),)
    assert restore_levels(json.loads(json.dumps(store_levels(levels)))) == levels
    assert restore_conflicts(json.loads(json.dumps(store_conflicts(conflicts)))) == conflicts
