"""A small world with two cohorts, A and B, which follow curricula C and D; each row has a name."""

import datetime as dt

from tests.factories import (
    TODAY,
    AbsenceFactory,
    AttendanceFactory,
    CatchUpFactory,
    CheckInFactory,
    ClosedDayFactory,
    CohortFactory,
    CoordinatorFactory,
    CoverageFactory,
    CurriculumFactory,
    DeliveryFactory,
    DraftFactory,
    ExclusionFactory,
    FeedbackFactory,
    FeedbackGivenFactory,
    FeedFactory,
    GoalFactory,
    HostFactory,
    HostMemberFactory,
    LessonFactory,
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
    PrerequisiteFactory,
    ProgrammeFactory,
    ReleaseChangeFactory,
    RoomFactory,
    SeatFactory,
    SessionFactory,
    SkillFactory,
    ThemeFactory,
    TrackFactory,
    TraineeFactory,
    UnavailableFactory,
    UserFactory,
    WishFactory,
)
from trainees.models import ClosedDay, Upload

PEOPLE = ["anna", "bert", "tess", "tom", "bo", "sara", "fred", "yara", "lena", "nobody", "admin"]


def small_world():
    """{name: row} of everybody and everything in it."""
    rows = {name: UserFactory(email=f"{name}@example.org", admin=name == "admin") for name in PEOPLE}
    rows |= ground_floor(rows)
    rows |= placements(rows)
    rows |= {f"mail to {name}": DeliveryFactory(message=rows[f"word to {name}"]) for name in ("tess", "bo")}
    rows |= content()
    rows |= programme(rows)
    rows |= afterwards(rows)
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
        "tess away": AbsenceFactory(trainee=tess),
        "bo away": AbsenceFactory(trainee=bo),
        "calendar of tess": FeedFactory(user=rows["tess"]),
        "calendar of lena": FeedFactory(user=rows["lena"]),
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


def content():
    rows = {}
    for name in ("C", "D"):
        made = CurriculumFactory()
        track = TrackFactory(curriculum=made)
        module = ModuleFactory(curriculum=made, track=track, number=1)
        second = ModuleFactory(curriculum=made, track=track, number=2)
        goal = GoalFactory(curriculum=made)
        rows |= {
            name: made,
            f"track of {name}": track,
            f"theme of {name}": ThemeFactory(curriculum=made),
            f"goal of {name}": goal,
            f"module of {name}": module,
            f"second of {name}": second,
            f"lesson of {name}": LessonFactory(module=module),
            f"order in {name}": PrerequisiteFactory(module=second, needs=module),
            f"coverage in {name}": CoverageFactory(module=module, goal=goal),
            f"reader of {name}": MaterialFactory(module=module),
        }
    return rows


def programme(rows):
    session_a = SessionFactory(cohort=rows["A"], module=rows["module of C"])
    session_a.lecturers.add(rows["lena"])
    session_b = SessionFactory(cohort=rows["B"], module=rows["module of D"])
    draft_a = DraftFactory(session=session_a)
    draft_a.lecturers.add(rows["lena"])
    room = RoomFactory()
    change_a, change_b = (ReleaseChangeFactory(session=session) for session in (session_a, session_b))
    return {
        "A follows C": ProgrammeFactory(cohort=rows["A"], curriculum=rows["C"]),
        "B follows D": ProgrammeFactory(cohort=rows["B"], curriculum=rows["D"]),
        "session of A": session_a, "session of B": session_b,
        "development day of A": SessionFactory(
            development=True, cohort=rows["A"], track=rows["track of C"], on=dt.date(2026, 11, 27)
        ),
        "plan for A": draft_a, "plan for B": DraftFactory(cohort=rows["B"], module=rows["module of D"]),
        "release of A": change_a.release, "release of B": change_b.release,
        "change in A": change_a, "change in B": change_b,
        "room R": room,
        "lena away": UnavailableFactory(user=rows["lena"]),
        "room R closed": UnavailableFactory(user=None, room=room),
    }  # fmt: skip


def afterwards(rows):
    """Tess and tom were there, tess said what she thought of it and has something to catch up; and so bo."""
    session_a, session_b = rows["session of A"], rows["session of B"]
    tess, tom, bo = rows["tess in A"], rows["tom in A"], rows["bo in B"]
    return {
        "tess was there": AttendanceFactory(session=session_a, trainee=tess),
        "tom was there": AttendanceFactory(session=session_a, trainee=tom),
        "bo was there": AttendanceFactory(session=session_b, trainee=bo),
        "tess catches up": CatchUpFactory(session=rows["development day of A"], trainee=tess),
        "bo catches up": CatchUpFactory(session=session_b, trainee=bo),
        "code for A": CheckInFactory(session=session_a),
        "code for B": CheckInFactory(session=session_b),
        "opinion on A": FeedbackFactory(session=session_a),
        "opinion on B": FeedbackFactory(session=session_b),
        "tess answered": FeedbackGivenFactory(session=session_a, trainee=tess),
        "bo answered": FeedbackGivenFactory(session=session_b, trainee=bo),
    }
