"""Who sees which rows: a small world with two cohorts, looked at by everybody in it."""

import datetime as dt

import pytest
from django.apps import apps
from django.utils import timezone

from placements.models import HostMember
from tests.factories import (
    TODAY,
    AttendanceFactory,
    ClosedDayFactory,
    CohortFactory,
    CoordinatorFactory,
    CurriculumFactory,
    ExclusionFactory,
    HostFactory,
    HostMemberFactory,
    MaterialFactory,
    MessageFactory,
    ModuleFactory,
    PairFactory,
    PauseFactory,
    PlacementFactory,
    PlanEntryFactory,
    PlanFactory,
    PlanningFactory,
    PlanStepFactory,
    ProgrammeFactory,
    SeatFactory,
    SessionFactory,
    SkillFactory,
    ThemeFactory,
    TrackFactory,
    TraineeFactory,
    UserFactory,
    WishFactory,
)
from trainees.models import ClosedDay, Upload
from wijkmakers.auth import RoleBackend

pytestmark = pytest.mark.django_db

OURS = {"trainees", "placements", "curriculum"}
MODELS = {model.__name__: model for model in apps.get_models() if model._meta.app_label in OURS}
NEEDS_TODAY = {"Placement", "Host", "HostMember", "Period", "Seat"}

PEOPLE = ["anna", "bert", "tess", "tom", "bo", "sara", "fred", "yara", "lena", "nobody", "admin"]

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
    "Module": ["module of C", "module of D"],
    "Material": ["reader of C", "reader of D"],
    "Session": ["development day of A", "session of A", "session of B"],
    "Attendance": ["bo was there", "tess was there", "tom was there"],
}
SECTORS, SKILLS = ALL["Sector"], ALL["Skill"]
OF_COORDINATORS = {
    "User": PEOPLE,
    "Skill": SKILLS,
    "Sector": SECTORS,
    "Host": ALL["Host"],
    "HostMember": ALL["HostMember"],
    **{name: ALL[name] for name in ("Curriculum", "Track", "Theme", "Module", "Material")},
}
OF_A_COHORT_C = {
    "Curriculum": ["C"],
    "Programme": ["A follows C"],
    "Track": ["track of C"],
    "Theme": ["theme of C"],
    "Module": ["module of C"],
    "Material": ["reader of C"],
    "Session": ["development day of A", "session of A"],
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
SEEN_BY = {
    "admin": ALL | {"Upload": []},
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
        "Attendance": ["tess was there"],
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
        "Module": ["module of C"],
        "Material": ["reader of C"],
        "Session": ["session of A"],
        "Attendance": ["tess was there", "tom was there"],
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
    rows = {name: UserFactory(email=f"{name}@example.org", admin=name == "admin") for name in PEOPLE}
    rows |= ground_floor(rows)
    rows |= placements(rows)
    rows |= curriculum(rows)
    return rows


def ground_floor(rows):
    a, b = CohortFactory(periods=2), CohortFactory(periods=1)
    tess, tom = (TraineeFactory(cohort=a, user=rows[name]) for name in ("tess", "tom"))
    bo = TraineeFactory(cohort=b, user=rows["bo"])
    return {
        "A": a,
        "B": b,
        "anna of A": CoordinatorFactory(cohort=a, user=rows["anna"]),
        "bert of B": CoordinatorFactory(cohort=b, user=rows["bert"]),
        "driving licence": SkillFactory(),
        "tess in A": tess,
        "tom in A": tom,
        "bo in B": bo,
        "pause of tess": PauseFactory(trainee=tess),
        "pause of bo": PauseFactory(trainee=bo),
        "holiday": ClosedDayFactory(kind=ClosedDay.Kind.PUBLIC),
        "day of A": ClosedDayFactory(cohort=a),
        "day of B": ClosedDayFactory(cohort=b),
        "sheet of anna": Upload.objects.create(name="lichting.xlsx", content=b"", created_by=rows["anna"]),
        "word to tess": MessageFactory(to=rows["tess"], cohort=a),
        "word to bo": MessageFactory(to=rows["bo"], cohort=b),
    }


def placements(rows):
    tess, tom, bo = rows["tess in A"], rows["tom in A"], rows["bo in B"]
    x, y, z = HostFactory(), HostFactory(), HostFactory()
    a1, a2 = rows["A"].periods.in_order()
    b1 = rows["B"].periods.get()
    sara, fred = (HostMemberFactory(host=x, user=rows[name]) for name in ("sara", "fred"))
    yara = HostMemberFactory(host=y, user=rows["yara"])
    plan_a, plan_b = (PlanFactory(cohort=rows[name]) for name in ("A", "B"))
    return {
        "X": x, "Y": y, "Z": z,
        "sector X": x.sector, "sector Y": y.sector, "sector Z": z.sector,
        "A1": a1, "A2": a2, "B1": b1,
        "X in A1": SeatFactory(host=x, period=a1),
        "Y in B1": SeatFactory(host=y, period=b1),
        "sara of X": sara, "fred of X": fred, "yara of Y": yara,
        "wish of tess": WishFactory(trainee=tess, host=x),
        "wish of bo": WishFactory(trainee=bo, host=y),
        "not tess to Y": ExclusionFactory(trainee=tess, host=y),
        "not bo to X": ExclusionFactory(trainee=bo, host=x),
        "tess and tom": PairFactory(first=tess, second=tom),
        "settings of A": PlanningFactory(cohort=rows["A"]),
        "settings of B": PlanningFactory(cohort=rows["B"]),
        "draft of A": plan_a, "draft of B": plan_b,
        "draft of tess": PlanEntryFactory(plan=plan_a, trainee=tess, host=x),
        "draft of bo": PlanEntryFactory(plan=plan_b, trainee=bo, host=y),
        "step of A": PlanStepFactory(plan=plan_a),
        "step of B": PlanStepFactory(plan=plan_b),
        "tess at X": PlacementFactory(trainee=tess, host=x, supervisor=sara),
        "tom at X, over": PlacementFactory(
            trainee=tom, host=x, supervisor=fred, ends_on=TODAY - dt.timedelta(days=1)
        ),
        "bo at Y": PlacementFactory(trainee=bo, host=y, supervisor=yara),
    }  # fmt: skip


def curriculum(rows):
    c, d = CurriculumFactory(), CurriculumFactory()
    track_c, track_d = TrackFactory(curriculum=c), TrackFactory(curriculum=d)
    module_c = ModuleFactory(curriculum=c, track=track_c)
    module_d = ModuleFactory(curriculum=d, track=track_d)
    session_a = SessionFactory(cohort=rows["A"], module=module_c)
    session_a.lecturers.add(rows["lena"])
    session_b = SessionFactory(cohort=rows["B"], module=module_d)
    return {
        "C": c, "D": d, "track of C": track_c, "track of D": track_d,
        "theme of C": ThemeFactory(curriculum=c), "theme of D": ThemeFactory(curriculum=d),
        "module of C": module_c, "module of D": module_d,
        "reader of C": MaterialFactory(module=module_c), "reader of D": MaterialFactory(module=module_d),
        "A follows C": ProgrammeFactory(cohort=rows["A"], curriculum=c),
        "B follows D": ProgrammeFactory(cohort=rows["B"], curriculum=d),
        "session of A": session_a, "session of B": session_b,
        "development day of A": SessionFactory(
            development=True, cohort=rows["A"], track=track_c, on=dt.date(2026, 11, 27)
        ),
        "tess was there": AttendanceFactory(session=session_a, trainee=rows["tess in A"]),
        "tom was there": AttendanceFactory(session=session_a, trainee=rows["tom in A"]),
        "bo was there": AttendanceFactory(session=session_b, trainee=rows["bo in B"]),
    }  # fmt: skip
