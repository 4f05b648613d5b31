from curriculum.actions.attendance import StateConflict, fill_attendance, record_attendance
from curriculum.actions.catchups import finish_catch_up, reopen_catch_up, settle_catch_ups
from curriculum.actions.checkins import check_in, close_check_in, count_guess, open_check_in
from curriculum.actions.content import (
    add_theme,
    add_track,
    change_curriculum,
    change_programme,
    change_theme,
    change_track,
    follow_curriculum,
    remove_theme,
    remove_track,
    start_curriculum,
)
from curriculum.actions.drafts import (
    add_draft,
    cancel_session,
    change_draft,
    drop_draft,
    drop_drafts,
    pin_session,
    restore_session,
    split_session,
    swap_sessions,
)
from curriculum.actions.editions import copy_curriculum
from curriculum.actions.goals import add_goal, change_goal, cover_goals, move_goal, remove_goal
from curriculum.actions.lessons import LessonText, Theirs, describe_lessons
from curriculum.actions.material import add_material, change_material, move_material, remove_material
from curriculum.actions.modules import add_module, change_module, remove_module
from curriculum.actions.opinions import give_feedback
from curriculum.actions.places import (
    add_room,
    add_unavailable,
    change_room,
    change_unavailable,
    remove_room,
    remove_unavailable,
)
from curriculum.actions.programmes import ask_to_lay, give_up_laying
from curriculum.actions.releases import publish_programme
from curriculum.actions.sessions import change_session_texts
from curriculum.actions.unlaying import undo_laying

__all__ = [
    "LessonText",
    "StateConflict",
    "Theirs",
    "add_draft",
    "add_goal",
    "add_material",
    "add_module",
    "add_room",
    "add_theme",
    "add_track",
    "add_unavailable",
    "ask_to_lay",
    "cancel_session",
    "change_curriculum",
    "change_draft",
    "change_goal",
    "change_material",
    "change_module",
    "change_programme",
    "change_room",
    "change_session_texts",
    "change_theme",
    "change_track",
    "change_unavailable",
    "check_in",
    "close_check_in",
    "copy_curriculum",
    "count_guess",
    "cover_goals",
    "describe_lessons",
    "drop_draft",
    "drop_drafts",
    "fill_attendance",
    "finish_catch_up",
    "follow_curriculum",
    "give_feedback",
    "give_up_laying",
    "move_goal",
    "move_material",
    "open_check_in",
    "pin_session",
    "publish_programme",
    "record_attendance",
    "remove_goal",
    "remove_material",
    "remove_module",
    "remove_room",
    "remove_theme",
    "remove_track",
    "remove_unavailable",
    "reopen_catch_up",
    "restore_session",
    "settle_catch_ups",
    "split_session",
    "start_curriculum",
    "swap_sessions",
    "undo_laying",
]
