"""What began to be used after its page looked stays as well."""

import pytest
from django.utils import translation

from placements import actions
from placements.models import Host, HostMember, Sector
from tests.factories import WishFactory
from tests.placements.conftest import placed
from wijkmakers.lib.constraints import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_a_host_that_somebody_wishes_for_stays(coordinator):
    host = WishFactory().host
    with pytest.raises(Refused, match="is in use, so it stays"):
        actions.remove_host(host=host, by=coordinator)
    assert Host.objects.contains(host)


def test_a_supervisor_of_a_placement_stays(coordinator, noor, lef, anna):
    placed(noor, lef, supervisor=anna)
    with pytest.raises(Refused, match="Anna Vos supervises or supervised trainees here"):
        actions.remove_member(member=anna, by=coordinator)
    assert HostMember.objects.contains(anna)


def test_a_sector_with_organisations_stays(coordinator, lef):
    with pytest.raises(Refused, match="There are organisations in the sector"):
        actions.remove_sector(sector=lef.sector, by=coordinator)
    assert Sector.objects.contains(lef.sector)
