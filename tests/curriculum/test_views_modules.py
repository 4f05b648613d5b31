import datetime as dt

import pytest
from django.urls import reverse

from curriculum.models import Attendance, Module
from tests.curriculum.conftest import FRIDAY, LAST_FRIDAY
from tests.factories import (
    AttendanceFactory,
    CohortFactory,
    MaterialFactory,
    ModuleFactory,
    ProgrammeFactory,
    SessionFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def filled_in(module, **changes):
    """What the form of this module posts."""
    return {
        "number": module.number,
        "title": module.title,
        "track": module.track_id,
        "theme": "",
        "summary": "",
        "goals": "",
        "session_count": module.session_count,
        "study_hours": "",
        "seen": module.version,
    } | changes


class TestModule:
    def test_trainee_sees_where_they_are(self, browse, trainee, module, past_session, session):
        AttendanceFactory(session=past_session, trainee=trainee, state=Attendance.State.LATE)
        ModuleFactory(curriculum=module.curriculum, track=module.track, number=2)
        page = browse(trainee.user).get(reverse("module", args=[module.pk]))
        assert page.status_code == 200
        group = page.context["groups"][0]
        assert group.is_own
        assert [(lesson.session, lesson.state) for lesson in group.lessons] == [
            (past_session, "is-past"),
            (session, "is-next"),
        ]
        assert [str(lesson.look.label) if lesson.look else "" for lesson in group.lessons] == ["Late", ""]
        assert group.lessons[1].soon == "Friday"
        assert [(brick.state, brick.here) for brick in page.context["wall"].bricks] == [("cur", True), ("", False)]
        assert "1 of 2" in page.text
        assert "13 November – 20 November 2026" in page.text

    def test_goals_material_and_lecturer(self, browse, trainee, module, lecturer):
        Module.objects.of_curriculum(module.curriculum).update(goals="een grafiek lezen\n\n  adviseren ")
        MaterialFactory(module=module, title="Drie soorten vragen", url="https://example.org/vragen")
        page = browse(trainee.user).get(reverse("module", args=[module.pk]))
        assert "<li>een grafiek lezen</li><li>adviseren</li>" in page.text
        assert 'href="https://example.org/vragen"' in page.text
        assert 'href="mailto:anneke@example.org">Mail Anneke</a>' in page.text
        assert reverse("material_new", args=[module.pk]) not in page.text
        assert reverse("module_edit", args=[module.pk]) not in page.text

    def test_coordinator_sees_dates_per_cohort(self, browse, coordinator, module, session, cohort):
        other = ProgrammeFactory(cohort=CohortFactory(), curriculum=module.curriculum)
        page = browse(coordinator).get(reverse("module", args=[module.pk]))
        assert [group.cohort for group in page.context["groups"]] == [cohort]
        assert other.cohort.name not in page.text
        assert page.context["wall"] is None
        assert reverse("module_edit", args=[module.pk]) in page.text

    def test_lecturer_may_share_but_not_edit(self, browse, lecturer, module):
        page = browse(lecturer).get(reverse("module", args=[module.pk]))
        assert reverse("material_new", args=[module.pk]) in page.text
        assert reverse("module_edit", args=[module.pk]) not in page.text

    def test_who_has_nothing_to_do_with_it(self, browse, outsider, module):
        assert browse(outsider).get(reverse("module", args=[module.pk])).status_code == 404

    def test_visitor_signs_in_first(self, client, module):
        page = client.get(reverse("module", args=[module.pk]))
        assert page.url.startswith(reverse("account_login"))

    def test_is_only_read(self, browse, trainee, module):
        assert browse(trainee.user).post(reverse("module", args=[module.pk])).status_code == 405

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, trainee, module, rows, django_assert_num_queries):
        for number in range(1, rows + 1):
            day = LAST_FRIDAY + dt.timedelta(weeks=number)
            made = SessionFactory(cohort=trainee.cohort, module=module, number=number, on=day)
            made.lecturers.add(UserFactory())
            AttendanceFactory(session=made, trainee=trainee)
            MaterialFactory(module=module)
            ModuleFactory(curriculum=module.curriculum, track=module.track)
            module.lecturers.add(UserFactory())
        client = browse(trainee.user)
        with django_assert_num_queries(12):
            client.get(reverse("module", args=[module.pk]))
