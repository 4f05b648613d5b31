"""One thing more supposed: a form for each kind."""

from urllib.parse import parse_qs, urlsplit

import pytest

from placements.models import MOST_RANKS, Plan
from placements.supposing import Seats, Wishes
from tests.factories import CohortFactory, HostFactory, PairFactory, TraineeFactory, WishFactory
from tests.placements.conftest import host_with_seats, page, placed
from tests.placements.test_views_supposing import carried, draft, so

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

__all__ = ["draft"]

KINDS = {
    "seats": (
        lambda w: {"host": w["new"].pk, "period": w["periods"][1].pk, "minimum": 0, "maximum": 2},
        "Zonnewijk offers 2 seats in period 2.",
    ),
    "withdraws": (
        lambda w: {"host": w["lef"].pk, "period": w["periods"][2].pk},
        "Lefier has no place for anybody from 1 January 2028 on.",
    ),
    "released": (
        lambda w: {"row": f"{w['noor'].pk}-{w['gro'].pk}-{w['periods'][2].pk}"},
        "The placement of Noor Dijkema at Gemeente in period 3 may change.",
    ),
    "wishes": (
        lambda w: {"wish_1": w["gro"].pk, "wish_3": w["pro"].pk},
        "Noor Dijkema wishes in this order: Gemeente, Provincie.",
    ),
    "lifted": (
        lambda w: {"row": f"{w['sander'].pk}-{w['gro'].pk}"}, "Sander Holtrop may be sent to Gemeente."
    ),
    "excluded": (
        lambda w: {"trainee": w["noor"].pk, "host": w["pro"].pk, "kind": "unfit"},
        "Noor Dijkema is not sent to Provincie.",
    ),
    "unpaired": (
        lambda w: {"row": f"{w['pair'].first_id}-{w['pair'].second_id}"},
        "Nothing is agreed about Noor Dijkema and Sander Holtrop.",
    ),
    "stops": (
        lambda w: {"trainee": w["noor"].pk, "day": "1-7-2027"}, "The last day of Noor Dijkema is 1 July 2027."
    ),
    "stays": (
        lambda w: {"trainee": w["noor"].pk, "day": "31-12-2028"}, "Noor Dijkema stays until 31 December 2028."
    ),
}  # fmt: skip


class TestPlanSupposeNew:
    @pytest.fixture
    def world(self, draft, noor, sander, gro, pro, lef, periods):
        placed(noor, gro, number=3)
        new = HostFactory(name="Zonnewijk")
        first, second = sorted((noor, sander), key=lambda trainee: trainee.pk)
        pair = PairFactory(first=first, second=second)
        return {
            "noor": noor, "sander": sander, "gro": gro, "pro": pro, "lef": lef, "new": new,
            "periods": periods, "pair": pair,
        }  # fmt: skip

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_kind_is_added_to_what_is_supposed(self, as_coordinator, draft, world, kind, lef, periods):
        body, sentence = KINDS[kind]
        before = Seats(lef.pk, periods[1].pk, 0, 4)
        url = f"/plans/{draft.pk}/suppose/{kind}/"
        assert as_coordinator.get(url, {"so": so(before)}).status_code == 200
        response = as_coordinator.post(f"{url}?so={so(before)}&trainee={world['noor'].pk}", body(world))
        assert len(carried(response.url)) == 2
        shown = as_coordinator.get(response.url).context["supposed"]
        assert [told for told, _url in shown] == ["Lefier offers 4 seats in period 2.", sentence]
        assert Plan.objects.count() == 1

    @pytest.mark.parametrize("kind", KINDS)
    def test_nothing_chosen(self, as_coordinator, draft, kind):
        response = as_coordinator.post(f"/plans/{draft.pk}/suppose/{kind}/", {})
        assert response.context["form"].errors

    def test_whose_wishes_comes_first(self, as_coordinator, draft, noor, lef, periods):
        before = Seats(lef.pk, periods[1].pk, 0, 4)
        url = f"/plans/{draft.pk}/suppose/wishes/"
        response = as_coordinator.get(url)
        assert list(response.context["form"].fields) == ["trainee"]
        assert "Next</button>" in page(response)
        response = as_coordinator.post(f"{url}?so={so(before)}", {"trainee": noor.pk})
        assert parse_qs(urlsplit(response.url).query)["trainee"] == [str(noor.pk)]
        assert carried(response.url) == (before,)
        assert "Other wishes of Noor Dijkema" in page(as_coordinator.get(response.url))

    def test_wishes_begin_as_they_are(self, as_coordinator, draft, noor, lef, gro, pro):
        """Also where an organisation offers nothing here; and as they are supposed so far."""
        new = HostFactory(name="Zonnewijk")
        for rank, host in enumerate((pro, new), 1):
            WishFactory(trainee=noor, host=host, rank=rank)
        url = f"/plans/{draft.pk}/suppose/wishes/?trainee={noor.pk}"
        form = as_coordinator.get(url).context["form"]
        assert [field.initial for field in form] == [pro.pk, new.pk, None, None]
        form = as_coordinator.get(f"{url}&so={so(Wishes(noor.pk, (lef.pk,)))}").context["form"]
        assert [field.initial for field in form] == [lef.pk, None, None]

    def test_other_wishes_take_the_place_of_those_before(self, as_coordinator, draft, noor, sander, lef, gro):
        before = Wishes(sander.pk, (lef.pk,)), Wishes(noor.pk, (lef.pk,))
        url = f"/plans/{draft.pk}/suppose/wishes/?trainee={noor.pk}&so={so(*before)}"
        response = as_coordinator.post(url, {"wish_1": gro.pk})
        assert carried(response.url) == (before[0], Wishes(noor.pk, (gro.pk,)))

    def test_as_many_wishes_as_a_trainee_can_give(self, as_coordinator, draft, noor, periods):
        for _number in range(12):
            host_with_seats(periods[1:2])
        response = as_coordinator.get(f"/plans/{draft.pk}/suppose/wishes/", {"trainee": noor.pk})
        assert len(response.context["form"].fields) == MOST_RANKS

    def test_the_same_host_twice_is_no_wish(self, as_coordinator, draft, noor, gro):
        body = {"wish_1": gro.pk, "wish_2": gro.pk}
        response = as_coordinator.post(f"/plans/{draft.pk}/suppose/wishes/?trainee={noor.pk}", body)
        assert list(response.context["form"].errors) == ["wish_2"]

    def test_a_trainee_of_others(self, as_coordinator, draft):
        other = TraineeFactory(cohort=CohortFactory(periods=3))
        body = {"trainee": other.pk, "day": "1-7-2027"}
        response = as_coordinator.post(f"/plans/{draft.pk}/suppose/stops/", body)
        assert list(response.context["form"].errors) == ["trainee"]

    def test_a_kind_that_is_none(self, as_coordinator, draft):
        assert as_coordinator.get(f"/plans/{draft.pk}/suppose/miracle/").status_code == 404
