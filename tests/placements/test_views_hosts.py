import datetime as dt

import pytest

from placements.models import Host
from tests.factories import (
    CohortFactory,
    ExclusionFactory,
    HostFactory,
    HostMemberFactory,
    PlanEntryFactory,
    SeatFactory,
    SectorFactory,
    TraineeFactory,
    UserFactory,
    WishFactory,
)
from tests.placements.conftest import page, placed, said, trainee_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def codes(response):
    return [host.code for host in response.context["listing"].page]


class TestHostList:
    url = "/hosts/"

    def test_seats_and_trainees_of_today(self, as_coordinator, hosts, noor, sander, lef, gro):
        placed(noor, lef, 1)
        placed(sander, gro, 2)
        response = as_coordinator.get(self.url)
        assert [
            (host.code, host.seats_now, host.trainees_now) for host in response.context["listing"].page
        ] == [
            ("GRO", 2, 0),
            ("LEF", 2, 1),
            ("PRO", 2, 0),
        ]
        assert f'href="/hosts/{lef.pk}/"' in page(response)

    def test_search_and_sector(self, as_coordinator, hosts, housing):
        assert codes(as_coordinator.get(f"{self.url}?q=gemeen")) == ["GRO"]
        assert codes(as_coordinator.get(f"{self.url}?q=lef")) == ["LEF"]
        assert codes(as_coordinator.get(f"{self.url}?sector={housing.pk}")) == ["LEF"]
        assert codes(as_coordinator.get(f"{self.url}?sector=nonsense&q=%00")) == ["GRO", "LEF", "PRO"]

    def test_order(self, as_coordinator, hosts, noor, lef):
        placed(noor, lef, 1)
        assert codes(as_coordinator.get(f"{self.url}?sort=-code")) == ["PRO", "LEF", "GRO"]
        assert codes(as_coordinator.get(f"{self.url}?sort=sector")) == ["GRO", "PRO", "LEF"]
        assert codes(as_coordinator.get(f"{self.url}?sort=-trainees")) == ["LEF", "PRO", "GRO"]

    def test_nothing_fits(self, as_coordinator, hosts):
        assert "No organisation fits these filters." in page(as_coordinator.get(f"{self.url}?q=zzz"))

    def test_nothing_yet(self, as_coordinator):
        assert "No organisations yet." in page(as_coordinator.get(self.url))

    def test_pages_of_fifty(self, as_coordinator, housing):
        HostFactory.create_batch(51, sector=housing)
        assert len(codes(as_coordinator.get(self.url))) == 50
        assert len(codes(as_coordinator.get(f"{self.url}?page=2"))) == 1

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow(self, as_coordinator, rows, django_assert_num_queries):
        for host in HostFactory.create_batch(rows):
            SeatFactory(host=host)
        with django_assert_num_queries(5):
            as_coordinator.get(self.url)


class TestHost:
    @pytest.fixture
    def url(self, lef):
        return f"/hosts/{lef.pk}/"

    @pytest.fixture(autouse=True)
    def described(self, lef):
        Host.objects.filter(pk=lef.pk).update(description="Wijken opknappen.", address="Bloemstraat 1")

    def test_a_coordinator_sees_seats_people_and_how_to_change_them(
        self, as_coordinator, url, noor, lef, anna
    ):
        placed(noor, lef, supervisor=anna)
        text = page(as_coordinator.get(url))
        for part in (
            "1 trainee works here now.",
            "Wijken opknappen.",
            "Bloemstraat 1",
            "2 seats",
            "Noor Dijkema",
            "1\xa0Sep\xa02026 – 30\xa0Apr\xa02027",
            "Anna Vos",
            "opzichter",
            f"mailto:{anna.user.email}",
            f'href="/host-members/{anna.pk}/edit/"',
            f'href="{url}edit/"',
        ):
            assert part in text

    def test_a_coordinator_does_not_see_trainees_of_a_cohort_of_others(self, as_coordinator, url, lef):
        other = CohortFactory(periods=1)
        placed(trainee_of(other, "Vreemd"), lef)
        assert "Vreemd" not in page(as_coordinator.get(url))

    def test_who_was_there_stays(self, as_coordinator, url, noor, lef):
        placed(noor, lef, ends_on=dt.date(2026, 10, 31))
        text = page(as_coordinator.get(url))
        assert "Noor Dijkema" in text
        assert "No trainees work here now." in text

    def test_somebody_of_the_host_sees_who_works_there_and_nobody_else(
        self, english, url, noor, sander, lef, gro, anna
    ):
        lef.seats.update(maximum=3)
        placed(noor, lef, supervisor=anna)
        placed(sander, lef, supervised=True)
        placed(noor, gro, 2)
        english.force_login(anna.user)
        text = page(english.get(url))
        assert "2 trainees work here now." in text
        for part in ("Noor Dijkema", "Sander Holtrop", "2 of 3 seats taken"):
            assert part in text
        for hidden in ("Gemeente", "/edit/", "/trainees/"):
            assert hidden not in text

    def test_people_who_follow_each_other_take_one_seat(self, english, url, noor, sander, lef, anna):
        placed(noor, lef, ends_on=dt.date(2026, 11, 30))
        placed(sander, lef, starts_on=dt.date(2026, 12, 1))
        english.force_login(anna.user)
        assert "1 of 2 seats taken" in page(english.get(url))

    def test_somebody_of_the_host_reads_nothing_of_what_is_over(self, english, url, sander, lef, anna):
        past = {"starts_on": dt.date(2022, 9, 1), "ends_on": dt.date(2024, 8, 31)}
        old = CohortFactory(name="Lichting 2022", periods=1, **past)
        placed(trainee_of(old, "Vroeger"), lef)
        placed(sander, lef, supervisor=anna)
        english.force_login(anna.user)
        text = page(english.get(url))
        assert "1 trainee works here now." in text
        for hidden in ("Lichting 2022", "Vroeger"):
            assert hidden not in text

    def test_a_trainee_reads_about_the_work_and_nobody_else(self, english, url, noor, sander, lef, anna):
        placed(sander, lef, supervised=True)
        english.force_login(noor.user)
        text = page(english.get(url))
        assert "Wijken opknappen." in text
        for hidden in ("Anna Vos", "Sander Holtrop", "2 seats", "/edit/"):
            assert hidden not in text

    def test_a_trainee_sees_their_own_supervisor(self, english, url, noor, lef, anna):
        placed(noor, lef, supervisor=anna)
        english.force_login(noor.user)
        assert "Anna Vos" in page(english.get(url))

    @pytest.mark.parametrize("person", ["trainee", "supervisor", "nobody"])
    def test_others_get_404(self, english, url, person):
        user = {
            "trainee": lambda: TraineeFactory().user,
            "supervisor": lambda: HostMemberFactory().user,
            "nobody": UserFactory,
        }[person]()
        english.force_login(user)
        assert english.get(url).status_code == 404

    @pytest.mark.parametrize("trainees", [1, 3])
    def test_queries_do_not_grow(self, as_coordinator, url, cohort, lef, trainees, django_assert_num_queries):
        for number in range(trainees):
            member = HostMemberFactory(host=lef)
            placed(trainee_of(cohort, f"T{number}"), lef, number % 3 + 1, supervisor=member)
        with django_assert_num_queries(6):
            as_coordinator.get(url)


