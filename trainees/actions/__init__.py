from trainees.actions.absences import answer_leave, report_absence, withdraw_absence
from trainees.actions.closeddays import (
    change_closed_day,
    fill_public_holidays,
    fill_school_holidays,
    remove_closed_day,
)
from trainees.actions.cohorts import add_coordinator, change_cohort, remove_coordinator, start_cohort
from trainees.actions.feeds import end_feed, make_feed, note_use
from trainees.actions.people import change_own_details, change_person, choose_language, find_or_add_person
from trainees.actions.trainees import (
    add_pause,
    add_trainee,
    change_trainee,
    extend_trainee,
    find_or_add_skills,
    remove_pause,
    stop_trainee,
)
from trainees.actions.uploads import drop_upload, keep_upload

__all__ = [
    "add_coordinator",
    "add_pause",
    "add_trainee",
    "answer_leave",
    "change_closed_day",
    "change_cohort",
    "change_own_details",
    "change_person",
    "change_trainee",
    "choose_language",
    "drop_upload",
    "end_feed",
    "extend_trainee",
    "fill_public_holidays",
    "fill_school_holidays",
    "find_or_add_person",
    "find_or_add_skills",
    "keep_upload",
    "make_feed",
    "note_use",
    "remove_closed_day",
    "remove_coordinator",
    "remove_pause",
    "report_absence",
    "start_cohort",
    "stop_trainee",
    "withdraw_absence",
]
