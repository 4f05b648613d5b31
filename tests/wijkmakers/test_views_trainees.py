import datetime as dt

import pytest

from placements.models import Placement
from tests.factories import (
    AbsenceFactory,
    AttendanceFactory,
    CohortFactory,
    HostFactory,
    PlacementFactory,
    SkillFactory,
    UserFactory,
    WishFactory,
)
from tests.wijkmakers.conftest import follows, page
from trainees.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def as_coordinator(english, coordinator):
    english.force_login(coordinator)
    return english


@pytest.fixture
def url(noor):
    return f"/trainees/{noor.pk}/"


class TestTrainee:
    def test_where_now_where_before_and_what_is_coming(self, as_coordinator, url, noor, placed, lesson):
        noor.skills.add(SkillFactory(name="rijbewijs"))
        WishFactory(trainee=noor, host__name="Rizoem", rank=1)
        AttendanceFactory(trainee=noor, session=lesson)
        text = page(as_coordinator.get(url))
        for promised in ("Lefier", "Bram Postma", "Data en besluitvorming", "rijbewijs", "Rizoem", "1 of 1"):
            assert promised in text

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(
        self, as_coordinator, url, noor, placed, lesson, number, django_assert_num_queries
    ):
        for rank in range(1, number + 1):
            WishFactory(trainee=noor, host=HostFactory(), rank=rank)
        for later in range(1, number):
            follows(lesson, later)
        with django_assert_num_queries(10):
            as_coordinator.get(url)

    def test_the_coordinator_of_another_cohort_finds_nothing(self, client, url):
        client.force_login(UserFactory(coordinates=CohortFactory()))
        assert client.get(url).status_code == 404

    def test_the_trainee_has_own_pages_instead(self, client, url, noor):
        client.force_login(noor.user)
        assert client.get(url).status_code == 404

    def test_only_reads(self, as_coordinator, url):
        assert as_coordinator.post(url).status_code == 405


class TestTraineeStop:
    def test_the_running_placement_ends_and_later_ones_go(self, as_coordinator, url, noor, placed):
        PlacementFactory(trainee=noor, number=2)
        response = as_coordinator.post(f"{url}stop/", {"last_day": "31-12-2026", "seen": noor.version})
        assert response.url == url
        noor.refresh_from_db()
        assert noor.ends_on == dt.date(2026, 12, 31)
        assert (noor.stopped_at is not None, noor.stopped_by.first_name) == (True, "Marleen")
        left = Placement.objects.of_trainee(noor).values_list("host__name", "ends_on")
        assert list(left) == [("Lefier", dt.date(2026, 12, 31))]
        assert "Noor Dijkema stops on 31 December 2026." in page(as_coordinator.get(url))

    def test_absences_after_the_last_day_go_too(self, as_coordinator, coordinator, url, noor, placed):
        AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 12, 1))
        across = AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 12, 29), ends_on=dt.date(2027, 1, 2))
        later = AbsenceFactory(trainee=noor, starts_on=dt.date(2027, 2, 1))
        leave = AbsenceFactory(trainee=noor, leave=True, starts_on=dt.date(2027, 3, 1))
        message = {"to": placed.supervisor.user, "cohort": noor.cohort, "kind": "absence"}
        for absence in (across, later):
            Message.objects.create(about=absence.pk, **message)
        response = as_coordinator.post(f"{url}stop/", {"last_day": "31-12-2026", "seen": noor.version})
        assert (
            "Noor Dijkema stops on 31 December 2026. 2 absences after that day are withdrawn. "
            "1 absence now ends on that day."
        ) in page(as_coordinator.get(response.url))
        for absence in (across, later, leave):
            absence.refresh_from_db()
        assert (across.state, across.ends_on, across.version) == ("reported", dt.date(2026, 12, 31), 2)
        assert [later.state, leave.state] == ["withdrawn", "withdrawn"]
        assert [row.about for row in Message.objects.waiting()] == [across.pk]
        assert [row.cancelled_by for row in Message.objects.cancelled()] == [coordinator]

    def test_what_has_been_worked_stays(self, as_coordinator, coordinator, url, noor, placed, time_machine):
        time_machine.move_to(dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC))
        as_coordinator.force_login(coordinator)
        second = PlacementFactory(trainee=noor, number=2)
        as_coordinator.post(f"{url}stop/", {"last_day": "2027-06-30", "seen": noor.version})
        ends = Placement.objects.of_trainee(noor).in_order().values_list("ends_on", flat=True)
        assert list(ends) == [placed.ends_on, dt.date(2027, 6, 30)]
        assert second.ends_on > dt.date(2027, 6, 30)

    def test_without_a_day_it_asks_for_one_and_changes_nothing(self, as_coordinator, url, noor, placed):
        response = as_coordinator.post(f"{url}stop/", {"last_day": "", "seen": noor.version})
        assert list(response.context["form"].errors) == ["last_day"]
        noor.refresh_from_db()
        assert noor.stopped_at is None

    def test_somebody_else_changed_it_meanwhile(self, as_coordinator, url, noor, placed):
        response = as_coordinator.post(f"{url}stop/", {"last_day": "31-12-2026", "seen": noor.version + 1})
        assert response.status_code == 409
        assert "2026-12-31" in page(response)
        assert Placement.objects.get(pk=placed.pk).ends_on == placed.ends_on

    def test_another_coordinator_finds_nothing(self, client, url):
        client.force_login(UserFactory(coordinates=CohortFactory()))
        assert client.get(f"{url}stop/").status_code == 404

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.put(f"{url}stop/").status_code == 405


class TestTraineeExtend:
    def test_the_last_placement_runs_on(self, as_coordinator, url, noor, placed):
        last = PlacementFactory(trainee=noor, number=3)
        response = as_coordinator.post(f"{url}extend/", {"last_day": "31-10-2028", "seen": noor.version})
        assert response.url == url
        noor.refresh_from_db()
        last.refresh_from_db()
        assert (noor.ends_on, last.ends_on) == (dt.date(2028, 10, 31), dt.date(2028, 10, 31))

    def test_what_went_by_stopping_does_not_come_back(self, as_coordinator, url, noor, placed):
        later = AbsenceFactory(trainee=noor, starts_on=dt.date(2027, 2, 1))
        sentence = "do not come back by themselves"
        assert sentence not in page(as_coordinator.get(f"{url}extend/"))
        as_coordinator.post(f"{url}stop/", {"last_day": "31-12-2026", "seen": noor.version})
        assert sentence in page(as_coordinator.get(f"{url}extend/"))
        noor.refresh_from_db()
        as_coordinator.post(f"{url}extend/", {"last_day": "31-8-2028", "seen": noor.version})
        later.refresh_from_db()
        assert later.state == "withdrawn"

    def test_an_earlier_day_is_no_extension(self, as_coordinator, url, noor):
        response = as_coordinator.post(f"{url}extend/", {"last_day": "31-10-2026", "seen": noor.version})
        assert list(response.context["form"].errors) == ["last_day"]

    def test_another_coordinator_finds_nothing(self, client, url):
        client.force_login(UserFactory(coordinates=CohortFactory()))
        assert client.get(f"{url}extend/").status_code == 404

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.put(f"{url}extend/").status_code == 405
