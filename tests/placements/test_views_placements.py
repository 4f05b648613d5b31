import datetime as dt

import pytest

from placements.models import Placement
from tests.factories import HostMemberFactory
from tests.placements.conftest import groups, page, placed, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestPlacementEdit:
    @pytest.fixture
    def placement(self, sander, gro, hosts):
        return placed(sander, gro, 2)

    @pytest.fixture
    def url(self, placement):
        return f"/placements/{placement.pk}/edit/"

    @pytest.fixture
    def typed(self, placement):
        return {"host": placement.host_id, "starts_on": "2027-05-01", "ends_on": "2027-12-31", "seen": 1}

    def test_shows_what_is_there_first(self, as_coordinator, url):
        response = as_coordinator.get(url)
        assert list(groups(response.context["form"])) == ["Now", "Fits well"]
        assert groups(response.context["form"])["Now"] == ["GRO"]
        assert "Change the place of Sander Holtrop" in page(response)

    def test_another_host_before_it_begins_is_saved_at_once(self, as_coordinator, url, typed, lef, sander):
        response = as_coordinator.post(url, typed | {"host": lef.pk})
        assert Placement.objects.get().host == lef
        assert said(response) == ["Sander Holtrop works at Lefier, 1 May 2027 – 31 December 2027."]
        assert response.url == f"/cohorts/{sander.cohort_id}/#cell-{sander.pk}-2"

    def test_a_supervisor(self, as_coordinator, url, typed, placement):
        member = HostMemberFactory(host=placement.host)
        as_coordinator.post(url, typed | {"supervisor": member.pk})
        assert Placement.objects.get().supervisor == member

    def test_shortening_leaves_the_rest_to_be_chosen(self, as_coordinator, url, typed, periods, sander):
        as_coordinator.post(url, typed | {"ends_on": "2027-09-30"})
        form = as_coordinator.get(f"/trainees/{sander.pk}/periods/{periods[1].pk}/place/").context["form"]
        assert form.initial["starts_on"] == dt.date(2027, 10, 1)

    def test_the_reason_for_a_second_time_stays(self, as_coordinator, sander, lef, anna, hosts):
        placed(sander, lef, 1)
        again = placed(sander, lef, 2, repeat_reason="project")
        url = f"/placements/{again.pk}/edit/"
        assert 'value="project"' in page(as_coordinator.get(url))
        as_coordinator.post(url, {
            "host": lef.pk, "starts_on": "2027-05-01", "ends_on": "2027-12-31", "seen": 1,
            "supervisor": anna.pk, "repeat_reason": "project af",
        })  # fmt: skip
        again.refresh_from_db()
        assert (again.repeat_reason, again.supervisor) == ("project af", anna)

    def test_the_first_of_two_times_needs_no_reason(self, as_coordinator, sander, lef, anna, hosts):
        first = placed(sander, lef, 2)
        placed(sander, lef, 3, repeat_reason="project")
        typed = {
            "host": lef.pk,
            "starts_on": "2027-05-01",
            "ends_on": "2027-12-31",
            "seen": 1,
            "supervisor": anna.pk,
        }
        as_coordinator.post(f"/placements/{first.pk}/edit/", typed)
        first.refresh_from_db()
        assert first.supervisor == anna

    def test_the_last_period_can_run_on_for_who_stays_longer(self, as_coordinator, sander, lef, hosts):
        sander.ends_on = dt.date(2028, 10, 31)
        sander.save()
        last = placed(sander, lef, 3)
        typed = {"host": lef.pk, "starts_on": "2028-01-01", "ends_on": "2028-10-31", "seen": 1}
        as_coordinator.post(f"/placements/{last.pk}/edit/", typed)
        last.refresh_from_db()
        assert last.ends_on == dt.date(2028, 10, 31)

    def test_who_saves_second_is_told_and_loses_nothing(self, as_coordinator, url, typed, lef):
        Placement.objects.update(version=2)
        response = as_coordinator.post(url, typed | {"host": lef.pk})
        assert response.status_code == 409
        assert response.context["form"]["host"].value() == str(lef.pk)
        assert Placement.objects.get().host != lef
        again = {field.name: field.value() for field in response.context["form"] if field.value()}
        assert as_coordinator.post(url, again).status_code == 302
        assert Placement.objects.get().host == lef


