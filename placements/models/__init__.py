from placements.models.exclusion import Exclusion, Pair
from placements.models.host import LOOKS, Host, HostMember, Sector
from placements.models.period import MOST_SEATS, Period, PlannedCohort, Seat
from placements.models.placement import PlacedTrainee, Placement, Wish
from placements.models.plan import Plan, PlanEntry
from placements.models.planning import MOST_RANKS, Planning
from placements.models.planstep import PlanStep

__all__ = [
    "LOOKS", "MOST_RANKS", "MOST_SEATS", "Exclusion", "Host", "HostMember", "Pair", "Period", "PlacedTrainee",
    "Placement", "Plan", "PlanEntry", "PlanStep", "PlannedCohort", "Planning", "Seat", "Sector", "Wish",
]  # fmt: skip
