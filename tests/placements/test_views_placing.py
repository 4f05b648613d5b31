import datetime as dt

import pytest
from django.urls import reverse

from placements import choices, staffing
from placements.forms import PlaceForm
from placements.models import HostMember, Placement, Seat
from tests.factories import (
    TODAY,
    CohortFactory,
    HostMemberFactory,
    PauseFactory,
    SkillFactory,
    WishFactory,
)
from tests.placements.conftest import groups, host_with_seats, page, placed, said, trainee_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestPlacementNew:
    @pytest.fixture
    def url(self, sander, periods, hosts):
        return f"/trainees/{sander.pk}/periods/{periods[1].pk}/place/"

    @pytest.fixture
    def days(self):
        return {"starts_on": "2027-05-01", "ends_on": "2027-12-31"}

    @pytest.fixture
    def full(self, cohort, lef, hosts):
        for number in range(2):
            placed(trainee_of(cohort, "Tess", f"T{number}"), lef, 2)

    def test_shows_what_fits_and_what_each_choice_means(self, as_coordinator, url, sander, gro, lef):
        placed(sander, gro, 1)
        WishFactory(trainee=sander, host=lef, rank=2)
        response = as_coordinator.get(url)
        text = page(response)
        for part in (
            "Choose a place for Sander Holtrop",
            "Period 2 · 1 May 2027 – 31 December 2027",
            "Besides: GRO (public). Still needed: housing.",
            "Adds housing · second wish",
            "Has already worked here",
        ):
            assert part in text
        assert groups(response.context["form"]) == {"Fits well": ["LEF"], "Possible too": ["GRO", "PRO"]}

    def test_the_days_of_the_open_stretch_are_offered(self, as_coordinator, url, sander, gro):
        placed(sander, gro, 2, ends_on=dt.date(2027, 9, 30))
        form = as_coordinator.get(url).context["form"]
        assert form.initial["starts_on"] == dt.date(2027, 10, 1)
        assert form.initial["ends_on"] == dt.date(2027, 12, 31)

    def test_the_address_can_name_a_day_of_another_stretch(self, as_coordinator, url, sander, gro):
        placed(sander, gro, 2, starts_on=dt.date(2027, 7, 1), ends_on=dt.date(2027, 9, 30))
        form = as_coordinator.get(f"{url}?on=2027-10-01").context["form"]
        assert form.initial["starts_on"] == dt.date(2027, 10, 1)
        assert as_coordinator.get(f"{url}?on=%00x").context["form"].initial["starts_on"] == dt.date(
            2027, 5, 1
        )

    def test_saves_says_so_and_returns_to_the_cell(
        self, as_coordinator, url, days, sander, lef, anna, coordinator
    ):
        response = as_coordinator.post(url, days | {"host": lef.pk, "supervisor": anna.pk})
        placement = Placement.objects.get()
        assert (placement.trainee, placement.host, placement.supervisor) == (sander, lef, anna)
        assert placement.created_by == coordinator
        assert said(response) == ["Sander Holtrop works in period 2 at Lefier."]
        assert response.url == f"/cohorts/{sander.cohort_id}/#cell-{sander.pk}-2"

    @pytest.mark.parametrize(("back", "name"), [("board", "board"), ("trainee", "trainee")])
    def test_returns_to_the_page_it_was_opened_from(self, as_coordinator, url, days, sander, lef, back, name):
        response = as_coordinator.post(f"{url}?back={back}", days | {"host": lef.pk})
        key = sander.cohort_id if name == "board" else sander.pk
        assert response.url.partition("#")[0] == reverse(name, args=[key])

    def test_a_page_elsewhere_is_not_returned_to(self, as_coordinator, url, days, sander, lef):
        response = as_coordinator.post(f"{url}?back=https://example.com", days | {"host": lef.pk})
        assert response.url.startswith(f"/cohorts/{sander.cohort_id}/#")

    def test_the_page_after_it_offers_to_undo(self, as_coordinator, url, days, lef):
        response = as_coordinator.post(f"{url}?back=board", days | {"host": lef.pk}, follow=True)
        undo = f"/placements/{Placement.objects.get().pk}/undo/?back=board"
        assert f'action="{undo}"' in page(response)

    def test_nothing_chosen(self, as_coordinator, url, days):
        response = as_coordinator.post(url, days)
        assert "Choose “Organisation”." in page(response)
        assert not Placement.objects.exists()

    def test_a_supervisor_of_another_host(self, as_coordinator, url, days, lef, gro, anna):
        response = as_coordinator.post(url, days | {"host": gro.pk, "supervisor": anna.pk})
        assert response.context["form"].errors == {
            "supervisor": [
                "Anna Vos does not belong to Gemeente. Choose somebody of Gemeente, or leave this open."
            ]
        }

    def test_who_left_is_not_offered_and_who_leaves_has_the_day_beside_the_name(
        self, as_coordinator, url, lef, anna
    ):
        HostMemberFactory(host=lef, user__first_name="Bas", ends_on=dt.date(2027, 4, 30))
        HostMember.objects.filter(pk=anna.pk).update(ends_on=dt.date(2027, 5, 31))
        text = page(as_coordinator.get(url))
        assert "Anna Vos, until 31 May 2027" in text
        assert "Bas " not in text

    def test_a_supervisor_of_no_host_in_this_period(self, as_coordinator, url, days, lef):
        elsewhere = HostMemberFactory()
        response = as_coordinator.post(url, days | {"host": lef.pk, "supervisor": elsewhere.pk})
        assert "supervisor" in response.context["form"].errors

    def test_dutch_dates_are_understood(self, as_coordinator, url, lef):
        as_coordinator.post(url, {"host": lef.pk, "starts_on": "1 juni 2027", "ends_on": "31-8-2027"})
        placement = Placement.objects.get()
        assert (placement.starts_on, placement.ends_on) == (dt.date(2027, 6, 1), dt.date(2027, 8, 31))

    def test_days_outside_the_period(self, as_coordinator, url, lef):
        response = as_coordinator.post(
            url, {"host": lef.pk, "starts_on": "2027-04-01", "ends_on": "2028-02-01"}
        )
        assert response.context["form"].errors == {
            "starts_on": ["Choose 1-5-2027 or later."],
            "ends_on": ["Choose 31-12-2027 or earlier."],
        }
        assert "<details" in page(response)
        assert response.context["form"].days_are_asked

    def test_days_in_which_somebody_is_elsewhere(self, as_coordinator, url, sander, lef, gro):
        placed(sander, gro, 2, starts_on=dt.date(2027, 9, 1))
        response = as_coordinator.post(
            url, {"host": lef.pk, "starts_on": "2027-05-01", "ends_on": "2027-10-01"}
        )
        assert response.context["form"].errors == {
            "starts_on": ["Sander Holtrop then works at Gemeente (1 September 2027 – 31 December 2027)."]
        }

    def test_last_day_before_first(self, as_coordinator, url, lef):
        response = as_coordinator.post(
            url, {"host": lef.pk, "starts_on": "2027-06-01", "ends_on": "2027-05-31"}
        )
        assert response.context["form"].errors == {
            "ends_on": ["The last day comes on or after the first day."]
        }

    def test_a_second_time_asks_why(self, as_coordinator, url, days, sander, lef):
        placed(sander, lef, 1)
        assert "repeat_reason" not in as_coordinator.get(url).context["form"].fields
        chosen = days | {"host": lef.pk}
        response = as_coordinator.post(url, chosen)
        assert response.context["form"].errors == {
            "repeat_reason": [
                "Sander Holtrop has already worked at Lefier. Write why it is good to work there again."
            ]
        }
        as_coordinator.post(url, chosen | {"repeat_reason": "rondt het project af"})
        assert Placement.objects.get(period__number=2).repeat_reason == "rondt het project af"

    def test_a_full_host_asks_for_one_more_seat(self, as_coordinator, url, days, lef, full, periods):
        chosen = days | {"host": lef.pk}
        response = as_coordinator.post(url, chosen)
        assert response.context["form"].errors == {
            "raise_to": ["Lefier is full in period 2. Tick that it gets one seat more, or choose another."]
        }
        assert "Raise the number of seats at Lefier in period 2 to 3" in page(response)
        assert Seat.objects.get(host=lef, period=periods[1]).maximum == 2
        response = as_coordinator.post(url, chosen | {"raise_to": "3"}, follow=True)
        assert Seat.objects.get(host=lef, period=periods[1]).maximum == 3
        assert "Sander Holtrop works in period 2 at Lefier, which now has 3 seats." in page(response)
        assert "/undo/" not in page(response)

    def test_agreeing_to_another_number_is_not_enough(self, as_coordinator, url, days, lef, full):
        response = as_coordinator.post(url, days | {"host": lef.pk, "raise_to": "4"})
        assert "raise_to" in response.context["form"].errors
        assert "checked" not in str(response.context["form"]["raise_to"])

    def test_what_was_typed_is_kept(self, as_coordinator, url, lef, anna, full):
        typed = {"host": lef.pk, "supervisor": anna.pk, "starts_on": "2027-06-01", "ends_on": "2027-08-31"}
        form = as_coordinator.post(url, typed).context["form"]
        assert {name: str(form[name].value()) for name in typed} == {
            key: str(value) for key, value in typed.items()
        }

    def test_a_form_looks_again_when_the_seat_turns_out_to_be_gone(
        self, cohort, sander, periods, hosts, days, lef
    ):
        Seat.objects.of_host(lef).update(maximum=1)
        facts = staffing.load(cohort)
        search = choices.search(facts, sander.pk, periods[1].pk, on=None, today=TODAY)
        form = PlaceForm({"host": str(lef.pk)} | days, search=search)
        assert form.is_valid()
        placed(trainee_of(cohort, "Tess"), lef, 2)
        form.look_again(staffing.load(cohort))
        assert [option.host.code for option in form.options if option.group == choices.FULL] == ["LEF"]
        assert "raise_to" in form.fields

    def test_who_has_a_place_by_now_goes_on_to_it(self, as_coordinator, url, sander, lef):
        placement = placed(sander, lef, 2)
        assert as_coordinator.get(f"{url}?back=board").url == f"/placements/{placement.pk}/edit/?back=board"
        assert as_coordinator.get(url).url == f"/placements/{placement.pk}/edit/"

    def test_posting_twice_places_once(self, as_coordinator, url, days, lef):
        as_coordinator.post(url, days | {"host": lef.pk})
        response = as_coordinator.post(url, days | {"host": lef.pk})
        assert "starts_on" in response.context["form"].errors
        assert Placement.objects.count() == 1

    def test_no_host_offers_a_seat(self, as_coordinator, sander, periods, cohort):
        text = page(as_coordinator.get(f"/trainees/{sander.pk}/periods/{periods[1].pk}/place/"))
        assert "No organisation offers seats in this period yet." in text
        assert f'href="/cohorts/{cohort.pk}/seats/"' in text

    def test_a_period_in_which_the_trainee_does_not_take_part(self, as_coordinator, url, sander):
        sander.ends_on = dt.date(2027, 4, 30)
        sander.save()
        assert as_coordinator.get(url).status_code == 404

    def test_a_period_of_another_cohort(self, as_coordinator, sander):
        other = CohortFactory(periods=1).periods.get()
        assert as_coordinator.get(f"/trainees/{sander.pk}/periods/{other.pk}/place/").status_code == 404

    @pytest.mark.parametrize("trainees", [1, 3])
    def test_queries_do_not_grow(
        self, as_coordinator, url, cohort, hosts, lef, trainees, django_assert_num_queries
    ):
        for number in range(trainees):
            placed(trainee_of(cohort, f"T{number}"), hosts[number])
            HostMemberFactory(host=hosts[number])
        with django_assert_num_queries(10):
            as_coordinator.get(url)


def test_skills_pauses_and_extra_hosts_do_not_break_the_page(as_coordinator, cohort, periods, sander, public):
    host = host_with_seats(periods, 0, name="Leeg", code="LEE", sector=public)
    host.seats.get(period=periods[1]).skills.add(SkillFactory())
    PauseFactory(trainee=sander, starts_on=dt.date(2027, 6, 1), ends_on=dt.date(2027, 6, 30))
    response = as_coordinator.get(f"/trainees/{sander.pk}/periods/{periods[1].pk}/place/")
    assert "No organisation offers seats in this period yet." in page(response)
