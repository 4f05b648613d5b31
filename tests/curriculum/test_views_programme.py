import datetime as dt

import pytest
from django.urls import reverse

from curriculum.models import Programme, Session
from tests.curriculum.conftest import FRIDAY, LAST_FRIDAY, NEXT_FRIDAY
from tests.factories import (
    ClosedDayFactory,
    CohortFactory,
    CurriculumFactory,
    ModuleFactory,
    SessionFactory,
    UserFactory,
)

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

    def test_how_much_of_each_module_is_planned(
        self, browse, coordinator, cohort, session, past_session, track
    ):
        ModuleFactory(curriculum=track.curriculum, track=track, number=2, session_count=1)
        SessionFactory(module=session.module, number=3)
        page = browse(coordinator).get(reverse("programme", args=[cohort.pk]))
        rows = page.context["page"].modules
        assert [(row.module.planned, row.module.session_count, row.is_complete) for row in rows] == [
            (2, 3, False),
            (0, 1, False),
        ]
        assert "2 of 3 planned" in page.text

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
        with django_assert_num_queries(8):
            client.get(reverse("programme", args=[cohort.pk]))


class TestProgrammeEdit:
    def test_the_first_choice(self, browse):
        cohort, curriculum = CohortFactory(name="Lichting 2027"), CurriculumFactory(name="Wijkmakers 2027")
        client = browse(UserFactory(coordinates=cohort))
        new = {"curriculum": curriculum.pk, "seen": 0}
        page = client.post(reverse("programme_edit", args=[cohort.pk]), new, follow=True)
        assert page.redirect_chain == [(reverse("programme", args=[cohort.pk]), 302)]
        assert "Lichting 2027 follows Wijkmakers 2027." in page.text
        assert Programme.objects.get().curriculum == curriculum

    def test_another_one_while_nothing_is_planned(self, browse, coordinator, cohort, curriculum):
        other = CurriculumFactory()
        browse(coordinator).post(
            reverse("programme_edit", args=[cohort.pk]), {"curriculum": other.pk, "seen": 1}
        )
        assert Programme.objects.get().curriculum == other

    def test_not_under_sessions_of_the_other(self, browse, coordinator, cohort, session):
        form = {"curriculum": CurriculumFactory().pk, "seen": 1}
        page = browse(coordinator).post(reverse("programme_edit", args=[cohort.pk]), form)
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
