from curriculum.actions.attendance import StateConflict, fill_attendance, record_attendance
from curriculum.actions.content import (
    add_theme,
    add_track,
    change_curriculum,
    change_theme,
    change_track,
    follow_curriculum,
    remove_theme,
    remove_track,
    start_curriculum,
)
from curriculum.actions.material import add_material, change_material, move_material, remove_material
from curriculum.actions.modules import add_module, change_module, remove_module
from curriculum.actions.sessions import change_session, plan_session, remove_session

__all__ = [
    "StateConflict",
    "add_material",
    "add_module",
    "add_theme",
    "add_track",
    "change_curriculum",
    "change_material",
    "change_module",
    "change_session",
    "change_theme",
    "change_track",
    "fill_attendance",
    "follow_curriculum",
    "move_material",
    "plan_session",
    "record_attendance",
    "remove_material",
    "remove_module",
    "remove_session",
    "remove_theme",
    "remove_track",
    "start_curriculum",
]
