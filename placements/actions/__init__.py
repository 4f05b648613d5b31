from placements.actions.hosts import (
    AddedMember,
    add_member,
    change_host,
    change_member,
    change_sector,
    remove_host,
    remove_member,
    remove_sector,
)
from placements.actions.periods import schedule_periods
from placements.actions.placing import (
    change_placement,
    end_placements,
    extend_last_placement,
    place,
    remove_placement,
    take_back,
)
from placements.actions.seats import SeatChange, StaleSeats, change_seat, set_seats
from placements.actions.wishes import set_wishes

__all__ = [
    "AddedMember",
    "SeatChange",
    "StaleSeats",
    "add_member",
    "change_host",
    "change_member",
    "change_placement",
    "change_seat",
    "change_sector",
    "end_placements",
    "extend_last_placement",
    "place",
    "remove_host",
    "remove_member",
    "remove_placement",
    "remove_sector",
    "schedule_periods",
    "set_seats",
    "set_wishes",
    "take_back",
]
