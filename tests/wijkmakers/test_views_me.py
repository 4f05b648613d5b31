import json

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    CohortFactory,
    ExclusionFactory,
    MessageFactory,
    PauseFactory,
    PlacementFactory,
    SkillFactory,
    TraineeFactory,
    UserFactory,
    WishFactory,
    make_periods,
)
from tests.wijkmakers.conftest import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def cohort(db):
    return CohortFactory(name="Lichting 2026")


@pytest.fixture
def trainee(cohort):
    user = UserFactory(first_name="Noor", last_name="Dijkema", email="noor@example.org")
    return TraineeFactory(cohort=cohort, user=user, city="Groningen", study="Planologie")


@pytest.fixture
def as_trainee(english, trainee):
    english.force_login(trainee.user)
    return english


@pytest.fixture
def as_coordinator(english, coordinator):
    english.force_login(coordinator)
    return english


class TestMe:
    url = "/me/"

    def test_a_trainee_sees_what_is_kept(self, as_trainee, trainee):
        PauseFactory(trainee=trainee)
        trainee.skills.add(SkillFactory(name="Duits"))
        text = page(as_trainee.get(self.url))
        for part in (
            "You sign in as noor@example.org.", "Trainee of Lichting 2026", "31 August 2028", "Planologie",
            "Groningen", "4 January 2027 to 26 February 2027", "Duits", "not filled in",
        ):  # fmt: skip
            assert part in text

    @pytest.mark.parametrize(
        "name",
        [
            "me_edit",
            "my_data",
            "privacy",
            "account_change_password",
            "account_email",
            "mfa_index",
            "usersessions_list",
        ],
    )
    def test_leads_to_what_belongs_to_it(self, as_trainee, name):
        assert f'href="{reverse(name)}"' in page(as_trainee.get(self.url))

    def test_a_trainee_sees_where_they_are_not_sent(self, as_trainee, trainee):
        ExclusionFactory(trainee=trainee, host__name="Lefier", kind="employer")
        ExclusionFactory(trainee__cohort=trainee.cohort, host__name="Nijestee")
        text = page(as_trainee.get(self.url))
        assert "<dt>Not to</dt><dd>Lefier<small>former employer</small></dd>" in text
        assert "Nijestee" not in text

    def test_a_coordinator_sees_the_cohorts(self, as_coordinator, cohort):
        text = page(as_coordinator.get(self.url))
        assert f'href="{reverse("cohort", kwargs={"pk": cohort.pk})}">Lichting 2026</a>' in text

    def test_nothing_of_anybody_else(self, as_trainee):
        other = TraineeFactory(user__last_name="Wiersma")
        text = page(as_trainee.get(self.url))
        assert "Wiersma" not in text
        assert str(other.cohort) not in text

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, client, django_assert_num_queries, count):
        noor = UserFactory()
        for _number in range(count):
            trainee = TraineeFactory(user=noor)
            trainee.skills.add(SkillFactory())
            PauseFactory(trainee=trainee)
            ExclusionFactory(trainee=trainee)
        client.force_login(noor)
        with django_assert_num_queries(7):
            assert page(client.get(self.url)).count("h-trainee-") == 2 * count

    def test_anonymous_signs_in_first(self, client):
        assert client.get(self.url).url == "/accounts/login/?next=/me/"

    def test_wrong_method(self, as_trainee):
        assert as_trainee.post(self.url).status_code == 405


class TestMyData:
    url = "/me/data/"

    def test_all_of_ones_own_and_nothing_else(self, as_trainee, trainee):
        PauseFactory(trainee=trainee)
        trainee.skills.add(SkillFactory(name="Duits"))
        TraineeFactory(cohort=trainee.cohort)
        response = as_trainee.get(self.url)
        assert response["Content-Disposition"] == 'attachment; filename="my-data-2026-11-18.json"'
        data = json.loads(response.content)
        assert data["person"]["email"] == "noor@example.org"
        assert data["traineeships"] == [
            {
                "cohort": "Lichting 2026",
                "first_day": "2026-09-01",
                "last_day": "2028-08-31",
                "stopped_at": None,
                "study": "Planologie",
                "city": "Groningen",
                "postcode": "",
                "skills": ["Duits"],
                "pauses": [{"first_day": "2027-01-04", "last_day": "2027-02-26"}],
            }
        ]
        assert data["coordinates"] == []
        assert (data["wishes"], data["not_sent_to"], data["placements"]) == ([], [], [])

    def test_what_one_was_told(self, as_trainee, trainee):
        sent = {"cohort": trainee.cohort, "sent_at": timezone.now()}
        message = MessageFactory(to=trainee.user, data={"change": "new"}, **sent)
        MessageFactory(to=trainee.user, cohort=trainee.cohort)
        MessageFactory(**sent)
        [told] = json.loads(as_trainee.get(self.url).content)["messages"]
        assert (told["about"], told["what_it_says"]) == ("placements", {"change": "new"})
        assert told["written_at"][:10] == f"{message.created_at:%Y-%m-%d}"

    def test_where_one_works_would_like_to_and_is_not_sent(self, as_trainee, trainee):
        make_periods(trainee.cohort, 3)
        cohort = {"cohort": "Lichting 2026"}
        WishFactory(trainee=trainee, host__name="Nijestee")
        ExclusionFactory(trainee=trainee, host__name="Lefier", kind="employer")
        PlacementFactory(trainee=trainee, host__name="Rizoem")
        for factory in (WishFactory, ExclusionFactory, PlacementFactory):
            factory(trainee=TraineeFactory(cohort=trainee.cohort))
        data = json.loads(as_trainee.get(self.url).content)
        assert data["wishes"] == [cohort | {"rank": 1, "organisation": "Nijestee"}]
        assert data["not_sent_to"] == [cohort | {"organisation": "Lefier", "why": "employer"}]
        assert data["placements"] == [
            cohort
            | {
                "organisation": "Rizoem",
                "first_day": "2026-09-01",
                "last_day": "2027-04-30",
                "why_a_second_time": "",
            }
        ]

    def test_a_coordinator_by_name(self, as_coordinator):
        assert json.loads(as_coordinator.get(self.url).content)["coordinates"] == ["Lichting 2026"]

    def test_an_admin_coordinates_nothing_by_name(self, client, cohort):
        client.force_login(UserFactory(admin=True))
        assert json.loads(client.get(self.url).content)["coordinates"] == []

    def test_anonymous_signs_in_first(self, client):
        assert client.get(self.url).url == "/accounts/login/?next=/me/data/"

    def test_wrong_method(self, as_trainee):
        assert as_trainee.post(self.url).status_code == 405
