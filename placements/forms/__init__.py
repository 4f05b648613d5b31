from placements.forms.drafting import CellForm, DraftForm, PublishForm, SwapForm
from placements.forms.exclusions import ExclusionForm, PairForm
from placements.forms.hosts import HostFilters, HostForm, MemberForm, MemberNewForm, SectorForm
from placements.forms.own_wishes import OrderForm, SeenForm
from placements.forms.periods import EqualForm, PeriodForm
from placements.forms.placing import PlaceForm, PlacementForm, QueryForm
from placements.forms.plans import PlanChoiceForm, PlanNameForm, PlanNewForm
from placements.forms.seats import SeatForm, SeatGridForm
from placements.forms.settings import PlanningForm
from placements.forms.wishes import WishForm

__all__ = [
    "CellForm",
    "DraftForm",
    "EqualForm",
    "ExclusionForm",
    "HostFilters",
    "HostForm",
    "MemberForm",
    "MemberNewForm",
    "OrderForm",
    "PairForm",
    "PeriodForm",
    "PlaceForm",
    "PlacementForm",
    "PlanChoiceForm",
    "PlanNameForm",
    "PlanNewForm",
    "PlanningForm",
    "PublishForm",
    "QueryForm",
    "SeatForm",
    "SeatGridForm",
    "SectorForm",
    "SeenForm",
    "SwapForm",
    "WishForm",
]
