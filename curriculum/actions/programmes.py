"""The programme of a cohort laid out in the background: asked for, and given up."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from curriculum.actions.drafts import hold
from curriculum.models import Programme
from trainees.models import User
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import save_version

LAY_OUT = "wijkmakers.tasks.lay_out_programme"
"""The name of the job; the module itself is for the worker, because it loads the generator."""


@transaction.atomic
def ask_to_lay(*, programme: Programme, keeps_drafts: bool, by: User, now: dt.datetime) -> Programme:
    """The worker begins with it as soon as this is committed. Raises Refused while it is at it already."""
    hold(programme.cohort_id)
    current = Programme.objects.held().get(pk=programme.pk)
    if current.laying_asked_at:
        raise Refused(_("This programme is being laid out already. Wait for it."))
    current.laying_asked_at, current.laying_asked_by = now, by
    save_version(current, by=by)
    job = app.configure_task(LAY_OUT, lock=f"programme {current.pk}", queue="planner")
    job.defer(programme=current.pk, keeps_drafts=keeps_drafts)
    return current


@transaction.atomic
def give_up_laying(*, programme: Programme, by: User | None, now: dt.datetime) -> None:
    """It went wrong: nobody waits for what will not come. What was laid before stands as it was."""
    current = Programme.objects.held().get(pk=programme.pk)
    if current.laying_asked_at is None:
        return
    current.laid, current.laid_at, current.laid_by = None, now, by
    current.laying_asked_at = current.laying_asked_by = None
    save_version(current, by=by)
