"""A trainee ranks hosts while they are asked to."""

import datetime as dt
import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from placements.models import Exclusion, Wish
from tests.factories import (
    CohortFactory,
    ExclusionFactory,
    HostFactory,
    PlanningFactory,
    SeatFactory,
    TraineeFactory,
    WishFactory,
)
from tests.placements.conftest import page, said
from trainees.models import Trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

URL = "/my-wishes/"
FIRST, LAST = dt.date(2026, 11, 3), dt.date(2026, 11, 24)


@pytest.fixture
def window(cohort):
    return PlanningFactory(cohort=cohort, wishes_open_on=FIRST, wishes_close_on=LAST)


@pytest.fixture
def as_noor(english, noor, hosts, window, today):
    english.force_login(noor.user)
    return english


def wishes(trainee):
    return list(Wish.objects.of_trainee(trainee).in_order().values_list("host__code", flat=True))


def wish(trainee, *hosts):
    for rank, host in enumerate(hosts, 1):
        WishFactory(trainee=trainee, host=host, rank=rank)


def undo_of(response):
    """Where the button beside the sentence posts to."""
    return [message.extra_tags for message in get_messages(response.wsgi_request)]


class TestMyWishes:
    def test_own_wishes_in_order_and_the_others_by_sector(self, as_noor, noor, gro, pro, lef):
        wish(noor, lef, gro)
        response = as_noor.get(URL)
        own = response.context["own"]
        assert [choice.host.code for choice in own.wished] == ["LEF", "GRO"]
        assert [choice.host.code for choice in own.others] == ["PRO"]
        text = page(response)
        assert "You can change your wishes up to and including 24 November 2026." in text
        for name in ("Move Lefier down", "Move Gemeente up"):
            assert f'aria-label="{name}"' in text
        for name in ("Move Lefier up", "Move Gemeente down"):
            assert name not in text

    def test_the_work_unfolds_and_leads_to_the_page(self, as_noor, lef):
        lef.description = "Wijken opknappen."
        lef.save()
        text = page(as_noor.get(URL))
        assert "<p>Wijken opknappen.</p>" in text
        assert f'href="/hosts/{lef.pk}/"' in text

    def test_no_link_to_a_page_that_is_closed_to_them(self, as_noor, noor):
        gone = HostFactory(description="Was er ooit.")
        wish(noor, gone)
        assert f"/hosts/{gone.pk}/" not in page(as_noor.get(URL))
        assert as_noor.get(f"/hosts/{gone.pk}/").status_code == 404

    @pytest.mark.parametrize(
        ("kind", "told"),
        [
            (Exclusion.Kind.EMPLOYER, "You worked here before your traineeship, so you are not sent here."),
            (Exclusion.Kind.VETO, "You said that you would rather not work here."),
            (Exclusion.Kind.UNFIT, ""),
        ],
    )
    def test_where_they_are_not_sent(self, as_noor, noor, lef, kind, told):
        ExclusionFactory(trainee=noor, host=lef, kind=kind)
        response = as_noor.get(URL)
        [choice] = [each for each in response.context["own"].others if each.host == lef]
        assert choice.why_not == told
        assert (f"/my-wishes/{lef.pk}/add/" in page(response)) is (not told)
        assert "suitable" not in page(response)

    def test_nothing_of_others(self, as_noor, sander, lef):
        wish(sander, lef)
        ExclusionFactory(trainee=sander, host=lef)
        own = as_noor.get(URL).context["own"]
        assert own.wished == ()
        assert [choice.why_not for choice in own.others] == ["", "", ""]

    def test_when_it_was_saved(self, as_noor, noor, lef, time_machine):
        wish(noor, lef)
        time_machine.move_to(dt.datetime(2026, 11, 18, 13, 2, tzinfo=dt.UTC))
        Wish.objects.update(created_at=timezone.now())
        assert "Saved at 14:02" in page(as_noor.get(URL))
        Wish.objects.update(created_at=dt.datetime(2026, 11, 17, 13, 2, tzinfo=dt.UTC))
        assert "Saved on 17 November at 14:02" in page(as_noor.get(URL))

    def test_without_seats_there_is_nothing_to_choose(self, english, today):
        english.force_login(TraineeFactory().user)
        text = page(english.get(URL))
        assert "Your coordinator has not asked for wishes yet." in text
        assert "No organisation offers seats in your cohort yet." in text

    def test_of_two_traineeships_the_one_that_is_asked(self, as_noor, noor, window):
        later = CohortFactory(
            starts_on=dt.date(2029, 9, 1), ends_on=dt.date(2031, 8, 31), name="Lichting 2029", periods=3
        )
        next_one = TraineeFactory(cohort=later, user=noor.user)
        assert as_noor.get(URL).context["own"].trainee == noor
        window.delete()
        PlanningFactory(cohort=later, wishes_open_on=FIRST, wishes_close_on=LAST)
        assert as_noor.get(URL).context["own"].trainee == next_one

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow(self, as_noor, noor, periods, hosts, rows, django_assert_num_queries):
        wish(noor, *hosts[:rows])
        for _number in range(rows):
            ExclusionFactory(trainee=noor, host=SeatFactory(period=periods[0]).host)
        with django_assert_num_queries(4):
            as_noor.get(URL)


