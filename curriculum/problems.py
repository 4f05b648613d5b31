"""What in the programme of a cohort needs a coordinator now."""

import datetime as dt
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.away import with_away
from curriculum.models import Module, Session
from curriculum.models.attendance import ENOUGH, USUAL_THRESHOLD
from curriculum.models.planned import Planned
from trainees.models import ClosedDay, Cohort
from wijkmakers.lib.listing import addresses
from wijkmakers.lib.problems import Problem
from wijkmakers.lib.words import said_all

AHEAD = dt.timedelta(weeks=6)
BEHIND = dt.timedelta(weeks=4)
BELOW_NAMED = 5
# In SQL: see decision 10. Late counts as there.
BELOW = """
    WITH counted AS (
        SELECT a.trainee_id, count(*) AS recorded,
               count(*) FILTER (WHERE a.state IN ('present', 'late')) AS there,
               coalesce(min(p.attendance_threshold), %(usual)s) AS threshold
        FROM curriculum_attendance a JOIN curriculum_session s ON s.id = a.session_id
        LEFT JOIN curriculum_programme p ON p.cohort_id = s.cohort_id
        WHERE s.cohort_id = %(cohort)s GROUP BY a.trainee_id)
    SELECT c.trainee_id, u.first_name || ' ' || u.last_name, c.recorded, c.there, c.threshold
    FROM counted c JOIN trainees_trainee t ON t.id = c.trainee_id JOIN trainees_user u ON u.id = t.user_id
    WHERE c.recorded >= %(enough)s AND 100 * c.there < c.threshold * c.recorded
    ORDER BY u.sort_name, c.trainee_id LIMIT %(most)s
"""


def load(cohort: Cohort, *, now: dt.datetime) -> list[Session]:
    """The sessions that are looked at: of the last four weeks and all to come, in order. One query."""
    recent = Session.objects.of_cohort(cohort).taking_place().from_moment(now - BEHIND)
    return list(with_away(recent.with_essentials().with_attendance_state()).in_order())


def find(cohort: Cohort, sessions: list[Session], *, now: dt.datetime) -> list[Problem]:
    """In order of date; what concerns the whole programme comes last. Two queries.

    `sessions` come from `load`.
    """
    today = timezone.localtime(now).date()
    closed = list(
        ClosedDay.objects.for_cohort(cohort).between(today, cohort.ends_on).with_essentials().in_order()
    )
    found = []
    for session in sessions:
        if session.ends_at < now:
            found += _unrecorded(session)
        else:
            found += _on_closed_day(session, closed)
            found += _with_nobody_there(session)
            found += _unfinished(session) if session.starts_at < now + AHEAD else []
    return found + _unplanned(cohort, now, today)


def below(cohort: Cohort) -> list[Problem]:
    """Who was there less often than the cohort asks, once that says something. One query."""
    asked = {"cohort": cohort.pk, "usual": USUAL_THRESHOLD, "enough": ENOUGH, "most": BELOW_NAMED}
    with connection.cursor() as cursor:
        cursor.execute(BELOW, asked)
        found = cursor.fetchall()
    address, url = addresses("trainee"), reverse("attendance_list", args=[cohort.pk])
    return [
        Problem(
            blocks=False,
            sentence=_("%(name)s was at %(there)d of %(recorded)d sessions")
            % {"name": name, "there": there, "recorded": recorded},
            reason=_("That is %(percentage)d %%; this cohort asks %(threshold)d %%.")
            % {"percentage": 100 * there // recorded, "threshold": threshold},
            url=address(trainee),
            button=_("See attendance"),
            button_url=url,
        )
        for trainee, name, recorded, there, threshold in found
    ]


def lacks(session: Planned) -> list[str]:
    """What is not settled yet, as words. Needs `with_lecturer_names()`."""
    words = [] if session.lecturer_names else [_("lecturer")]
    return words if session.place else [*words, _("place")]


def _unrecorded(session: Session) -> list[Problem]:
    if session.is_recorded or not session.is_expected:
        return []
    sentence = _("The attendance of %(day)s has not been recorded") % {"day": _day(session)}
    return [_problem(session, sentence, _("Record attendance"), addresses("attendance")(session.pk))]


def _unfinished(session: Session) -> list[Problem]:
    words, day = lacks(session), {"day": _day(session)}
    if not words:
        return []
    if len(words) == 2:
        sentence = _("%(day)s has no lecturer and no place yet")
    elif session.place:
        sentence = _("%(day)s has no lecturer yet")
    else:
        sentence = _("%(day)s has no place yet")
    url = addresses("session_edit")(session.pk)
    return [_problem(session, capfirst(sentence % day), _("Complete session"), url)]


def _on_closed_day(session: Session, closed: list[ClosedDay]) -> list[Problem]:
    day = session.day()
    over = next((c for c in closed if c.starts_on <= day <= c.ends_on), None)
    if over is None:
        return []
    sentence = _("%(day)s has a session, but is closed: %(name)s") % {"day": _day(session), "name": over.name}
    url = addresses("session_edit")(session.pk)
    return [_problem(session, capfirst(sentence), _("Move session"), url)]


def _with_nobody_there(session: Any) -> list[Problem]:
    if not session.away:
        return []
    sentence = ngettext(
        "%(day)s has a session, but %(names)s is not available then",
        "%(day)s has a session, but %(names)s are not available then",
        len(session.away),
    )
    words = {"day": _day(session), "names": said_all(session.away)}
    url = addresses("session_edit")(session.pk)
    return [_problem(session, capfirst(sentence % words), _("Change session"), url)]


def _unplanned(cohort: Cohort, now: dt.datetime, today: dt.date) -> list[Problem]:
    """One summary for all modules that have no session at all yet, while the cohort runs."""
    if not cohort.starts_on <= today <= cohort.ends_on:
        return []
    unplanned = [module.number for module in Module.objects.wall_of(cohort, now) if not module.planned]
    if not unplanned:
        return []
    count = len(unplanned)
    sentence = ngettext("%(count)d module is not planned yet", "%(count)d modules are not planned yet", count)
    numbers = ", ".join(map(str, unplanned))
    return [
        Problem(
            blocks=False,
            sentence=sentence % {"count": count},
            reason=ngettext("Module %(numbers)s.", "Modules %(numbers)s.", count) % {"numbers": numbers},
            url=reverse("programme", args=[cohort.pk]),
            button=_("Plan a session"),
            button_url=reverse("session_new", args=[cohort.pk]),
        )
    ]


def _problem(session: Session, sentence: str, button: str, button_url: str) -> Problem:
    reason = f"{session.name()} · {session.kicker()}"
    url = addresses("session")(session.pk)
    return Problem(False, sentence, reason, url, button, button_url)


def _day(session: Session) -> str:
    return date_format(session.day(), "l j F")
