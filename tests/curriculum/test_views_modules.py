import datetime as dt

import pytest
from django.urls import reverse

from curriculum.models import Attendance, Module
from tests.curriculum.conftest import LAST_FRIDAY
from tests.factories import (
    AttendanceFactory,
    CohortFactory,
    DraftFactory,
    GoalFactory,
    MaterialFactory,
    ModuleFactory,
    PrerequisiteFactory,
    ProgrammeFactory,
    SessionFactory,
    ThemeFactory,
    UserFactory,
)
from tests.page_forms import own_form

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
        assert [(brick.state, brick.here) for brick in page.context["wall"].bricks] == [
            ("cur", True),
            ("", False),
        ]
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
        with django_assert_num_queries(13):
            client.get(reverse("module", args=[module.pk]))


class TestModuleNew:
    def test_it_goes_in_at_its_number(self, browse, coordinator, module, track):
        theme = ThemeFactory(curriculum=module.curriculum)
        lecturer = UserFactory(email="docent@example.org")
        new = filled_in(
            module, number=1, title="Kennismaken", theme=theme.pk, goals="elkaar kennen", study_hours=8
        )
        page = browse(coordinator).post(
            reverse("module_new", args=[module.curriculum.pk]),
            new | {"new_email": "Docent@example.org"},
            follow=True,
        )
        made = Module.objects.get(title="Kennismaken")
        assert page.redirect_chain[-1][0] == reverse("module", args=[made.pk])
        assert "Module 1 · Kennismaken is added." in page.text
        assert [(m.number, m.title) for m in Module.objects.in_order()] == [
            (1, "Kennismaken"),
            (2, "Data en besluitvorming"),
        ]
        assert (made.theme, made.goal_lines(), made.study_hours) == (theme, ["elkaar kennen"], 8)
        assert list(made.lecturers.all()) == [lecturer]
        assert made.created_by == coordinator

    def test_somebody_new_teaches_it(self, browse, coordinator, module):
        url = reverse("module_new", args=[module.curriculum.pk])
        new = filled_in(module, number=2, title="Een andere module", new_email="hassan@example.org")
        page = browse(coordinator).post(url, new)
        assert page.context["form"].errors.keys() == {"new_first_name", "new_last_name"}
        browse(coordinator).post(url, new | {"new_first_name": "Hassan", "new_last_name": "Benali"})
        assert [str(person) for person in Module.objects.get(number=2).lecturers.all()] == ["Hassan Benali"]

    @pytest.mark.parametrize("number", [0, 3])
    def test_a_number_out_of_order(self, browse, coordinator, module, number):
        new = filled_in(module, number=number)
        page = browse(coordinator).post(reverse("module_new", args=[module.curriculum.pk]), new)
        assert page.context["form"].errors["number"] == ["Choose a number from 1 to 2."]
        assert Module.objects.count() == 1

    def test_asks_for_the_next_number(self, browse, coordinator, module):
        page = browse(coordinator).get(reverse("module_new", args=[module.curriculum.pk]))
        assert page.context["form"]["number"].value() == 2

    def test_only_coordinators(self, browse, trainee, lecturer, module):
        url = reverse("module_new", args=[module.curriculum.pk])
        assert [browse(user).get(url).status_code for user in (trainee.user, lecturer)] == [404, 404]
        assert browse(UserFactory(admin=True)).put(url).status_code == 405


class TestModuleEdit:
    def test_it_is_saved(self, browse, coordinator, module, lecturer):
        change = filled_in(module, title="Data en macht", lecturers=[lecturer.pk])
        page = browse(coordinator).post(reverse("module_edit", args=[module.pk]), change, follow=True)
        assert "Module 1 · Data en macht is saved." in page.text
        module.refresh_from_db()
        assert (module.title, module.version, module.changed_by) == ("Data en macht", 2, coordinator)
        assert list(module.lecturers.all()) == [lecturer]

    def test_every_coordinator_may(self, browse, stranger, module):
        assert browse(stranger).get(reverse("module_edit", args=[module.pk])).status_code == 200

    def test_two_at_once(self, browse, coordinator, module):
        url, change = reverse("module_edit", args=[module.pk]), filled_in(module, title="De mijne")
        assert browse(coordinator).post(url, filled_in(module, title="De hare")).status_code == 302
        page = browse(coordinator).post(url, change)
        assert page.status_code == 409
        assert 'value="De mijne"' in page.text
        module.refresh_from_db()
        assert module.title == "De hare"

    def test_only_coordinators(self, browse, trainee, lecturer, module):
        url = reverse("module_edit", args=[module.pk])
        assert [browse(user).get(url).status_code for user in (trainee.user, lecturer)] == [404, 404]
        assert browse(UserFactory(admin=True)).put(url).status_code == 405


