from placements.models.host import LOOKS, Host, HostMember, Sector
from placements.models.period import MOST_SEATS, Period, PlannedCohort, Seat
from placements.models.placement import PlacedTrainee, Placement, Wish

__all__ = [
    "LOOKS", "MOST_SEATS", "Host", "HostMember", "Period", "PlacedTrainee", "Placement", "PlannedCohort",
    "Seat", "Sector", "Wish",
]  # fmt: skip