EDGES = [
    (dt.datetime(2026, 11, 2, 23, 59), False),
    (dt.datetime(2026, 11, 3, 0, 0), True),
    (dt.datetime(2026, 11, 24, 23, 59), True),
    (dt.datetime(2026, 11, 25, 0, 0), False),
]


OVER = (
    "You could give wishes up to and including 24 November 2026. Ask your coordinator if there is anything."
)


class TestWindow:
    """The days count as they are in Amsterdam: at midnight there it is still the day before in UTC."""

    @pytest.mark.parametrize(("moment", "is_open"), EDGES)
    def test_first_and_last_day_count(self, as_noor, noor, lef, time_machine, moment, is_open):
        time_machine.move_to(timezone.make_aware(moment))
        as_noor.force_login(noor.user)
        assert ("/my-wishes/order/" in page(as_noor.get(URL))) is is_open
        as_noor.post(f"{URL}{lef.pk}/add/", {"seen": 1})
        assert wishes(noor) == (["LEF"] if is_open else [])

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [
            (2, "You can give your wishes from 3 November 2026 up to and including 24 November 2026."),
            (25, OVER),
        ],
    )
    @pytest.mark.parametrize("name", ["up", "down", "add", "remove"])
    def test_outside_it_nothing_is_saved_and_that_is_said(
        self, as_noor, noor, lef, gro, time_machine, day, sentence, name
    ):
        wish(noor, gro, lef)
        time_machine.move_to(timezone.make_aware(dt.datetime(2026, 11, day, 12)))
        as_noor.force_login(noor.user)
        assert sentence in page(as_noor.get(URL))
        response = as_noor.post(f"{URL}{lef.pk}/{name}/", {"seen": 1})
        assert said(response) == [sentence]
        assert wishes(noor) == ["GRO", "LEF"]

    def test_nobody_asked(self, as_noor, noor, lef, window):
        window.delete()
        response = as_noor.post(f"{URL}{lef.pk}/add/", {"seen": 1})
        assert said(response) == ["Your coordinator has not asked for wishes yet."]
        assert wishes(noor) == []

    def test_who_stopped_has_nothing_to_wish_for(self, as_noor, noor, lef):
        Trainee.objects.update(ends_on=dt.date(2026, 11, 17))
        sentence = "Your traineeship has ended, so there is nothing to wish for any more."
        assert sentence in page(as_noor.get(URL))
        as_noor.post(f"{URL}{lef.pk}/add/", {"seen": 1})
        assert wishes(noor) == []


