"""Who sees which rows: a small world with two cohorts, looked at by everybody in it."""

import datetime as dt

import pytest
from django.apps import apps
from django.utils import timezone

from placements.models import HostMember
from tests.factories import TODAY
from tests.small_world import PEOPLE, small_world
from wijkmakers.auth import RoleBackend

pytestmark = pytest.mark.django_db

OURS = {"trainees", "placements", "curriculum"}
MODELS = {model.__name__: model for model in apps.get_models() if model._meta.app_label in OURS}
NEEDS_TODAY = {"Placement", "Host", "HostMember", "Period", "Seat"}

# Everything is for these eyes; the other rows of the table say what the others see.
ALL = {
    "User": PEOPLE,
    "Cohort": ["A", "B"],
    "Coordinator": ["anna of A", "bert of B"],
    "Skill": ["driving licence"],
    "Trainee": ["bo in B", "tess in A", "tom in A"],
    "Pause": ["pause of bo", "pause of tess"],
    "ClosedDay": ["day of A", "day of B", "holiday"],
    "Upload": ["sheet of anna"],
    "Message": ["word to bo", "word to tess"],
    "Delivery": ["mail to bo", "mail to tess"],
    "Absence": ["bo away", "tess away"],
    "Feed": ["calendar of lena", "calendar of tess"],
    "Sector": ["sector X", "sector Y", "sector Z"],
    "Host": ["X", "Y", "Z"],
    "HostMember": ["fred of X", "sara of X", "yara of Y"],
    "Period": ["A1", "A2", "B1"],
    "Seat": ["X in A1", "Y in B1"],
    "Wish": ["wish of bo", "wish of tess"],
    "Exclusion": ["not bo to X", "not tess to Y"],
    "Pair": ["tess and tom"],
    "Planning": ["settings of A", "settings of B"],
    "Plan": ["draft of A", "draft of B"],
    "PlanEntry": ["draft of bo", "draft of tess"],
    "PlanStep": ["step of A", "step of B"],
    "Placement": ["bo at Y", "tess at X", "tom at X, over"],
    "Curriculum": ["C", "D"],
    "Programme": ["A follows C", "B follows D"],
    "Track": ["track of C", "track of D"],
    "Theme": ["theme of C", "theme of D"],
    "Goal": ["goal of C", "goal of D"],
    "Module": ["module of C", "module of D", "second of C", "second of D"],
    "Lesson": ["lesson of C", "lesson of D"],
    "Prerequisite": ["order in C", "order in D"],
    "Coverage": ["coverage in C", "coverage in D"],
    "Material": ["reader of C", "reader of D"],
    "Session": ["development day of A", "session of A", "session of B"],
    "Draft": ["plan for A", "plan for B"],
    "Release": ["release of A", "release of B"],
    "ReleaseChange": ["change in A", "change in B"],
    "Room": ["room R"],
    "Unavailable": ["lena away", "room R closed"],
    "Attendance": ["bo was there", "tess was there", "tom was there"],
    "CatchUp": ["bo catches up", "tess catches up"],
    "CheckIn": ["code for A", "code for B"],
    "Feedback": ["opinion on A", "opinion on B"],
    "FeedbackGiven": ["bo answered", "tess answered"],
}
SECTORS, SKILLS = ALL["Sector"], ALL["Skill"]
OF_COORDINATORS = {
    "User": PEOPLE,
    "Skill": SKILLS,
    "Sector": SECTORS,
    "Host": ALL["Host"],
    "HostMember": ALL["HostMember"],
    **{name: ALL[name] for name in ("Curriculum", "Track", "Theme", "Goal", "Module", "Material")},
    **{name: ALL[name] for name in ("Lesson", "Prerequisite", "Coverage", "Room", "Unavailable")},
}
OF_A_COHORT_C = {
    "Curriculum": ["C"],
    "Programme": ["A follows C"],
    "Track": ["track of C"],
    "Theme": ["theme of C"],
    "Goal": ["goal of C"],
    "Module": ["module of C", "second of C"],
    "Lesson": ["lesson of C"],
    "Prerequisite": ["order in C"],
    "Coverage": ["coverage in C"],
    "Material": ["reader of C"],
    "Session": ["development day of A", "session of A"],
    "Release": ["release of A"],
    "ReleaseChange": ["change in A"],
}
OF_EVERYBODY = {"Skill": SKILLS, "Sector": SECTORS, "ClosedDay": ["holiday"]}
OF_TRAINEES_IN_A = {
    **OF_EVERYBODY,
    **OF_A_COHORT_C,
    "ClosedDay": ["day of A", "holiday"],
    "Cohort": ["A"],
    "Coordinator": ["anna of A"],
    "Host": ["X"],
    "Period": ["A1", "A2"],
    "Seat": ["X in A1"],
}
OF_PEOPLE_OF_X = {
    **OF_EVERYBODY,
    "Host": ["X"],
    "HostMember": ["fred of X", "sara of X"],
    "Period": ["A1"],
    "Seat": ["X in A1"],
}
# What those who run a cohort see of it and its trainees do not, or not of each other.
OF_COHORT_A = {
    "Delivery": ["mail to tess"],
    "Absence": ["tess away"],
    "Draft": ["plan for A"],
    "Release": ["release of A"],
    "ReleaseChange": ["change in A"],
    "CatchUp": ["tess catches up"],
    "CheckIn": ["code for A"],
    "Feedback": ["opinion on A"],
}
OF_COHORT_B = {
    "Delivery": ["mail to bo"],
    "Absence": ["bo away"],
    "Draft": ["plan for B"],
    "Release": ["release of B"],
    "ReleaseChange": ["change in B"],
    "CatchUp": ["bo catches up"],
    "CheckIn": ["code for B"],
    "Feedback": ["opinion on B"],
}
SEEN_BY = {
    "admin": ALL | {"Upload": [], "Feed": [], "FeedbackGiven": []},
    "anna": OF_COORDINATORS
    | {
        "Cohort": ["A"],
        "Coordinator": ["anna of A"],
        "Trainee": ["tess in A", "tom in A"],
        "Pause": ["pause of tess"],
        "ClosedDay": ["day of A", "holiday"],
        "Upload": ["sheet of anna"],
        "Period": ["A1", "A2"],
        "Seat": ["X in A1"],
        "Wish": ["wish of tess"],
        "Exclusion": ["not tess to Y"],
        "Pair": ["tess and tom"],
        "Planning": ["settings of A"],
        "Plan": ["draft of A"],
        "PlanEntry": ["draft of tess"],
        "PlanStep": ["step of A"],
        "Message": ["word to tess"],
        "Placement": ["tess at X", "tom at X, over"],
        "Programme": ["A follows C"],
        "Session": ["development day of A", "session of A"],
        "Attendance": ["tess was there", "tom was there"],
        **OF_COHORT_A,
    },
    "bert": OF_COORDINATORS
    | {
        "Cohort": ["B"],
        "Coordinator": ["bert of B"],
        "Trainee": ["bo in B"],
        "Pause": ["pause of bo"],
        "ClosedDay": ["day of B", "holiday"],
        "Period": ["B1"],
        "Seat": ["Y in B1"],
        "Wish": ["wish of bo"],
        "Exclusion": ["not bo to X"],
        "Planning": ["settings of B"],
        "Plan": ["draft of B"],
        "PlanEntry": ["draft of bo"],
        "PlanStep": ["step of B"],
        "Message": ["word to bo"],
        "Placement": ["bo at Y"],
        "Programme": ["B follows D"],
        "Session": ["session of B"],
        "Attendance": ["bo was there"],
        **OF_COHORT_B,
    },
    "tess": OF_TRAINEES_IN_A
    | {
        "User": ["tess"],
        "Trainee": ["tess in A"],
        "Pause": ["pause of tess"],
        "Wish": ["wish of tess"],
        "Exclusion": ["not tess to Y"],
        "Placement": ["tess at X"],
        "HostMember": ["sara of X"],
        "Message": ["word to tess"],
        "Delivery": ["mail to tess"],
        "Absence": ["tess away"],
        "Feed": ["calendar of tess"],
        "Attendance": ["tess was there"],
        "CatchUp": ["tess catches up"],
        "FeedbackGiven": ["tess answered"],
    },
    "tom": OF_TRAINEES_IN_A
    | {
        "User": ["tom"],
        "Trainee": ["tom in A"],
        "Placement": ["tom at X, over"],
        "HostMember": ["fred of X"],
        "Attendance": ["tom was there"],
    },
    "sara": OF_PEOPLE_OF_X | {"User": ["sara"], "Placement": ["tess at X"]},
    "fred": OF_PEOPLE_OF_X | {"User": ["fred"], "Placement": ["tess at X"]},
    "yara": OF_EVERYBODY
    | {
        "User": ["yara"],
        "Host": ["Y"],
        "HostMember": ["yara of Y"],
        "Period": ["B1"],
        "Seat": ["Y in B1"],
        "Placement": ["bo at Y"],
    },
    "lena": OF_EVERYBODY
    | {
        "User": ["lena"],
        "Curriculum": ["C"],
        "Track": ["track of C"],
        "Theme": ["theme of C"],
        "Goal": ["goal of C"],
        "Module": ["module of C"],
        "Lesson": ["lesson of C"],
        "Coverage": ["coverage in C"],
        "Material": ["reader of C"],
        "Session": ["session of A"],
        "Attendance": ["tess was there", "tom was there"],
        "CheckIn": ["code for A"],
        "Feedback": ["opinion on A"],
        "Unavailable": ["lena away"],
        "Feed": ["calendar of lena"],
    },
    "nobody": OF_EVERYBODY | {"User": ["nobody"]},
}


