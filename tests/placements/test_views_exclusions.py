import pytest

from placements.models import Exclusion
from tests.factories import ExclusionFactory, UserFactory, WishFactory
from tests.placements.conftest import page, placed, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestExclusionNew:
    @pytest.fixture
    def url(self, noor, hosts):
        return f"/trainees/{noor.pk}/exclusions/new/"

    def test_asks_an_organisation_and_a_kind_and_no_words(self, as_coordinator, url, noor, lef, gro, pro):
        ExclusionFactory(trainee=noor, host=gro)
        response = as_coordinator.get(url)
        form = response.context["form"]
        assert list(form.fields) == ["host", "kind"]
        assert list(form.fields["host"].queryset) == [pro, lef]
        assert "the trainee said so" in page(response)

    def test_saves_says_so_and_can_be_undone(self, as_coordinator, coordinator, url, noor, lef):
        response = as_coordinator.post(url, {"host": lef.pk, "kind": "employer"}, follow=True)
        exclusion = Exclusion.objects.get()
        assert (exclusion.trainee, exclusion.host, exclusion.kind) == (noor, lef, "employer")
        assert exclusion.created_by == coordinator
        assert response.redirect_chain == [(f"/trainees/{noor.pk}/#h-not-to", 302)]
        text = page(response)
        assert "Noor Dijkema is not sent to Lefier." in text
        assert f'action="/exclusions/{exclusion.pk}/undo/"' in text
        assert "former employer" in text

    def test_a_placement_that_is_there_stays(self, as_coordinator, url, noor, lef):
        placement = placed(noor, lef)
        as_coordinator.post(url, {"host": lef.pk, "kind": "unfit"})
        placement.refresh_from_db()
        assert placement.version == 1

    @pytest.mark.parametrize(
        ("sent", "wrong"), [({}, {"host", "kind"}), ({"host": "x", "kind": "illness"}, {"host", "kind"})]
    )
    def test_what_cannot_be(self, as_coordinator, url, sent, wrong):
        assert set(as_coordinator.post(url, sent).context["form"].errors) == wrong
        assert not Exclusion.objects.exists()

    def test_twice(self, as_coordinator, url, noor, lef):
        ExclusionFactory(trainee=noor, host=lef)
        response = as_coordinator.post(url, {"host": lef.pk, "kind": "veto"})
        assert "host" in response.context["form"].errors
        assert Exclusion.objects.count() == 1

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow(self, as_coordinator, url, noor, hosts, rows, django_assert_num_queries):
        for host in hosts[:rows]:
            ExclusionFactory(trainee=noor, host=host)
        with django_assert_num_queries(5):
            as_coordinator.get(url)


class TestExclusionRemove:
    @pytest.fixture
    def exclusion(self, noor, lef):
        return ExclusionFactory(trainee=noor, host=lef, kind="employer")

    @pytest.fixture
    def url(self, exclusion):
        return f"/exclusions/{exclusion.pk}/remove/"

    def test_says_what_it_means_first(self, as_coordinator, url):
        text = page(as_coordinator.get(url))
        assert "May Noor Dijkema go to Lefier after all?" in text
        assert "It says now: former employer." in text
        assert Exclusion.objects.exists()

    def test_removes(self, as_coordinator, url, noor):
        response = as_coordinator.post(url, {"seen": 1})
        assert (response.url, said(response)) == (
            f"/trainees/{noor.pk}/#h-not-to",
            ["Noor Dijkema may go to Lefier again."],
        )
        assert not Exclusion.objects.exists()


class TestExclusionUndo:
    def test_takes_back_what_one_just_noted(self, as_coordinator, coordinator, noor, lef):
        exclusion = ExclusionFactory(trainee=noor, host=lef, created_by=coordinator)
        response = as_coordinator.post(f"/exclusions/{exclusion.pk}/undo/")
        assert said(response) == ["Undone. Noor Dijkema may go to Lefier."]
        assert not Exclusion.objects.exists()

    @pytest.mark.parametrize("changed", [{"version": 2}, {"created_by": None}])
    def test_what_somebody_else_changed_or_noted_stays(self, as_coordinator, coordinator, noor, lef, changed):
        exclusion = ExclusionFactory(trainee=noor, host=lef, created_by=coordinator)
        Exclusion.objects.update(**changed)
        response = as_coordinator.post(f"/exclusions/{exclusion.pk}/undo/")
        assert said(response) == [
            "This was changed after it was saved, so it stays. You can still remove it."
        ]
        assert Exclusion.objects.exists()

    def test_a_second_time_is_told(self, as_coordinator, coordinator, noor, lef):
        exclusion = ExclusionFactory(trainee=noor, host=lef, created_by=coordinator)
        for status in (302, 404):
            assert as_coordinator.post(f"/exclusions/{exclusion.pk}/undo/").status_code == status


class TestChoosingAPlace:
    """An excluded organisation can be chosen on purpose only."""

    @pytest.fixture
    def url(self, noor, periods, hosts, lef):
        ExclusionFactory(trainee=noor, host=lef, kind="employer")
        return f"/trainees/{noor.pk}/periods/{periods[0].pk}/place/"

    @pytest.fixture
    def sent(self, lef):
        return {"host": lef.pk, "starts_on": "2026-09-01", "ends_on": "2027-04-30"}

    def test_it_says_why(self, as_coordinator, url, noor, lef):
        WishFactory(trainee=noor, host=lef)
        text = page(as_coordinator.get(url))
        assert "Former employer · Adds housing · first wish" in text
        assert "goes back" not in text

    def test_asks_whether_that_is_right(self, as_coordinator, url, sent, noor):
        response = as_coordinator.post(url, sent)
        sentence = "worked at Lefier before the traineeship. Tick that this is right, or choose another."
        assert response.context["form"].errors == {"despite": [f"Noor Dijkema {sentence}"]}
        assert "Noor Dijkema goes back to the former employer Lefier" in page(response)
        assert not noor.placements.exists()

    def test_a_tick_is_for_one_organisation(self, as_coordinator, url, sent, noor, lef, gro):
        ExclusionFactory(trainee=noor, host=gro, kind="veto")
        response = as_coordinator.post(url, sent | {"host": gro.pk, "despite": lef.pk})
        assert list(response.context["form"].errors) == ["despite"]

    def test_saves_what_was_agreed(self, as_coordinator, url, sent, noor, lef):
        as_coordinator.post(url, sent | {"despite": lef.pk})
        assert noor.placements.get().host == lef

    def test_who_is_there_stays_without_being_asked(self, as_coordinator, url, sent, noor, lef):
        placement = placed(noor, lef)
        response = as_coordinator.post(
            f"/placements/{placement.pk}/edit/", sent | {"seen": 1, "ends_on": "2027-03-31"}
        )
        assert response.status_code == 302
        placement.refresh_from_db()
        assert str(placement.ends_on) == "2027-03-31"


def test_nobody_else_sees_them(client, noor, lef):
    """Not even a supervisor of that organisation, whose trainee it is."""
    exclusion = ExclusionFactory(trainee=noor, host=lef)
    assert list(Exclusion.objects.visible_to(noor.user)) == [exclusion]
    assert list(Exclusion.objects.visible_to(UserFactory())) == []