class TestMyWishAdd:
    def test_as_the_last(self, as_noor, noor, lef, gro):
        wish(noor, gro)
        response = as_noor.post(f"{URL}{lef.pk}/add/", {"seen": 1})
        assert wishes(noor) == ["GRO", "LEF"]
        assert (response.url, said(response)) == (f"{URL}#wish-{lef.pk}", ["Saved at 10:00"])
        assert Trainee.objects.get(pk=noor.pk).version == 2
        assert Wish.objects.first().created_by == noor.user

    @pytest.mark.parametrize("kind", [Exclusion.Kind.EMPLOYER, Exclusion.Kind.VETO])
    def test_not_where_they_are_not_sent(self, as_noor, noor, lef, kind):
        ExclusionFactory(trainee=noor, host=lef, kind=kind)
        response = as_noor.post(f"{URL}{lef.pk}/add/", {"seen": 1})
        assert said(response) == ["You are not sent to Lefier, so it cannot be a wish. Nothing is saved."]
        assert wishes(noor) == []

    @pytest.mark.parametrize("beside", [0, 1000, 10**15])
    def test_not_a_host_of_another_cohort_nor_one_that_is_not_there(self, as_noor, noor, beside):
        response = as_noor.post(f"{URL}{SeatFactory().host_id + beside}/add/", {"seen": 1})
        assert said(response) == ["That organisation is not there to choose from. Nothing is saved."]
        assert wishes(noor) == []

    def test_no_more_than_twelve(self, as_noor, noor, lef, periods):
        wish(noor, *(SeatFactory(period=periods[0]).host for _number in range(12)))
        assert f"/my-wishes/{lef.pk}/add/" not in page(as_noor.get(URL))
        response = as_noor.post(f"{URL}{lef.pk}/add/", {"seen": 1})
        assert said(response) == ["You can give at most 12 wishes. Take one off first."]
        assert len(wishes(noor)) == 12

    @pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 20])
    def test_without_what_was_seen(self, as_noor, noor, lef, seen):
        response = as_noor.post(f"{URL}{lef.pk}/add/", {"seen": seen})
        assert said(response) == ["This order of wishes cannot be read. Nothing is saved; try again."]
        assert wishes(noor) == []


class TestMyWishRemove:
    def test_the_others_close_up(self, as_noor, noor, lef, gro, pro):
        wish(noor, lef, gro, pro)
        as_noor.post(f"{URL}{gro.pk}/remove/", {"seen": 1})
        assert wishes(noor) == ["LEF", "PRO"]
        assert [own.rank for own in Wish.objects.of_trainee(noor).in_order()] == [1, 2]

    def test_also_what_became_impossible(self, as_noor, noor, lef):
        wish(noor, lef)
        ExclusionFactory(trainee=noor, host=lef)
        text = page(as_noor.get(URL))
        assert "You said that you would rather not work here." in text
        as_noor.post(f"{URL}{lef.pk}/remove/", {"seen": 1})
        assert wishes(noor) == []


class TestMyWishUpAndDown:
    @pytest.mark.parametrize(
        ("name", "host", "order"),
        [
            ("up", "pro", ["LEF", "PRO", "GRO"]),
            ("down", "lef", ["GRO", "LEF", "PRO"]),
            ("up", "lef", ["LEF", "GRO", "PRO"]),
            ("down", "pro", ["LEF", "GRO", "PRO"]),
        ],
    )
    def test_one_place(self, as_noor, noor, lef, gro, pro, name, host, order):
        wish(noor, lef, gro, pro)
        pk = {"lef": lef, "gro": gro, "pro": pro}[host].pk
        as_noor.post(f"{URL}{pk}/{name}/", {"seen": 1})
        assert wishes(noor) == order

    def test_what_changes_nothing_is_not_saved(self, as_noor, noor, lef, gro):
        wish(noor, lef, gro)
        response = as_noor.post(f"{URL}{lef.pk}/up/", {"seen": 1})
        assert said(response) == []
        assert Trainee.objects.get(pk=noor.pk).version == 1


class TestMyWishOrder:
    def test_a_whole_order(self, as_noor, noor, lef, gro, pro):
        wish(noor, lef, gro, pro)
        response = as_noor.post(f"{URL}order/", {"seen": 1, "order": f"{pro.pk},{lef.pk},{gro.pk}"})
        assert wishes(noor) == ["PRO", "LEF", "GRO"]
        assert said(response) == ["Saved at 10:00"]

    @pytest.mark.parametrize(
        "order", ["x", "1;2", "-1", "1.5", "²", "\x00", "9" * 500, "{lef},{lef}", "<script>"]
    )
    def test_garbage(self, as_noor, noor, lef, gro, order):
        wish(noor, lef, gro)
        response = as_noor.post(f"{URL}order/", {"seen": 1, "order": order.format(lef=lef.pk)})
        assert said(response) == ["This order of wishes cannot be read. Nothing is saved; try again."]
        assert wishes(noor) == ["LEF", "GRO"]

    def test_a_host_of_another_cohort(self, as_noor, noor, lef):
        wish(noor, lef)
        response = as_noor.post(f"{URL}order/", {"seen": 1, "order": f"{SeatFactory().host_id},{lef.pk}"})
        assert said(response) == ["That organisation is not there to choose from. Nothing is saved."]
        assert wishes(noor) == ["LEF"]


