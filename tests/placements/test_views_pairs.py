import pytest

from placements.models import Pair
from tests.factories import PairFactory, TraineeFactory
from tests.placements.conftest import page, said, trainee_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

APART = "%s and %s are never at one organisation in the same period."
TOGETHER = "%s and %s work at one organisation at least once."


class TestPairList:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/pairs/"

    def test_nothing_agreed(self, as_coordinator, url, cohort):
        text = page(as_coordinator.get(url))
        assert "Nothing is agreed about any two trainees" in text
        assert f'href="/cohorts/{cohort.pk}/pairs/new/"' in text

    def test_who_and_what(self, as_coordinator, url, noor, sander):
        pair = PairFactory(first=noor, second=sander)
        PairFactory()
        response = as_coordinator.get(url)
        assert list(response.context["pairs"]) == [pair]
        text = page(response)
        assert "Noor Dijkema and Sander Holtrop" in text
        assert "never at one organisation in the same period" in text
        Pair.objects.update(together=True)
        assert "at least one period at one organisation" in page(as_coordinator.get(url))

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow(self, as_coordinator, url, cohort, rows, django_assert_num_queries):
        for number in range(rows):
            PairFactory(first=trainee_of(cohort, f"T{number}"))
        with django_assert_num_queries(4):
            assert len(as_coordinator.get(url).context["pairs"]) == rows


class TestPairNew:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/pairs/new/"

    def test_the_trainees_of_this_cohort(self, as_coordinator, url, noor, sander):
        TraineeFactory()
        response = as_coordinator.get(url)
        offered = [name for _key, name in response.context["form"].fields["other"].choices]
        assert offered == ["Choose a trainee", noor, sander]
        assert "Only the coordinators of this cohort see this." in page(response)

    @pytest.mark.parametrize(
        ("what", "together", "sentence"), [("apart", False, APART), ("together", True, TOGETHER)]
    )
    def test_saves_whoever_is_named_first(
        self, as_coordinator, coordinator, url, cohort, noor, sander, what, together, sentence
    ):
        one, other = sorted((noor, sander), key=lambda trainee: -trainee.pk)
        response = as_coordinator.post(url, {"one": one.pk, "other": other.pk, "what": what})
        pair = Pair.objects.get()
        assert (pair.first, pair.second, pair.together) == (other, one, together)
        assert pair.created_by == coordinator
        assert response.url == f"/cohorts/{cohort.pk}/pairs/"
        assert said(response) == [sentence % (other, one)]

    def test_the_page_after_it_offers_to_undo(self, as_coordinator, url, noor, sander):
        sent = {"one": noor.pk, "other": sander.pk, "what": "apart"}
        text = page(as_coordinator.post(url, sent, follow=True))
        assert f'action="/pairs/{Pair.objects.get().pk}/undo/"' in text

    def test_nobody_with_themselves(self, as_coordinator, url, noor):
        response = as_coordinator.post(url, {"one": noor.pk, "other": noor.pk, "what": "apart"})
        assert response.context["form"].errors == {"other": ["Choose somebody else than Noor Dijkema."]}

    def test_two_only_once(self, as_coordinator, url, noor, sander):
        PairFactory(first=noor, second=sander)
        response = as_coordinator.post(url, {"one": sander.pk, "other": noor.pk, "what": "together"})
        assert response.context["form"].errors == {
            "other": ["Something is agreed about these two already. Remove that first."]
        }
        assert Pair.objects.count() == 1

    def test_nothing_chosen(self, as_coordinator, url, noor):
        assert set(as_coordinator.post(url, {}).context["form"].errors) == {"one", "other", "what"}


class TestPairRemove:
    @pytest.fixture
    def url(self, noor, sander):
        return f"/pairs/{PairFactory(first=noor, second=sander).pk}/remove/"

    def test_says_what_it_means_first(self, as_coordinator, url):
        text = page(as_coordinator.get(url))
        assert "Remove what is agreed about Noor Dijkema and Sander Holtrop?" in text
        assert "A plan may then send them to one organisation in the same period." in text
        Pair.objects.update(together=True)
        assert "no longer sees to it" in page(as_coordinator.get(url))

    def test_removes(self, as_coordinator, url, cohort):
        response = as_coordinator.post(url, {"seen": 1})
        assert (response.url, said(response)) == (
            f"/cohorts/{cohort.pk}/pairs/",
            ["Nothing is agreed about Noor Dijkema and Sander Holtrop any more."],
        )
        assert not Pair.objects.exists()


class TestPairUndo:
    def test_takes_back_what_one_just_noted(self, as_coordinator, coordinator, noor, sander):
        pair = PairFactory(first=noor, second=sander, created_by=coordinator)
        response = as_coordinator.post(f"/pairs/{pair.pk}/undo/")
        assert said(response) == ["Undone. Nothing is agreed about Noor Dijkema and Sander Holtrop any more."]
        assert not Pair.objects.exists()

    def test_what_somebody_else_noted_stays(self, as_coordinator, noor, sander):
        pair = PairFactory(first=noor, second=sander)
        as_coordinator.post(f"/pairs/{pair.pk}/undo/")
        assert Pair.objects.get() == pair
