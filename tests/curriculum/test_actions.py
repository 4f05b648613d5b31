import pytest

from curriculum import actions
from curriculum.models import Material, Module, Programme, Session
from tests.factories import DraftFactory, MaterialFactory, ModuleFactory, UserFactory
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import Conflict

pytestmark = pytest.mark.django_db


def move(module, number, *, by, now):
    module.number = number
    actions.change_module(module=module, seen=module.version, by=by, now=now)


def order():
    return [(module.number, module.title) for module in Module.objects.in_order()]


class TestNumbers:
    @pytest.fixture
    def modules(self, track):
        return [
            ModuleFactory(curriculum=track.curriculum, track=track, number=number, title=title)
            for number, title in enumerate("abcde", 1)
        ]

    @pytest.mark.parametrize(
        ("title", "to", "expected"),
        [
            ("d", 2, "adbce"),
            ("b", 4, "acdbe"),
            ("a", 5, "bcdea"),
            ("e", 1, "eabcd"),
            ("c", 3, "abcde"),
            ("b", 99, "acdeb"),
        ],
    )
    def test_the_others_make_room(self, modules, coordinator, now, title, to, expected):
        move(Module.objects.get(title=title), to, by=coordinator, now=now)
        assert order() == list(enumerate(expected, 1))

    def test_who_shifted_is_told_in_an_open_form(self, modules, coordinator, now):
        passed = Module.objects.get(title="b")
        move(modules[3], 2, by=coordinator, now=now)
        with pytest.raises(Conflict):
            actions.change_module(module=passed, seen=passed.version, by=coordinator, now=now)

    def test_a_lost_change_moves_nothing(self, modules, coordinator, now):
        module = Module.objects.get(title="e")
        module.number = 1
        with pytest.raises(Conflict):
            actions.change_module(module=module, seen=0, by=coordinator, now=now)
        assert order() == list(enumerate("abcde", 1))

    def test_another_curriculum_stays_as_it_is(self, modules, coordinator, now):
        other = ModuleFactory(number=3, title="elders")
        move(modules[0], 5, by=coordinator, now=now)
        other.refresh_from_db()
        assert other.number == 3


def test_sessions_follow_the_track_of_their_module(module, session, vonk, coordinator, now):
    module.track = vonk
    actions.change_module(module=module, seen=module.version, by=coordinator, now=now)
    assert Session.objects.get().track == vonk


def test_what_began_to_be_used_is_not_removed(module, session, coordinator, now):
    with pytest.raises(Refused):
        actions.remove_module(module=module, by=coordinator, now=now)


def test_the_first_programme_and_a_change(cohort, curriculum, coordinator):
    other = ModuleFactory().curriculum
    actions.follow_curriculum(cohort=cohort, curriculum=other, seen=1, by=coordinator)
    assert Programme.objects.get().curriculum == other
    with pytest.raises(Conflict):
        actions.follow_curriculum(cohort=cohort, curriculum=curriculum, seen=1, by=coordinator)


def test_named_lecturers_instead_of_those_of_the_module(cohort, module, lecturer, coordinator):
    guest = UserFactory()
    planned = DraftFactory.build(cohort=cohort, module=module, track=module.track)
    actions.add_draft(draft=planned, lecturers=[guest], by=coordinator)
    assert list(planned.lecturers.all()) == [guest]


class TestOnceMore:
    def test_a_module_that_is_sent_twice_is_there_once(self, track, coordinator, now):
        first, again = (
            ModuleFactory.build(curriculum=track.curriculum, track=track, title=title)
            for title in ("Wijken", "wijken")
        )
        actions.add_module(module=first, by=coordinator, now=now)
        with pytest.raises(Refused) as refused:
            actions.add_module(module=again, by=coordinator, now=now)
        assert refused.value.field == "title"
        assert [module.title for module in Module.objects.in_order()] == ["Wijken"]

    def test_material_that_somebody_removed_does_not_move(self, track, coordinator, now):
        module = ModuleFactory(curriculum=track.curriculum, track=track)
        gone = MaterialFactory(module=module)
        Material.objects.filter(pk=gone.pk).delete()
        actions.move_material(material=gone, places=1, by=coordinator, now=now)
        assert not Material.objects.exists()