@pytest.mark.parametrize("name", SEEN_BY)
def test_each_sees_exactly_this(name, world):
    person = RoleBackend().get_user(world[name].pk)
    expected = {model: sorted(SEEN_BY[name].get(model, [])) for model in ALL}
    assert {model: labels(world, MODELS[model], person) for model in ALL} == expected


def test_the_table_has_every_model():
    assert set(ALL) == {name for name, model in MODELS.items() if not model._meta.proxy}


def test_the_roles_are_those_of_the_story(world):
    assert {name: sorted(RoleBackend().get_user(world[name].pk).roles) for name in PEOPLE} == {
        "anna": ["coordinator"],
        "bert": ["coordinator"],
        "tess": ["trainee"],
        "tom": ["trainee"],
        "bo": ["trainee"],
        "sara": ["supervisor"],
        "fred": ["supervisor"],
        "yara": ["supervisor"],
        "lena": ["lecturer"],
        "nobody": [],
        "admin": ["coordinator"],
    }


@pytest.mark.parametrize("name", ["sara", "fred"])
def test_people_of_a_host_see_a_trainee_until_the_placement_ends(world, name):
    """Whoever supervises: sara does, fred does not."""
    person = RoleBackend().get_user(world[name].pk)
    last = world["tess at X"].ends_on
    assert labels(world, MODELS["Placement"], person, today=last) == ["tess at X"]
    assert labels(world, MODELS["Placement"], person, today=last + dt.timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "sees"),
    [
        (None, TODAY, True),
        (TODAY, None, True),
        (None, TODAY - dt.timedelta(days=1), False),
        (TODAY + dt.timedelta(days=1), None, False),
    ],
)
def test_a_supervisor_sees_their_host_from_the_first_to_the_last_day(
    world, time_machine, starts_on, ends_on, sees
):
    time_machine.move_to(timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10))))
    HostMember.objects.of_user(world["sara"]).update(starts_on=starts_on, ends_on=ends_on)
    sara = RoleBackend().get_user(world["sara"].pk)
    assert sorted(sara.roles) == (["supervisor"] if sees else [])
    for name in ("Host", "HostMember", "Period", "Seat", "Placement"):
        assert labels(world, MODELS[name], sara) == (SEEN_BY["sara"][name] if sees else [])


