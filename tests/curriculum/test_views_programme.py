import datetime as dt

import pytest
from django.urls import reverse

from curriculum.models import Programme, Session
from tests.curriculum.conftest import FRIDAY, LAST_FRIDAY, NEXT_FRIDAY
from tests.factories import (
    ClosedDayFactory,
    CohortFactory,
    CurriculumFactory,
    DraftFactory,
    ModuleFactory,
    RoomFactory,
    SessionFactory,
    UserFactory,
)
from tests.page_forms import own_form

pytestmark = pytest.mark.django_db


class TestProgramme:
    def test_what_comes_in_terms_and_the_past_apart(
        self, browse, coordinator, cohort, session, past_session, vonk
    ):
        ClosedDayFactory(
            name="Kerstvakantie", starts_on=dt.date(2026, 12, 19), ends_on=dt.date(2027, 1, 3), kind="school"
        )
        ClosedDayFactory(name="Tweede Paasdag", starts_on=dt.date(2027, 3, 29), kind="public")
        later = SessionFactory(cohort=cohort, module=session.module, number=3, on=dt.date(2027, 1, 8))
        later.lecturers.add(*session.lecturers.all())
        day = SessionFactory(cohort=cohort, development=True, track=vonk, on=NEXT_FRIDAY)
        page = browse(coordinator).get(reverse("programme", args=[cohort.pk]))
        autumn, spring = page.context["page"].terms
        assert [(str(term), term.session_count) for term in (autumn, spring)] == [
            ("Autumn 2026", 2),
            ("Spring 2027", 1),
        ]
        months = [
            (month.first, [entry.session or entry.closed.name for entry in month.entries])
            for month in autumn.months
        ]
        assert months == [
            (dt.date(2026, 11, 1), [session, day]),
            (dt.date(2026, 12, 1), ["Kerstvakantie"]),
        ]
        assert [entry.session for month in spring.months for entry in month.entries] == [later]
        [past] = page.context["page"].past
        assert [entry.session for month in past.months for entry in month.entries] == [past_session]
        assert autumn.months[0].entries[0].details == (
            "Module 1, session 2 of 3",
            "Leerhuis, zaal 2",
            "Anneke Sikkens",
        )
        assert "Usually Friday 09:30–16:30, Wijkcentrum" in page.text
        assert "3 sessions are still to come. 1 of them is not complete." in page.text
        assert '<span class="tag tag--info">Development day</span>' in page.text

    def test_only_the_present_term_lies_open(self, browse, coordinator, cohort, session, past_session):
        SessionFactory(cohort=cohort, module=session.module, number=3, on=dt.date(2027, 1, 8))
        text = browse(coordinator).get(reverse("programme", args=[cohort.pk])).text
        assert [part.split(">", 1)[0] for part in text.split('<details class="fold"')[1:]] == [
            " open",
            "",
            "",
        ]
        assert "1 not complete" in text

    def test_of_a_finished_cohort_only_the_past(self, browse, coordinator, cohort, past_session):
        text = browse(coordinator).get(reverse("programme", args=[cohort.pk])).text
        assert "Past sessions" in text
        assert "Coming sessions" not in text

    def test_what_is_not_settled_comes_first(self, browse, coordinator, cohort, session):
        Session.objects.update(place="")
        session.lecturers.clear()
        page = browse(coordinator).get(reverse("programme", args=[cohort.pk]))
        assert [(entry.session, entry.lacks) for entry in page.context["page"].unsettled] == [
            (session, ("lecturer", "place"))
        ]
        assert "Friday 20 November 2026: Data en besluitvorming" in page.text
        assert "Not known yet: lecturer, place." in page.text

    def test_that_no_session_has_a_place_is_said_once(self, browse, coordinator, cohort, session, module):
        SessionFactory(cohort=cohort, module=module, number=3, on=NEXT_FRIDAY)
        Session.objects.update(place="")
        text = browse(coordinator).get(reverse("programme", args=[cohort.pk])).text
        assert "No session has a place yet" in text
        assert "Not known yet" not in text
        Session.objects.filter(pk=session.pk).update(place="Buurthuis")
        text = browse(coordinator).get(reverse("programme", args=[cohort.pk])).text
        assert "No session has a place yet" not in text
        assert "Not known yet: lecturer, place." in text

    def test_before_anything_is_planned(self, browse, coordinator, cohort, curriculum):
        ClosedDayFactory(name="Kerstvakantie", starts_on=dt.date(2026, 12, 19), ends_on=dt.date(2027, 1, 3))
        text = browse(coordinator).get(reverse("programme", args=[cohort.pk])).text
        assert "No session is planned yet." in text
        assert "Kerstvakantie" not in text

    def test_how_much_of_each_module_is_planned(
        self, browse, coordinator, cohort, session, past_session, track
    ):
        ModuleFactory(curriculum=track.curriculum, track=track, number=2, session_count=1)
        SessionFactory(module=session.module, number=3)
        page = browse(coordinator).get(reverse("programme", args=[cohort.pk]))
        rows = page.context["page"].modules
        assert [(row.planned, row.module.session_count, row.is_complete) for row in rows] == [
            (2, 3, False),
            (0, 1, False),
        ]
        assert "2 of 3 planned" in page.text

    def test_what_is_not_published_yet(self, browse, coordinator, cohort, session, module):
        DraftFactory(session=session, on=NEXT_FRIDAY)
        DraftFactory(cohort=cohort, module=module, number=3, on=NEXT_FRIDAY)
        page = browse(coordinator).get(reverse("programme", args=[cohort.pk]))
        assert "2 changes are not published yet." in page.text
        assert "2 in draft" in page.text
        assert "Trainees and lecturers do not see them." in page.text
        [month] = page.context["page"].terms[0].months
        assert [(entry.date, str(entry.drafted), entry.clashes) for entry in month.entries] == [
            (NEXT_FRIDAY, "draft: new", True),
            (NEXT_FRIDAY, "draft: moves", True),
        ]
        assert "was Fri 20 November" in page.text
        assert page.context["page"].modules[0].planned == 2

    def test_what_is_cancelled_in_the_draft_stands_there_still(self, browse, coordinator, cohort, session):
        DraftFactory(session=session, on=FRIDAY, is_cancelled=True)
        page = browse(coordinator).get(reverse("programme", args=[cohort.pk]))
        assert 'class="is-off"' in page.text
        assert "draft: cancelled" in page.text
        assert (page.context["page"].coming_count, page.context["page"].modules[0].planned) == (0, 0)

    def test_nothing_to_publish_nothing_said(self, browse, coordinator, cohort, session):
        text = browse(coordinator).get(reverse("programme", args=[cohort.pk])).text
        assert reverse("programme_publish", args=[cohort.pk]) not in text

    def test_without_a_curriculum(self, browse):
        cohort = CohortFactory()
        page = browse(UserFactory(coordinates=cohort)).get(reverse("programme", args=[cohort.pk]))
        assert "This cohort does not follow a curriculum yet." in page.text
        assert reverse("session_new", args=[cohort.pk]) not in page.text

    def test_only_its_coordinators(self, browse, trainee, stranger, colleague, coordinator, cohort):
        url = reverse("programme", args=[cohort.pk])
        codes = [browse(user).get(url).status_code for user in (trainee.user, stranger, colleague)]
        assert codes == [404, 404, 403]
        assert browse(coordinator).post(url).status_code == 405

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, coordinator, cohort, track, rows, django_assert_num_queries):
        for number in range(rows):
            module = ModuleFactory(curriculum=track.curriculum, track=track, number=number + 1)
            for place, first in enumerate((LAST_FRIDAY - dt.timedelta(weeks=9), FRIDAY), 1):
                day = first + dt.timedelta(weeks=number)
                made = SessionFactory(cohort=cohort, module=module, number=place, on=day, place="")
                made.lecturers.add(UserFactory())
            ClosedDayFactory(starts_on=dt.date(2027, 1, 8) + dt.timedelta(weeks=number))
        client = browse(coordinator)
        with django_assert_num_queries(9):
            client.get(reverse("programme", args=[cohort.pk]))


