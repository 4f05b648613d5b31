"""Trainees: the list of all, a new one, and the changes of one. Who works where is added by the roof."""

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trainees import actions, rosters, rules
from trainees.forms import PauseForm, TraineeFilters, TraineeForm, TraineeNewForm
from trainees.models import Cohort, Pause, Trainee
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.listing import Listing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@coordinator
@require_safe
def trainee_list(request):
    today = timezone.localdate()
    filters = TraineeFilters(request.GET, user=request.user)
    listing = _listing(request, filters, today)
    context = {
        "listing": listing,
        "sort": listing.sort,
        "rows": rosters.rows(listing.page.object_list, today=today),
        "cohort": filters.value("cohort"),
        "only_cohort": not (filters.value("q") or filters.value("state")),
        "address": request.GET.urlencode(),
    }
    return render(request, "trainees/trainee_list.html", context)


@coordinator
@require_safe
def trainee_export(request):
    today = timezone.localdate()
    filters = TraineeFilters(request.GET, user=request.user)
    listing = _listing(request, filters, today, per_page=rosters.EXPORTED)
    content = rosters.workbook(listing.page.object_list, total=listing.count, today=today)
    name = _("trainees") + f"-{today.isoformat()}.xlsx"
    return HttpResponse(content, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


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


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def pause_new(request, pk):
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user).with_user(), pk=pk)
    allow(rules.can_change_trainee(request.user, trainee))
    form = PauseForm(posted(request), instance=Pause(trainee=trainee))
    page = reverse("trainee", kwargs={"pk": pk})
    return answer(
        request,
        form,
        "trainees/pause_new.html",
        act=lambda: actions.add_pause(pause=form.instance, by=request.user),
        done=lambda pause: page,
        said=_paused,
        context={"heading": _("Pause %(name)s") % {"name": trainee}, "trainee": trainee, "cancel_url": page},
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def pause_remove(request, pk):
    pause = get_object_or_404(Pause.objects.visible_to(request.user).with_trainee(), pk=pk)
    allow(rules.can_remove_pause(request.user, pause))
    page = reverse("trainee", kwargs={"pk": pause.trainee_id})
    return answer(
        request,
        Form(posted(request)),
        "trainees/pause_remove.html",
        act=lambda: actions.remove_pause(pause=pause, by=request.user),
        done=lambda _nothing: page,
        said=lambda _nothing: _("The pause of %(name)s is removed.") % {"name": pause.trainee},
        context={
            "heading": _("Remove the pause of %(name)s?") % {"name": pause.trainee},
            "pause": pause,
            "cancel_url": page,
        },
    )


def _paused(pause):
    sentence = _("%(name)s pauses from %(first)s up to and including %(last)s.")
    days = {"first": rosters.long(pause.starts_on), "last": rosters.long(pause.ends_on)}
    return sentence % ({"name": pause.trainee} | days)


def _listing(request, filters, today, **options):
    trainees = Trainee.objects.coordinated_by(request.user)
    if cohort := filters.value("cohort"):
        trainees = trainees.of_cohort(cohort)
    if state := filters.value("state"):
        trainees = trainees.in_state(state, today)
    if words := filters.value("q"):
        trainees = trainees.matching(words)
    return Listing(request, trainees, form=filters, columns=[], sorts=rosters.SORTS, **options)


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
