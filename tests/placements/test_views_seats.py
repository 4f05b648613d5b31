import pytest

from placements.models import Seat
from tests.factories import CohortFactory, CoordinatorFactory, HostFactory, SkillFactory
from tests.placements.conftest import page, placed, said, trainee_of
from trainees.models import Skill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def as_shown(form):
    """What a browser sends when nothing was touched."""
    return {field.html_name: "" if field.value() is None else field.value() for field in form}


def stored(host):
    return list(host.seats.order_by("period__number").values_list("minimum", "maximum"))


class TestSeatGrid:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/seats/"

    @pytest.fixture
    def shown(self, as_coordinator, url, hosts):
        return as_shown(as_coordinator.get(url).context["form"])

    @pytest.fixture
    def name(self, periods):
        return lambda kind, host, number: f"{kind}-{getattr(host, 'pk', host)}-{periods[number - 1].pk}"

    def test_hosts_by_periods_with_what_is_taken_and_short(self, as_coordinator, url, cohort, lef, noor):
        placed(noor, lef)
        trainee_of(cohort, "Sander")
        trainee_of(cohort, "Tess")
        text = page(as_coordinator.get(url))
        for part in ("LEF Lefier", "1 taken", "3 trainees, 2 seats", "1 short", "Lefier, Period 1, at most"):
            assert part in text

    def test_only_what_changed_is_saved(self, as_coordinator, url, shown, name, lef, gro, coordinator):
        response = as_coordinator.post(url, shown | {name("min", lef, 2): "1", name("max", lef, 2): "3"})
        assert stored(lef) == [(0, 2), (1, 3), (0, 2)]
        assert list(Seat.objects.filter(version=2).values_list("host", "changed_by")) == [
            (lef.pk, coordinator.pk)
        ]
        assert (response.url, said(response)) == (url, ["1 change is saved."])

    def test_nothing_changed(self, as_coordinator, url, shown):
        assert said(as_coordinator.post(url, shown)) == ["Nothing was changed, so nothing was saved."]
        assert not Seat.objects.filter(version=2).exists()

    def test_empty_means_none(self, as_coordinator, url, shown, name, lef):
        as_coordinator.post(url, shown | {name("max", lef, 3): ""})
        assert stored(lef) == [(0, 2), (0, 2)]

    def test_what_was_written_about_a_seat_is_kept(self, as_coordinator, url, shown, name, lef):
        Seat.objects.filter(host=lef, period__number=3).update(description="Iets bijzonders")
        as_coordinator.post(url, shown | {name("max", lef, 3): ""})
        assert Seat.objects.get(host=lef, period__number=3).maximum == 0

    def test_an_organisation_joins(self, as_coordinator, url, shown, name):
        host = HostFactory(name="Nijestee", code="NIJ")
        as_coordinator.post(
            url, shown | {"new_host": host.pk, name("min", "new", 1): "1", name("max", "new", 1): "2"}
        )
        assert stored(host) == [(1, 2)]

    def test_an_organisation_without_a_number_and_a_number_without_one(
        self, as_coordinator, url, shown, name
    ):
        host = HostFactory(name="Nijestee")
        response = as_coordinator.post(url, shown | {"new_host": host.pk})
        assert response.context["form"].errors == {"new_host": ["Fill in how many seats Nijestee offers."]}
        response = as_coordinator.post(url, shown | {name("max", "new", 1): "2"})
        assert response.context["form"].errors == {
            "new_host": ["Choose the organisation that offers these seats."]
        }

    def test_mistakes_are_told_where_they_stand_and_nothing_is_lost(
        self, as_coordinator, url, shown, name, lef, gro
    ):
        typed = shown | {name("min", lef, 1): "5", name("max", gro, 2): "900", name("max", gro, 3): "4"}
        response = as_coordinator.post(url, typed)
        assert response.context["form"].errors == {
            name("min", lef, 1): ["At least cannot be more than at most."],
            name("max", gro, 2): ["Ensure this value is less than or equal to 200."],
        }
        assert response.context["form"][name("max", gro, 3)].value() == "4"
        assert stored(gro) == [(0, 2)] * 3

    def test_not_below_who_works_there(self, as_coordinator, url, shown, name, lef, noor, sander):
        placed(noor, lef)
        placed(sander, lef)
        response = as_coordinator.post(url, shown | {name("max", lef, 1): "1"})
        assert response.context["form"].errors == {
            name("max", lef, 1): ["2 trainees work at Lefier at once in period 1. Move somebody first."]
        }

    def test_a_cell_that_somebody_else_changed_is_told_and_can_be_saved_again(
        self, as_coordinator, url, shown, name, lef, gro
    ):
        Seat.objects.filter(host=lef, period__number=1).update(minimum=1, maximum=3)
        typed = shown | {name("max", lef, 1): "4", name("max", gro, 1): "5"}
        response = as_coordinator.post(url, typed)
        form = response.context["form"]
        assert form.errors == {
            name("max", lef, 1): ["Somebody else changed this to 1–3 meanwhile. Save again to replace that."]
        }
        assert stored(gro)[0] == (0, 2)
        as_coordinator.post(url, as_shown(form))
        assert (stored(lef)[0], stored(gro)[0]) == ((0, 4), (0, 5))

    def test_a_cell_that_somebody_else_changed_and_i_did_not_stays_theirs(
        self, as_coordinator, url, shown, name, lef, gro
    ):
        Seat.objects.filter(host=lef, period__number=1).update(maximum=3)
        as_coordinator.post(url, shown | {name("max", gro, 1): "5"})
        assert (stored(lef)[0], stored(gro)[0]) == ((0, 3), (0, 5))

    def test_without_periods_says_how_to_begin(self, as_coordinator, coordinator):
        empty = CohortFactory()
        CoordinatorFactory(cohort=empty, user=coordinator)
        text = page(as_coordinator.get(f"/cohorts/{empty.pk}/seats/"))
        assert "No periods yet." in text
        assert f'href="/cohorts/{empty.pk}/periods/"' in text

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow(self, as_coordinator, url, cohort, periods, rows, django_assert_num_queries):
        for host in HostFactory.create_batch(rows):
            Seat.objects.create(host=host, period=periods[0])
        with django_assert_num_queries(9):
            as_coordinator.get(url)