class TestProgrammeEdit:
    def test_the_first_choice(self, browse):
        cohort, curriculum = CohortFactory(name="Lichting 2027"), CurriculumFactory(name="Wijkmakers 2027")
        client = browse(UserFactory(coordinates=cohort))
        url = reverse("programme_edit", args=[cohort.pk])
        new = own_form(client.get(url)).sent | {"curriculum": curriculum.pk}
        page = client.post(url, new, follow=True)
        assert page.redirect_chain == [(reverse("programme", args=[cohort.pk]), 302)]
        assert "Lichting 2027 follows Wijkmakers 2027." in page.text
        assert Programme.objects.get().curriculum == curriculum

    def test_another_one_while_nothing_is_planned(self, browse, coordinator, cohort, curriculum):
        other, client = CurriculumFactory(), browse(coordinator)
        url = reverse("programme_edit", args=[cohort.pk])
        client.post(url, own_form(client.get(url)).sent | {"curriculum": other.pk})
        assert Programme.objects.get().curriculum == other

    def test_what_the_programme_goes_by(self, browse, coordinator, cohort, curriculum):
        room, client = RoomFactory(), browse(coordinator)
        url = reverse("programme_edit", args=[cohort.pk])
        new = {"rooms": [room.pk], "morning_ends_at": "12:00", "development_every": "4", "has_check_in": "on"}
        page = client.post(url, own_form(client.get(url)).sent | new, follow=True)
        assert "The settings of the programme are kept." in page.text
        saved = Programme.objects.get()
        assert (saved.morning_ends_at, saved.development_every, saved.has_check_in, saved.version) == (
            dt.time(12), 4, True, 2,
        )  # fmt: skip
        assert list(saved.rooms.all()) == [room]

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("afternoon_begins_at", "11:00", "The afternoon begins after the morning ends."),
            ("attendance_threshold", "101", "Attendance is at most 100 percent."),
            ("catch_up_days", "0", "Give between 1 and 366 days to catch up."),
        ],
    )
    def test_what_cannot_be(self, browse, coordinator, cohort, curriculum, field, value, sentence):
        client = browse(coordinator)
        url = reverse("programme_edit", args=[cohort.pk])
        page = client.post(url, own_form(client.get(url)).sent | {field: value})
        assert page.context["form"].errors == {field: [sentence]}
        assert page.context["form"].needs_more
        assert Programme.objects.get().version == 1

    def test_two_at_once(self, browse, coordinator, cohort, curriculum):
        client = browse(coordinator)
        url = reverse("programme_edit", args=[cohort.pk])
        body = own_form(client.get(url)).sent
        client.post(url, body | {"catch_up_days": "14"})
        page = client.post(url, body | {"catch_up_days": "21"})
        assert page.status_code == 409
        assert (page.context["form"]["catch_up_days"].value(), Programme.objects.get().catch_up_days) == (
            "21", 14,
        )  # fmt: skip

    def test_not_under_drafts_of_the_other(self, browse, coordinator, cohort, module):
        """They would be published as sessions of a curriculum that the cohort no longer follows."""
        DraftFactory(cohort=cohort, module=module)
        client, url = browse(coordinator), reverse("programme_edit", args=[cohort.pk])
        page = client.post(url, own_form(client.get(url)).sent | {"curriculum": CurriculumFactory().pk})
        assert page.context["form"].errors.keys() == {"curriculum"}

    def test_not_under_sessions_of_the_other(self, browse, coordinator, cohort, session):
        client, url = browse(coordinator), reverse("programme_edit", args=[cohort.pk])
        form = {"curriculum": CurriculumFactory().pk}
        page = client.post(url, own_form(client.get(url)).sent | form)
        assert page.context["form"].errors == {
            "curriculum": [
                "This cohort has sessions of modules from its present curriculum (1). Remove those first."
            ]
        }

    def test_only_its_coordinators(self, browse, trainee, stranger, colleague, coordinator, cohort):
        url = reverse("programme_edit", args=[cohort.pk])
        codes = [browse(user).get(url).status_code for user in (trainee.user, stranger, colleague)]
        assert codes == [404, 404, 403]
        assert browse(coordinator).put(url).status_code == 405