class TestHostNewAndEdit:
    @pytest.fixture
    def typed(self, housing):
        return {
            "name": "Nijestee",
            "code": "nij",
            "sector": housing.pk,
            "look": "olive",
            "website": "nijestee.example",
        }

    def test_new(self, as_coordinator, typed, coordinator):
        response = as_coordinator.post("/hosts/new/", typed)
        host = Host.objects.get()
        assert (host.name, host.code, host.look, host.website) == (
            "Nijestee", "NIJ", "olive", "https://nijestee.example",
        )  # fmt: skip
        assert host.created_by == coordinator
        assert response.url == f"/hosts/{host.pk}/"
        assert said(response) == ["Nijestee is saved."]

    def test_new_proposes_a_look_that_nobody_has(self, as_coordinator, hosts):
        response = as_coordinator.get("/hosts/new/")
        assert response.context["form"]["look"].value() == "magenta"
        text = page(response)
        assert 'class="choice look-ochre"' in text
        assert "not used yet" in text

    def test_a_name_and_a_code_are_there_once(self, as_coordinator, typed, lef):
        response = as_coordinator.post("/hosts/new/", typed | {"name": "LEFIER", "code": "LEF"})
        assert response.context["form"].errors == {
            "name": ["There is already an organisation with this name."],
            "code": ["There is already an organisation with this code."],
        }

    def test_a_code_is_three_letters(self, as_coordinator, typed):
        response = as_coordinator.post("/hosts/new/", typed | {"code": "N1J"})
        assert response.context["form"].errors == {
            "code": ["The code is three capital letters, such as GRO."]
        }

    def test_edit(self, as_coordinator, typed, lef):
        as_coordinator.post(f"/hosts/{lef.pk}/edit/", typed | {"seen": 1})
        lef.refresh_from_db()
        assert (lef.name, lef.version) == ("Nijestee", 2)

    def test_who_saves_second_is_told(self, as_coordinator, typed, lef):
        Host.objects.update(version=2)
        response = as_coordinator.post(f"/hosts/{lef.pk}/edit/", typed | {"seen": 1})
        assert response.status_code == 409
        assert response.context["form"]["name"].value() == "Nijestee"

    def test_every_coordinator_may(self, english, typed, lef, stranger):
        english.force_login(stranger)
        english.post(f"/hosts/{lef.pk}/edit/", typed | {"seen": 1})
        lef.refresh_from_db()
        assert lef.name == "Nijestee"


class TestHostRemove:
    def test_one_that_was_never_used(self, as_coordinator):
        host = HostMemberFactory(host__name="Leeg").host
        url = f"/hosts/{host.pk}/remove/"
        assert "Leeg was never used in a cohort." in page(as_coordinator.get(url))
        response = as_coordinator.post(url, {"seen": 1})
        assert not Host.objects.exists()
        assert (response.url, said(response)) == ("/hosts/", ["Leeg is removed."])

    def test_one_with_seats_stays(self, as_coordinator, lef):
        url = f"/hosts/{lef.pk}/remove/"
        text = page(as_coordinator.get(url))
        assert "so the organisation stays." in text
        assert "btn--danger" not in text
        response = as_coordinator.post(url, {"seen": 1})
        assert Host.objects.contains(lef)
        [said] = response.context["form"].errors["__all__"]
        assert said == (
            "Lefier has offered seats, trainees work, worked or wish to work there or are not sent there, "
            "or it stands in a draft. That is part of the history of a cohort, so the organisation stays."
        )
        assert 'role="alert"' in response.text

    @pytest.mark.parametrize("naming", [WishFactory, ExclusionFactory, PlanEntryFactory])
    def test_one_that_is_named_by_a_cohort_stays(self, as_coordinator, noor, naming):
        host = naming(trainee=noor, host__sector=SectorFactory()).host
        assert "so the organisation stays." in page(as_coordinator.get(f"/hosts/{host.pk}/remove/"))
        as_coordinator.post(f"/hosts/{host.pk}/remove/", {"seen": 1})
        assert Host.objects.contains(host)