class TestModuleRemove:
    def test_the_others_move_up(self, browse, coordinator, module):
        ModuleFactory(curriculum=module.curriculum, track=module.track, number=2, title="Volgende")
        url = reverse("module_remove", args=[module.pk])
        assert "1 module after it moves up one number." in browse(coordinator).get(url).text
        page = browse(coordinator).post(url, {"seen": 1}, follow=True)
        assert "Module 1 · Data en besluitvorming is removed." in page.text
        assert [(m.number, m.title) for m in Module.objects.all()] == [(1, "Volgende")]

    def test_not_while_it_is_planned(self, browse, coordinator, module, session):
        url = reverse("module_remove", args=[module.pk])
        sentence = "1 session of this module was published. It stays, so that attendance and certificates say"
        assert sentence in browse(coordinator).get(url).text
        assert sentence in browse(coordinator).post(url).text
        assert Module.objects.count() == 1

    def test_not_while_it_is_drafted(self, browse, coordinator, cohort, module):
        DraftFactory(cohort=cohort, module=module, number=1)
        url = reverse("module_remove", args=[module.pk])
        sentence = "1 session of this module is in the draft of a programme. Take it out there first."
        assert sentence in browse(coordinator).get(url).text
        assert sentence in browse(coordinator).post(url).text
        assert Module.objects.count() == 1

    def test_only_coordinators(self, browse, trainee, lecturer, module):
        url = reverse("module_remove", args=[module.pk])
        assert [browse(user).post(url).status_code for user in (trainee.user, lecturer)] == [404, 404]
        assert browse(UserFactory(admin=True)).put(url).status_code == 405


CHOOSE = "Choose a number that keeps this order."


class TestJoined:
    """What a module needs and what it works towards."""

    @pytest.fixture
    def three(self, module):
        others = [
            ModuleFactory(curriculum=module.curriculum, track=module.track, number=number, title=title)
            for number, title in ((2, "Tweede"), (3, "Derde"))
        ]
        return [module, *others]

    def sent(self, client, module, **changes):
        url = reverse("module_edit", args=[module.pk])
        return client.post(url, own_form(client.get(url)).sent | changes, follow=True)

    def test_only_earlier_modules_are_offered(self, browse, coordinator, three):
        page = browse(coordinator).get(reverse("module_edit", args=[three[1].pk]))
        assert list(page.context["form"].fields["needs"].queryset) == [three[0]]

    def test_saved_and_shown(self, browse, coordinator, trainee, three):
        goal = GoalFactory(curriculum=three[0].curriculum, text="Je luistert")
        page = self.sent(
            browse(coordinator), three[2], needs=[three[0].pk, three[1].pk], covers=[goal.pk],
            is_half_day="on",
        )  # fmt: skip
        assert "Module 3 · Derde is saved." in page.text
        assert list(three[2].prerequisites.in_order()) == three[:2]
        assert list(three[2].covers.all()) == [goal]
        seen = browse(trainee.user).get(reverse("module", args=[three[2].pk])).text
        for words in ("Done before it", "Module 2 · Tweede", "It works towards", "Je luistert", "half a day"):
            assert words in seen

    def test_what_was_chosen_stays_when_something_else_changes(self, browse, coordinator, three):
        PrerequisiteFactory(module=three[2], needs=three[0])
        self.sent(browse(coordinator), three[2], title="Laatste")
        assert list(three[2].prerequisites.all()) == [three[0]]

    @pytest.mark.parametrize(("which", "number"), [(2, 1), (0, 3)])
    def test_a_number_that_breaks_the_order(self, browse, coordinator, three, which, number):
        PrerequisiteFactory(module=three[2], needs=three[0])
        page = self.sent(browse(coordinator), three[which], number=str(number))
        assert page.context["form"].errors == {
            "number": [f"“Data en besluitvorming” has to be done before “Derde”. {CHOOSE}"]
        }
        assert [m.number for m in Module.objects.in_order()] == [1, 2, 3]

    def test_a_number_that_keeps_the_order(self, browse, coordinator, three):
        PrerequisiteFactory(module=three[2], needs=three[0])
        self.sent(browse(coordinator), three[0], number="2")
        assert [m.title for m in Module.objects.in_order()] == ["Tweede", "Data en besluitvorming", "Derde"]

    def test_a_new_one_with_all_of_it(self, browse, coordinator, three):
        client = browse(coordinator)
        url = reverse("module_new", args=[three[0].curriculum.pk])
        new = {"title": "Vierde", "needs": [three[2].pk], "session_count": "1"}
        client.post(url, own_form(client.get(url)).sent | new)
        assert list(Module.objects.get(title="Vierde").prerequisites.all()) == [three[2]]

    def test_a_new_one_before_what_it_needs(self, browse, coordinator, three):
        client = browse(coordinator)
        url = reverse("module_new", args=[three[0].curriculum.pk])
        new = {"title": "Vierde", "needs": [three[2].pk], "number": "2"}
        page = client.post(url, own_form(client.get(url)).sent | new)
        assert page.context["form"].errors.keys() == {"number"}
        assert not Module.objects.filter(title="Vierde").exists()

    def test_removing_says_what_builds_on_it(self, browse, coordinator, three):
        PrerequisiteFactory(module=three[2], needs=three[0])
        page = browse(coordinator).get(reverse("module_remove", args=[three[0].pk]))
        assert "It has to be done before Module 3 · Derde. That no longer counts." in page.text

    def test_goals_and_modules_of_others_are_no_choice(self, browse, coordinator, three):
        page = self.sent(
            browse(coordinator), three[2], needs=[ModuleFactory(number=1).pk], covers=[GoalFactory().pk]
        )
        assert page.context["form"].errors.keys() == {"needs", "covers"}