class TestSeatEdit:
    @pytest.fixture
    def seat(self, lef):
        return lef.seats.get(period__number=2)

    @pytest.fixture
    def url(self, seat):
        return f"/seats/{seat.pk}/edit/"

    def test_description_and_what_is_asked(self, as_coordinator, url, seat, cohort):
        licence = SkillFactory(name="rijbewijs")
        assert "Lefier, Period 2" in page(as_coordinator.get(url))
        typed = {
            "description": "Renovatie",
            "known_skills": [licence.pk],
            "other_skills": "Duits, VCA",
            "seen": 1,
        }
        response = as_coordinator.post(url, typed)
        seat.refresh_from_db()
        assert (seat.description, seat.version) == ("Renovatie", 2)
        assert [skill.name for skill in seat.skills.in_order()] == ["Duits", "VCA", "rijbewijs"]
        assert (response.url, said(response)) == (
            f"/cohorts/{cohort.pk}/seats/",
            ["Saved: Lefier, Period 2."],
        )

    def test_what_is_asked_can_go(self, as_coordinator, url, seat):
        seat.skills.add(SkillFactory())
        as_coordinator.post(url, {"seen": 1})
        assert not seat.skills.exists()
        assert Skill.objects.exists()

    def test_who_saves_second_is_told(self, as_coordinator, url):
        Seat.objects.update(version=2)
        response = as_coordinator.post(url, {"description": "Renovatie", "seen": 1})
        assert response.status_code == 409
        assert response.context["form"]["description"].value() == "Renovatie"
