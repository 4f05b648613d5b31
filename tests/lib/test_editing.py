"""Rows that somebody else takes away while a form is open: a sentence, never an error page."""

import pytest
from django import forms

from placements.models import Host
from tests.factories import HostFactory, ModuleFactory, SectorFactory, UserFactory
from wijkmakers.lib.constraints import GONE, told_on
from wijkmakers.lib.versions import save_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    return forms.Form({})


def test_the_row_itself(form):
    host = HostFactory()
    Host.objects.filter(pk=host.pk).delete()
    with told_on(form):
        save_version(host, by=UserFactory(), seen=host.version)
    assert form.non_field_errors() == [GONE]


def test_what_the_row_refers_to(form):
    sector = SectorFactory()
    host = HostFactory.build(sector=sector)
    sector.__class__.objects.filter(pk=sector.pk).delete()
    with told_on(form):
        save_version(host, by=UserFactory())
    assert form.non_field_errors() == [GONE]
    assert not Host.objects.exists()


def test_what_another_row_began_to_use(form):
    module = ModuleFactory()
    with told_on(form):
        module.theme_id = 999_999
        save_version(module, by=UserFactory(), seen=module.version)
    assert form.non_field_errors() == [GONE]