class TestMyWishUndo:
    def test_the_order_is_as_it_was(self, as_noor, noor, lef, gro):
        wish(noor, lef, gro)
        [url] = undo_of(as_noor.post(f"{URL}{lef.pk}/remove/", {"seen": 1}))
        assert f'action="{url.replace("&", "&amp;")}"' in page(as_noor.get(URL))
        response = as_noor.post(url)
        assert wishes(noor) == ["LEF", "GRO"]
        assert said(response) == ["Undone. Your wishes are as they were."]

    def test_not_over_a_later_change(self, as_noor, noor, lef, gro, pro):
        wish(noor, lef, gro)
        [url] = undo_of(as_noor.post(f"{URL}{lef.pk}/remove/", {"seen": 1}))
        as_noor.post(f"{URL}{pro.pk}/add/", {"seen": 2})
        response = as_noor.post(url)
        assert response.status_code == 409
        assert wishes(noor) == ["GRO", "PRO"]

    @pytest.mark.parametrize("query", ["", "?order=1", "?seen=1&order=x", "?seen=x&order=1"])
    def test_an_address_made_up(self, as_noor, noor, lef, query):
        wish(noor, lef)
        response = as_noor.post(f"{URL}undo/{query}")
        assert said(response) == ["This order of wishes cannot be read. Nothing is saved; try again."]
        assert wishes(noor) == ["LEF"]


class TestTwoWindows:
    def test_the_second_is_told_and_nothing_is_lost(self, as_noor, noor, lef, gro, pro):
        wish(noor, lef, gro)
        as_noor.post(f"{URL}{pro.pk}/add/", {"seen": 1})
        response = as_noor.post(f"{URL}{gro.pk}/up/", {"seen": 1})
        assert response.status_code == 409
        assert "Your wishes were changed meanwhile" in page(response)
        assert [choice.host.code for choice in response.context["own"].wished] == ["LEF", "GRO", "PRO"]
        assert wishes(noor) == ["LEF", "GRO", "PRO"]
        # What it shows is of now, so the next try is taken.
        seen = re.search(r'name="seen" value="(\d+)"', page(response))[1]
        as_noor.post(f"{URL}{gro.pk}/up/", {"seen": seen})
        assert wishes(noor) == ["GRO", "LEF", "PRO"]

    def test_a_coordinator_meanwhile(self, as_noor, noor, coordinator, lef, gro):
        wish(noor, lef)
        other = Client()
        other.force_login(coordinator)
        other.post(f"/trainees/{noor.pk}/wishes/", {"wish_1": gro.pk, "seen": 1})
        assert as_noor.post(f"{URL}{lef.pk}/remove/", {"seen": 1}).status_code == 409
        assert wishes(noor) == ["GRO"]


OWN_PAGES = {
    "my_wishes": ("get", URL),
    "my_wish_order": ("post", f"{URL}order/"),
    "my_wish_undo": ("post", f"{URL}undo/"),
    "my_wish_add": ("post", f"{URL}1/add/"),
    "my_wish_remove": ("post", f"{URL}1/remove/"),
    "my_wish_up": ("post", f"{URL}1/up/"),
    "my_wish_down": ("post", f"{URL}1/down/"),
}


@pytest.mark.parametrize("name", OWN_PAGES)
class TestWhoAndHow:
    def test_a_coordinator_has_none(self, name, as_coordinator):
        method, url = OWN_PAGES[name]
        assert getattr(as_coordinator, method)(url).status_code == (404 if "/1/" in url else 403)

    def test_a_supervisor_has_none(self, name, client, anna):
        method, url = OWN_PAGES[name]
        client.force_login(anna.user)
        assert getattr(client, method)(url).status_code == (404 if "/1/" in url else 403)

    def test_who_is_not_signed_in(self, name, client):
        method, url = OWN_PAGES[name]
        assert getattr(client, method)(url).url == f"/accounts/login/?next={url}"

    def test_wrong_methods(self, name, as_noor):
        right, url = OWN_PAGES[name]
        for method in {"get", "post", "put", "patch", "delete"} - {right}:
            assert getattr(as_noor, method)(url).status_code == 405
