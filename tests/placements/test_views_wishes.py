import pytest

from placements.models import Wish
from tests.factories import CohortFactory, CoordinatorFactory, HostFactory, WishFactory
from tests.placements.conftest import page, said, trainee_of
from trainees.models import Trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestWishEdit:
    @pytest.fixture
    def url(self, noor, hosts):
        return f"/trainees/{noor.pk}/wishes/"

    def wishes(self, trainee):
        return list(Wish.objects.of_trainee(trainee).in_order().values_list("rank", "host__code"))

    def test_one_list_for_each_host_with_seats(self, as_coordinator, url, noor, lef, gro):
        HostFactory(code="XYZ")
        WishFactory(trainee=noor, host=lef, rank=1)
        form = as_coordinator.get(url).context["form"]
        assert [(field.label, field.value()) for field in form.wish_fields] == [
            ("First wish", lef.pk),
            ("Second wish", None),
            ("Third wish", None),
        ]
        assert "XYZ" not in str(form)

    def test_a_wish_for_a_host_without_seats_is_not_lost(self, as_coordinator, url, noor):
        other = HostFactory(code="XYZ")
        WishFactory(trainee=noor, host=other, rank=1)
        assert as_coordinator.get(url).context["form"].wish_fields[0].value() == other.pk

    def test_replaces_them_all(self, as_coordinator, url, noor, lef, gro, pro):
        WishFactory(trainee=noor, host=lef, rank=1)
        WishFactory(trainee=noor, host=gro, rank=2)
        response = as_coordinator.post(url, {"wish_1": gro.pk, "wish_2": "", "wish_3": lef.pk, "seen": 1})
        assert self.wishes(noor) == [(1, "GRO"), (2, "LEF")]
        assert (response.url, said(response)) == (
            f"/trainees/{noor.pk}/",
            ["The 2 wishes of Noor Dijkema are saved."],
        )
        assert Trainee.objects.get(pk=noor.pk).version == 2

    def test_none(self, as_coordinator, url, noor, lef):
        WishFactory(trainee=noor, host=lef, rank=1)
        response = as_coordinator.post(url, {"seen": 1})
        assert self.wishes(noor) == []
        assert said(response) == ["Noor Dijkema has no wishes."]

    def test_a_host_once(self, as_coordinator, url, noor, lef):
        response = as_coordinator.post(url, {"wish_1": lef.pk, "wish_3": lef.pk, "seen": 1})
        assert response.context["form"].errors == {
            "wish_3": ["Lefier is the first wish already. Choose another, or none."]
        }
        assert self.wishes(noor) == []

    def test_who_saves_second_is_told(self, as_coordinator, url, noor, lef, gro):
        WishFactory(trainee=noor, host=gro, rank=1)
        Trainee.objects.update(version=2)
        response = as_coordinator.post(url, {"wish_1": lef.pk, "seen": 1})
        assert response.status_code == 409
        assert response.context["form"]["wish_1"].value() == str(lef.pk)
        assert self.wishes(noor) == [(1, "GRO")]

    def test_nothing_to_wish_for(self, as_coordinator, coordinator):
        empty = CohortFactory()
        CoordinatorFactory(cohort=empty, user=coordinator)
        text = page(as_coordinator.get(f"/trainees/{trainee_of(empty, 'Tess').pk}/wishes/"))
        assert "so there is nothing to wish for." in text

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow(self, as_coordinator, url, noor, hosts, rows, django_assert_num_queries):
        for rank in range(1, rows + 1):
            WishFactory(trainee=noor, host=hosts[rank - 1], rank=rank)
        with django_assert_num_queries(6):
            as_coordinator.get(url)
