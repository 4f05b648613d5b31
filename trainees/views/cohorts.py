"""Cohorts: all that somebody runs, a new one, and the settings of one."""

import datetime as dt

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trainees import actions, rules
from trainees.forms import CohortFilters, CohortForm, CohortNewForm
from trainees.models import Cohort, Coordinator, Trainee
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.listing import Listing, addresses

TONES = {Cohort.State.RUNNING: "tag--ok", Cohort.State.COMING: "tag--info"}


@coordinator
@require_safe
def cohort_list(request):
    filters = CohortFilters(request.GET)
    cohorts = Cohort.objects.coordinated_by(request.user)
    if words := filters.value("q"):
        cohorts = cohorts.matching(words)
    listing = Listing(request, cohorts, form=filters, sorts={"start": ["-starts_on", "-pk"]})
    today = timezone.localdate()
    context = {
        "listing": listing,
        "rows": _rows(list(listing.page), today=today),
        "running": Cohort.objects.coordinated_by(request.user).current(today).count(),
    }
    return render(request, "trainees/cohort_list.html", context)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_new(request):
    allow(rules.can_start_cohort(request.user))
    first, last = two_years_from(timezone.localdate())
    form = CohortNewForm(posted(request), instance=Cohort(starts_on=first, ends_on=last))
    return answer(
        request,
        form,
        "trainees/cohort_new.html",
        act=lambda: actions.start_cohort(cohort=form.instance, by=request.user),
        done=lambda cohort: reverse("period_edit", kwargs={"pk": cohort.pk}),
        said=lambda cohort: _("%(cohort)s is there. Now choose its periods.") % {"cohort": cohort},
        context={"heading": _("New cohort"), "cancel_url": reverse("cohort_list")},
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_edit(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_cohort(request.user, cohort))
    form = CohortForm(posted(request), instance=cohort)
    people = Coordinator.objects.of_cohort(cohort).with_people().in_order()
    return answer(
        request,
        form,
        "trainees/cohort_edit.html",
        act=lambda: actions.change_cohort(cohort=form.instance, seen=form.seen_version, by=request.user),
        done=lambda cohort: reverse("cohort", kwargs={"pk": cohort.pk}),
        said=lambda cohort: _("The settings of %(cohort)s are saved.") % {"cohort": cohort},
        context={
            "heading": _("Settings of %(cohort)s") % {"cohort": cohort},
            "cohort": cohort,
            "coordinators": people,
            "cancel_url": reverse("cohort", kwargs={"pk": pk}),
        },
    )


def two_years_from(today):
    """The first and last day of two years that begin on the next first of September."""
    year = today.year if (today.month, today.day) <= (9, 1) else today.year + 1
    return dt.date(year, 9, 1), dt.date(year + 2, 8, 31)


def _rows(cohorts, *, today):
    counts = Trainee.objects.count_per_cohort(cohorts)
    address = addresses("cohort")
    return [
        {
            "cohort": cohort,
            "url": address(cohort.pk),
            "trainees": counts.get(cohort.pk, 0),
            "state": cohort.state_on(today),
            "tone": TONES.get(cohort.state_on(today), ""),
            "week": cohort.week_on(today),
        }
        for cohort in cohorts
    ]
