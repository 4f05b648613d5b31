from placements.actions.alternatives import ask_alternatives
from placements.actions.drafting import (
    move_in_plan,
    pin_in_plan,
    redo_step,
    solve_rest,
    swap_in_plan,
    undo_step,
)
from placements.actions.exclusions import (
    add_pair,
    lift_exclusion,
    remove_pair,
    rule_out,
    take_back_agreement,
)
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
from placements.actions.planning import remove_plan, rename_plan, start_plan, stop_plan
from placements.actions.publishing import publish_plan
from placements.actions.seats import SeatChange, StaleSeats, change_seat, set_seats
from placements.actions.settings import change_planning, reset_planning
from placements.actions.supposing import adopt_plan
from placements.actions.wishes import set_wishes

__all__ = [
    "AddedMember",
    "SeatChange",
    "StaleSeats",
    "add_member",
    "add_pair",
    "adopt_plan",
    "ask_alternatives",
    "change_host",
    "change_member",
    "change_placement",
    "change_planning",
    "change_seat",
    "change_sector",
    "end_placements",
    "extend_last_placement",
    "lift_exclusion",
    "move_in_plan",
    "pin_in_plan",
    "place",
    "publish_plan",
    "redo_step",
    "remove_host",
    "remove_member",
    "remove_pair",
    "remove_placement",
    "remove_plan",
    "remove_sector",
    "rename_plan",
    "reset_planning",
    "rule_out",
    "schedule_periods",
    "set_seats",
    "set_wishes",
    "solve_rest",
    "start_plan",
    "stop_plan",
    "swap_in_plan",
    "take_back",
    "take_back_agreement",
    "undo_step",
]
