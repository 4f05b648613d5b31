"""Cohorts apart, each with all there is, and a word in every name that tells whose it is."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType

from curriculum.changes import Known
from placements.models import Seat
from tests import factories
from tests.factories import TODAY, UserFactory
from trainees.models import Coordinator, Upload

SHEET = Path(__file__).parent / "data" / "trainees-excel-nl.csv"
# The first part of an address, and what of a world it is about.
ABOUT = {
    "cohorts": "cohort",
    "trainees": "trainee",
    "coordinators": "coordination",
    "pauses": "pause",
    "closed-days": "closed_day",
    "hosts": "host",
    "host-members": "member",
    "sectors": "sector",
    "seats": "seat",
    "placements": "placement",
    "plans": "plan",
    "exclusions": "exclusion",
    "pairs": "pair",
    "curricula": "curriculum",
    "tracks": "track",
    "themes": "theme",
    "goals": "goal",
    "rooms": "room",
    "unavailable": "away",
    "my-unavailable": "away",
    "modules": "module",
    "materials": "material",
    "sessions": "session",
    "drafts": "draft",
    "releases": "release",
    "absences": "leave",
    "catch-ups": "catch_up",
    "my-wishes": "host",
    "imports": "upload",
    "messages": "message",
}


class World:
    """Every name in it holds `word`."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.cohort = factories.CohortFactory(name=f"Lichting {word}", periods=3)
        self.periods = list(self.cohort.periods.order_by("number"))
        self.coordinator = self.person("coordinator")
        self.coordination = Coordinator.objects.create(cohort=self.cohort, user=self.coordinator)
        Coordinator.objects.create(cohort=self.cohort, user=self.person("second"))
        self._hosts()
        self._content()
        self._trainees()
        self._programme()
        self._afterwards()
        self._told()
        self.upload = Upload.objects.create(
            name=f"{word}.csv", content=SHEET.read_bytes(), created_by=self.coordinator
        )

    def person(self, role: str) -> Any:
        return UserFactory(
            first_name=role.title(), last_name=self.word, email=f"{role}@{self.word.lower()}.example"
        )

    def row(self, segment: str) -> Any:
        return getattr(self, ABOUT[segment])

    def rows(self, segment: str) -> list[Any]:
        """All of that kind, where one is not like another."""
        more = {"sessions": [self.past, self.today], "absences": [self.absence]}
        return [self.row(segment), *more.get(segment, [])]

    def _hosts(self) -> None:
        self.sector = factories.SectorFactory(name=f"sector {self.word}")
        self.host = factories.HostFactory(name=f"Host {self.word}", sector=self.sector)
        self.supervisor = self.person("supervisor")
        self.member = factories.HostMemberFactory(host=self.host, user=self.supervisor)
        self.seats = [
            Seat.objects.create(host=self.host, period=period, maximum=2) for period in self.periods
        ]
        self.seat = self.seats[0]

    def _content(self) -> None:
        self.curriculum = factories.CurriculumFactory(name=f"Curriculum {self.word}")
        self.track = factories.TrackFactory(curriculum=self.curriculum, name=f"Track {self.word}")
        self.other_track = factories.TrackFactory(curriculum=self.curriculum, name=f"Second {self.word}")
        self.theme = factories.ThemeFactory(curriculum=self.curriculum, name=f"theme {self.word}")
        self.module = factories.ModuleFactory(
            curriculum=self.curriculum, track=self.track, theme=self.theme, number=1, title=f"On {self.word}"
        )
        self.lecturer = self.person("lecturer")
        self.module.lecturers.add(self.lecturer)
        self.goal = factories.GoalFactory(curriculum=self.curriculum, text=f"Goal {self.word}")
        self.room = factories.RoomFactory(name=f"Hall {self.word}")
        self.away = factories.UnavailableFactory(user=self.lecturer)
        self.lesson = factories.LessonFactory(module=self.module, title=f"Lesson {self.word}")
        self.material = factories.MaterialFactory(
            module=self.module, lesson=self.lesson, is_required=True, title=f"Reader {self.word}"
        )

    def _trainees(self) -> None:
        self.trainee = factories.TraineeFactory(cohort=self.cohort, user=self.person("trainee"))
        self.classmate = factories.TraineeFactory(cohort=self.cohort, user=self.person("classmate"))
        self.third = factories.TraineeFactory(cohort=self.cohort, user=self.person("third"))
        self.placement = factories.PlacementFactory(
            trainee=self.trainee, host=self.host, supervisor=self.member
        )
        self.wish = factories.WishFactory(trainee=self.trainee, host=self.host)
        self.exclusion = factories.ExclusionFactory(trainee=self.third, host=self.host)
        self.pair = factories.PairFactory(first=self.trainee, second=self.classmate)
        # Trainees rank their wishes in these days.
        days = {"wishes_open_on": TODAY - dt.timedelta(days=7), "wishes_close_on": TODAY}
        self.planning = factories.PlanningFactory(cohort=self.cohort, **days)
        self.plan = factories.PlanFactory(cohort=self.cohort, name=f"Draft {self.word}")
        self.pause = factories.PauseFactory(trainee=self.trainee)
        self.closed_day = factories.ClosedDayFactory(cohort=self.cohort, name=f"Day of {self.word}")

    def _programme(self) -> None:
        factories.ProgrammeFactory(cohort=self.cohort, curriculum=self.curriculum, has_check_in=True)
        self.session, self.past = [
            factories.SessionFactory(
                cohort=self.cohort, module=self.module, number=number, on=on, place=f"Room {self.word}"
            )
            for number, on in ((2, TODAY + dt.timedelta(days=2)), (1, TODAY - dt.timedelta(days=5)))
        ]
        outside = {"cohort": self.cohort, "module": None, "number": None, "track": self.other_track}
        self.today = factories.SessionFactory(on=TODAY, title=f"Day {self.word}", **outside)
        for session in (self.session, self.past, self.today):
            session.lecturers.add(self.lecturer)
        self.check_in = factories.CheckInFactory(session=self.today, closes_at=self.today.ends_at)
        soon = TODAY + dt.timedelta(days=9)
        self.draft = factories.DraftFactory(
            on=soon, title=f"Idea {self.word}", place=f"Attic {self.word}", **outside
        )
        self.draft.lecturers.add(self.lecturer)
        self.release = factories.ReleaseFactory(cohort=self.cohort, note=f"Note {self.word}")
        factories.ReleaseChangeFactory(
            release=self.release, session=self.past, after=Known.of(self.past).data()
        )

    def _afterwards(self) -> None:
        """Two were there and one was not; three have told what they thought of it, one of them not yet."""
        there = {"session": self.past, "state": "present"}
        self.attendance = factories.AttendanceFactory(trainee=self.trainee, **there)
        factories.AttendanceFactory(trainee=self.classmate, **there)
        factories.AttendanceFactory(trainee=self.third, session=self.past, state="absent")
        factories.FeedbackGivenFactory(session=self.past, trainee=self.classmate)
        for number in range(3):
            factories.FeedbackFactory(session=self.past, is_shown=True, words=f"Opinion{number} {self.word}")
        self.catch_up = factories.CatchUpFactory(session=self.past, trainee=self.third)
        soon = TODAY + dt.timedelta(days=20)
        self.absence = factories.AbsenceFactory(trainee=self.trainee, starts_on=soon)
        self.leave = factories.AbsenceFactory(
            trainee=self.classmate, leave=True, starts_on=soon + dt.timedelta(days=7)
        )

    def _told(self) -> None:
        self.message = factories.MessageFactory(
            to=self.trainee.user, cohort=self.cohort, subject=f"News of {self.word}", text="Come and see."
        )
        factories.DeliveryFactory(message=self.message)
        self.token = f"calendar-of-{self.word}"
        self.feed = factories.FeedFactory(user=self.trainee.user, token=self.token)


def rows_of(model_name: str) -> Any:
    """Any row of this model (app.model), or None."""
    app, model = model_name.split(".")
    return ContentType.objects.get_by_natural_key(app, model).model_class().objects.first()
