"""Trainees: a new one, and the changes of one."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trainees import actions, rules
from trainees.forms import TraineeForm, TraineeNewForm
from trainees.models import Cohort, Trainee
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def trainee_new(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_cohort(request.user, cohort))
    blank = Trainee(cohort=cohort, starts_on=cohort.starts_on, ends_on=cohort.ends_on)
    form = TraineeNewForm(posted(request), instance=blank)
    return answer(
        request,
        form,
        "trainees/trainee_new.html",
        act=lambda: actions.add_trainee(
            trainee=form.instance, person=form.named(), skills=form.skills(), by=request.user
        ),
        done=lambda found: reverse("trainee", kwargs={"pk": form.instance.pk}),
        said=lambda found: _said(found, cohort),
        context={
            "heading": _("Add a trainee"),
            "cohort": cohort,
            "cancel_url": f"{reverse('trainee_list')}?cohort={pk}",
        },
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def trainee_edit(request, pk):
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user).with_user(), pk=pk)
    allow(rules.can_change_trainee(request.user, trainee))
    form = TraineeForm(posted(request), instance=trainee)
    page = reverse("trainee", kwargs={"pk": pk})
    return answer(
        request,
        form,
        "trainees/trainee_edit.html",
        act=lambda: actions.change_trainee(
            trainee=form.instance,
            person=form.named(),
            skills=form.skills(),
            seen=form.seen_version,
            by=request.user,
        ),
        done=lambda changed: page,
        said=lambda changed: _("The details of %(name)s are saved.") % {"name": changed},
        context={"heading": _("Edit %(name)s") % {"name": trainee}, "trainee": trainee, "cancel_url": page},
    )


def _said(found, cohort):
    names = {"name": found.user, "cohort": cohort, "email": found.user.email}
    if found.added:
        return _("%(name)s is a trainee of %(cohort)s, and can sign in as %(email)s.") % names
    if found.under_other_name:
        return (
            _("%(name)s is a trainee of %(cohort)s. This is how %(email)s is known here; that name stays.")
            % names
        )
    return _("%(name)s is a trainee of %(cohort)s.") % names
