import pytest

from placements.models import Sector
from tests.factories import HostFactory, SectorFactory
from tests.placements.conftest import page, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestSectorList:
    url = "/sectors/"

    def test_in_order_with_their_organisations(self, as_coordinator, hosts, public):
        response = as_coordinator.get(self.url)
        assert [(sector.name, sector.host_count) for sector in response.context["sectors"]] == [
            ("public", 2),
            ("housing", 1),
        ]
        assert f'href="/hosts/?sector={public.pk}"' in page(response)

    def test_nothing_yet(self, as_coordinator):
        assert "No sectors yet." in page(as_coordinator.get(self.url))

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow(self, as_coordinator, rows, django_assert_num_queries):
        for sector in SectorFactory.create_batch(rows):
            HostFactory(sector=sector)
        with django_assert_num_queries(3):
            as_coordinator.get(self.url)


class TestSectorNewAndEdit:
    def test_new(self, as_coordinator, coordinator):
        response = as_coordinator.post("/sectors/new/", {"name": "energy", "position": 3})
        sector = Sector.objects.get()
        assert (sector.name, sector.position, sector.created_by) == ("energy", 3, coordinator)
        assert (response.url, said(response)) == ("/sectors/", ["The sector energy is saved."])

    def test_a_name_is_there_once(self, as_coordinator, public):
        response = as_coordinator.post("/sectors/new/", {"name": "Public", "position": 3})
        assert response.context["form"].errors == {"name": ["There is already a sector with this name."]}

    def test_edit(self, as_coordinator, public):
        as_coordinator.post(f"/sectors/{public.pk}/edit/", {"name": "overheid", "position": 1, "seen": 1})
        public.refresh_from_db()
        assert (public.name, public.version) == ("overheid", 2)

    def test_who_saves_second_is_told(self, as_coordinator, public):
        Sector.objects.update(version=2)
        typed = {"name": "overheid", "position": 1, "seen": 1}
        assert as_coordinator.post(f"/sectors/{public.pk}/edit/", typed).status_code == 409


class TestSectorRemove:
    def test_an_empty_one(self, as_coordinator, public):
        url = f"/sectors/{public.pk}/remove/"
        assert "No organisation belongs to it." in page(as_coordinator.get(url))
        response = as_coordinator.post(url, {"seen": 1})
        assert not Sector.objects.exists()
        assert (response.url, said(response)) == ("/sectors/", ["The sector public is removed."])

    def test_not_with_organisations(self, as_coordinator, gro, public):
        url = f"/sectors/{public.pk}/remove/"
        assert "1 organisation belongs to the sector public." in page(as_coordinator.get(url))
        response = as_coordinator.post(url, {"seen": 1})
        assert Sector.objects.contains(public)
        assert response.context["form"].errors == {
            "__all__": ["1 organisation belongs to the sector public."]
        }
