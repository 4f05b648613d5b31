from placements.forms.hosts import HostFilters, HostForm, MemberForm, MemberNewForm, SectorForm
from placements.forms.periods import EqualForm, PeriodForm
from placements.forms.placing import PlaceForm, PlacementForm, QueryForm
from placements.forms.seats import SeatForm, SeatGridForm
from placements.forms.wishes import WishForm

__all__ = [
    "EqualForm",
    "HostFilters",
    "HostForm",
    "MemberForm",
    "MemberNewForm",
    "PeriodForm",
    "PlaceForm",
    "PlacementForm",
    "QueryForm",
    "SeatForm",
    "SeatGridForm",
    "SectorForm",
    "WishForm",
]