def test_nobody_sees_colleagues_who_left(world):
    HostMember.objects.of_user(world["fred"]).update(ends_on=TODAY - dt.timedelta(days=1))
    sara, tom, anna = (RoleBackend().get_user(world[name].pk) for name in ("sara", "tom", "anna"))
    assert labels(world, HostMember, sara) == ["sara of X"]
    assert labels(world, HostMember, tom) == []
    assert labels(world, HostMember, anna) == ALL["HostMember"]


def test_a_lecturer_of_a_module_sees_it_before_it_is_planned(world):
    world["module of D"].lecturers.add(world["nobody"])
    nobody = RoleBackend().get_user(world["nobody"].pk)
    assert labels(world, MODELS["Module"], nobody) == ["module of D"]
    assert labels(world, MODELS["Session"], nobody) == []


def test_roles_without_signing_in(world):
    """A person fetched as any other row gets the same answers, for one more query."""
    assert world["anna"].roles == frozenset()
    assert labels(world, MODELS["Host"], world["anna"]) == ["X", "Y", "Z"]
    assert labels(world, MODELS["Host"], world["sara"]) == ["X"]


def labels(world, model, person, today=TODAY):
    when = {"today": today} if model.__name__ in NEEDS_TODAY else {}
    name_of = {row.pk: name for name, row in world.items() if type(row) is model}
    return sorted(name_of[row.pk] for row in model.objects.visible_to(person, **when))


@pytest.fixture
def world():
    return small_world()