class TestWorkedDays:
    """Changing days that were already worked asks whether that is meant."""

    @pytest.fixture
    def placement(self, noor, gro, hosts):
        return placed(noor, gro, 1)

    @pytest.fixture
    def url(self, placement):
        return f"/placements/{placement.pk}/edit/"

    @pytest.fixture
    def typed(self, placement):
        return {"host": placement.host_id, "starts_on": "2026-09-01", "ends_on": "2027-04-30", "seen": 1}

    def test_another_host(self, as_coordinator, url, typed, lef):
        response = as_coordinator.post(url, typed | {"host": lef.pk})
        assert response.context["form"].errors == {
            "confirmed": ["Look at what changes, and tick that this is right."]
        }
        assert "All of that time becomes Lefier." in page(response)
        assert Placement.objects.get().host != lef
        as_coordinator.post(url, typed | {"host": lef.pk, "confirmed": "on"})
        assert Placement.objects.get().host == lef

    def test_a_first_day(self, as_coordinator, url, typed):
        response = as_coordinator.post(url, typed | {"starts_on": "2026-09-14"})
        assert "The first day was 1 September 2026 and becomes 14 September 2026." in page(response)
        as_coordinator.post(url, typed | {"starts_on": "2026-09-14", "confirmed": "on"})
        assert Placement.objects.get().starts_on == dt.date(2026, 9, 14)

    def test_a_last_day_that_has_passed(self, as_coordinator, url, typed):
        response = as_coordinator.post(url, typed | {"ends_on": "2026-10-31"})
        assert "The last day was 30 April 2027 and becomes 31 October 2026." in page(response)

    def test_a_last_day_to_come_is_saved_at_once(self, as_coordinator, url, typed):
        as_coordinator.post(url, typed | {"ends_on": "2027-02-28"})
        assert Placement.objects.get().ends_on == dt.date(2027, 2, 28)

    def test_a_supervisor_is_saved_at_once(self, as_coordinator, url, typed, placement):
        member = HostMemberFactory(host=placement.host)
        as_coordinator.post(url, typed | {"supervisor": member.pk})
        assert Placement.objects.get().supervisor == member


class TestPlacementRemove:
    @pytest.fixture
    def placement(self, sander, gro):
        return placed(sander, gro, 2)

    @pytest.fixture
    def url(self, placement):
        return f"/placements/{placement.pk}/remove/"

    def test_says_what_it_means_first(self, as_coordinator, url):
        text = page(as_coordinator.get(url))
        assert "Sander Holtrop then has no place in these days. At Gemeente a place becomes free." in text
        assert "already worked" not in text

    def test_says_that_worked_days_disappear(self, as_coordinator, noor, gro):
        running = placed(noor, gro, 1)
        text = page(as_coordinator.get(f"/placements/{running.pk}/remove/"))
        assert "Noor Dijkema has already worked at Gemeente, and that disappears too." in text
        assert f'href="/placements/{running.pk}/edit/"' in text

    def test_removes_and_returns_to_the_cell(self, as_coordinator, url, sander):
        response = as_coordinator.post(url, {"seen": 1})
        assert not Placement.objects.exists()
        assert said(response) == ["Sander Holtrop no longer has a place at Gemeente."]
        assert response.url == f"/cohorts/{sander.cohort_id}/#cell-{sander.pk}-2"

    def test_not_when_somebody_changed_it_meanwhile(self, as_coordinator, url):
        Placement.objects.update(version=2)
        response = as_coordinator.post(url, {"seen": 1})
        assert response.status_code == 409
        assert "Look at it again before you remove it." in response.text
        assert response.context["form"]["seen"].value() == 2
        assert Placement.objects.exists()


class TestPlacementUndo:
    @pytest.fixture
    def placement(self, sander, gro, coordinator):
        placement = placed(sander, gro, 2)
        Placement.objects.update(created_by=coordinator)
        return placement

    @pytest.fixture
    def url(self, placement):
        return f"/placements/{placement.pk}/undo/"

    def test_takes_it_back(self, as_coordinator, url, sander):
        response = as_coordinator.post(f"{url}?back=board")
        assert not Placement.objects.exists()
        assert said(response) == ["Undone. Sander Holtrop has no place at Gemeente."]
        assert response.url == f"/cohorts/{sander.cohort_id}/board/#cell-{sander.pk}-2"

    def test_not_when_it_was_changed_since(self, as_coordinator, url):
        Placement.objects.update(version=2)
        response = as_coordinator.post(url)
        assert Placement.objects.exists()
        assert said(response) == [
            "This was changed after it was saved, so it stays. You can still take the place away."
        ]
