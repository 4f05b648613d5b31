import datetime as dt

import pytest
from django.utils import translation

from placements.models import Host, Period, Placement, Seat
from tests.admin_pages import choices, errors, list_url, listed, new_url, row_url, save, typed
from tests.factories import (
    CohortFactory,
    CoordinatorFactory,
    ExclusionFactory,
    HostFactory,
    HostMemberFactory,
    PlacementFactory,
    SeatFactory,
    TraineeFactory,
    WishFactory,
)
from tests.rules import settled
from trainees.models import Cohort

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
GAP = "The periods have to follow each other without a gap, from the first to the last day of the cohort."


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


class TestPlacement:
    def test_a_second_one_at_the_same_time(self, admin):
        """The database refuses it; the page says so and keeps what was typed."""
        placement = PlacementFactory()
        other = SeatFactory(period=placement.period)
        settled()
        asked = {
            "trainee": placement.trainee_id, "period": placement.period_id, "host": other.host_id,
            "starts_on": "1-10-2026", "ends_on": "31-10-2026",
        }  # fmt: skip
        answer = save(admin, new_url(Placement), **asked)
        assert errors(answer) == ["This trainee already has a placement in these days."]
        assert typed(answer)["host"] == [str(other.host_id)]
        assert list(answer.context["messages"]) == []
        assert Placement.objects.count() == 1

    def test_a_full_host(self, admin):
        seat = SeatFactory(maximum=1)
        PlacementFactory(host=seat.host, period=seat.period, trainee__cohort=seat.period.cohort)
        tess = TraineeFactory(cohort=seat.period.cohort)
        settled()
        asked = {
            "trainee": tess.pk, "period": seat.period_id, "host": seat.host_id,
            "starts_on": "1-10-2026", "ends_on": "31-10-2026",
        }  # fmt: skip
        answer = save(admin, new_url(Placement), **asked)
        assert errors(answer) == [
            "There are not enough seats at this organisation in this period. Add a seat, or choose another."
        ]

    def test_with_the_trainee(self, admin):
        """Two placements may trade periods on the page of their trainee."""
        first = PlacementFactory(number=1)
        second = PlacementFactory(trainee=first.trainee, number=2)
        for host, period in ((first.host, second.period), (second.host, first.period)):
            SeatFactory(host=host, period=period)
        settled()
        url = row_url(first.trainee)
        traded = {
            "placements-0-host": second.host_id, "placements-1-host": first.host_id,
        }  # fmt: skip
        save(admin, url, **traded)
        first.refresh_from_db()
        assert (first.host, first.version, first.changed_by) == (second.host, 2, admin.user)

    def test_who_has_no_supervisor_yet(self, admin):
        lonely = PlacementFactory()
        PlacementFactory(supervised=True)
        assert listed(admin.get(list_url(Placement, "?supervised=no"))) == [lonely.pk]


class TestPeriods:
    def test_a_switch_moves_on_the_page_of_the_cohort(self, admin):
        cohort = CoordinatorFactory(cohort__periods=2).cohort
        first, second = cohort.periods.in_order()
        settled()
        url, day = row_url(cohort), second.starts_on + 7 * DAY
        moved = {
            "periods-0-ends_on": (day - DAY).isoformat(), "periods-1-starts_on": day.isoformat(),
        }  # fmt: skip
        assert save(admin, url, **moved)["Location"] == list_url(Cohort)
        first.refresh_from_db()
        assert (first.ends_on, first.version) == (day - DAY, 2)

    def test_a_gap_is_told(self, admin):
        cohort = CoordinatorFactory(cohort__periods=2).cohort
        settled()
        answer = save(admin, row_url(cohort), ends_on="30-9-2028")
        assert errors(answer) == [GAP]

    def test_one_of_the_middle_cannot_go(self, admin):
        middle = CohortFactory(periods=3).periods.get(number=2)
        settled()
        answer = admin.post(row_url(middle, "delete"), {"post": "yes"}, follow=True)
        assert [str(message) for message in answer.context["messages"]] == [GAP]
        assert Period.objects.filter(pk=middle.pk).exists()

    def test_a_whole_cohort_at_once(self, admin):
        asked = {
            "name": "Lichting 2030", "starts_on": "1 september 2030", "ends_on": "31 augustus 2032",
            "coordinations-0-user": admin.user.pk, "periods-TOTAL_FORMS": 1, "periods-0-number": 1,
            "periods-0-starts_on": "1-9-2030", "periods-0-ends_on": "31-8-2032", "periods-0-seen": 0,
        }  # fmt: skip
        answer = save(admin, new_url(Cohort), **asked)
        assert answer.status_code == 302, errors(answer)
        cohort = Cohort.objects.get(name="Lichting 2030")
        assert (cohort.created_by, cohort.periods.get().created_by) == (admin.user, admin.user)
        assert list(cohort.coordinators.all()) == [admin.user]


class TestSeats:
    def test_not_below_who_is_placed(self, admin):
        PlacementFactory()
        settled()
        seat = Seat.objects.get()
        answer = save(admin, row_url(seat), maximum=0)
        assert errors(answer) == [
            "More trainees are placed here in this period than that. Move somebody first."
        ]

    def test_nothing_offered(self, admin):
        SeatFactory()
        empty = SeatFactory(maximum=0)
        assert listed(admin.get(list_url(Seat, "?offer=none"))) == [empty.pk]


class TestChoosing:
    def test_periods_with_their_cohort(self, admin):
        CohortFactory(periods=2, name="Lichting 2026")
        CohortFactory(periods=2, name="Lichting 2027")
        assert choices(admin, "placements.Placement.period", "2026") == [
            "Lichting 2026 · Period 1", "Lichting 2026 · Period 2",
        ]  # fmt: skip

    def test_supervisors_with_their_organisation(self, admin):
        HostMemberFactory(user__first_name="Jan", user__last_name="Smid", host__name="Turfsingel")
        assert choices(admin, "placements.Placement.supervisor", "turf") == ["Jan Smid · Turfsingel"]


def test_two_wishes_trade_ranks(admin):
    first = WishFactory(rank=1)
    second = WishFactory(trainee=first.trainee, rank=2)
    url = row_url(first.trainee)
    save(admin, url, **{"wishes-0-rank": 2, "wishes-1-rank": 1})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.rank, second.rank) == (2, 1)


def test_a_code_in_small_letters(admin):
    host = HostFactory()
    answer = save(admin, row_url(host), code="gro")
    assert errors(answer) == ["The code is three capital letters, such as GRO."]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_with_many_rows_asks_no_more(admin, django_assert_num_queries, count):
    """The rows inside a page come in one query each kind, and so do what they point at."""
    tess = TraineeFactory(cohort__periods=3)
    for number in range(1, count + 1):
        PlacementFactory(trainee=tess, number=number, supervised=True)
        WishFactory(trainee=tess, rank=number)
        ExclusionFactory(trainee=tess)
    with django_assert_num_queries(10):
        admin.get(row_url(tess))


def test_seats_of_a_host_go_with_it(admin):
    seat = SeatFactory()
    admin.post(row_url(seat.host, "delete"), {"post": "yes"})
    assert not Host.objects.filter(pk=seat.host_id).exists()
