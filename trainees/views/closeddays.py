"""Days without a learning day: what counts for whom, our own, and the holidays in one go."""

from django.forms import Form
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from trainees import actions, closures, holidays, rules
from trainees.forms import ClosedDayFilters, ClosedDayForm, PublicHolidaysForm
from trainees.models import ClosedDay
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.listing import Listing
from wijkmakers.lib.removing import removal

YEARS_AHEAD = 4  # a cohort that begins next autumn ends in the third year from now


@coordinator
@require_safe
def closed_day_list(request):
    today = timezone.localdate()
    days = ClosedDay.objects.coordinated_by(request.user)
    filters = ClosedDayFilters(request.GET, user=request.user, years=closures.years(days))
    cohort, year = filters.value("cohort"), filters.value("year")
    first, last = closures.stretch(cohort, year, today=today)
    found = days.between(first, last)
    if cohort:
        found = found.for_cohort(cohort)
    if kind := filters.value("kind"):
        found = found.of_kind(kind)
    sorts = {"date": ["starts_on", "ends_on", "pk"]}
    listing = Listing(request, found.with_cohort(), form=filters, sorts=sorts)
    context = {
        "listing": listing,
        "years": closures.by_year(closures.rows(listing.page, cohort=cohort), today=today),
        "cohort": cohort,
        "first": first,
        "last": last if cohort or year else None,
    }
    return render(request, "trainees/closed_day_list.html", context)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def closed_day_new(request):
    cohort = ClosedDayFilters(request.GET, user=request.user, years=[]).value("cohort")
    blank = ClosedDay(kind=ClosedDay.Kind.OWN, cohort=cohort)
    return _edit(request, blank, "trainees/closed_day_new.html", heading=_("Add a closed day"))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def closed_day_edit(request, pk):
    day = get_object_or_404(ClosedDay.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_closed_day(request.user, day))
    return _edit(request, day, "trainees/closed_day_edit.html", heading=_("Edit %(day)s") % {"day": day.name})


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def closed_day_remove(request, pk):
    day = get_object_or_404(ClosedDay.objects.visible_to(request.user).with_cohort(), pk=pk)
    allow(rules.can_remove_closed_day(request.user, day))
    back = _list_of(day.cohort)
    return removal(
        request,
        day,
        "trainees/closed_day_remove.html",
        heading=_("Remove %(day)s?") % {"day": day.name},
        act=lambda seen: actions.remove_closed_day(day=day, seen=seen, by=request.user),
        done=back,
        said=_("%(day)s is no longer a closed day.") % {"day": day.name},
        cancel_url=back,
        context={"day": day, "dates": closures.dates(day.starts_on, day.ends_on)},
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def closed_day_fill(request):
    this_year = timezone.localdate().year
    missing = holidays.public_not_there_yet(range(this_year, this_year + YEARS_AHEAD))
    form = PublicHolidaysForm(posted(request), missing=missing)
    return answer(
        request,
        form,
        "trainees/closed_day_fill.html",
        act=lambda: actions.fill_public_holidays(years=form.cleaned_data["years"], by=request.user),
        done=lambda added: reverse("closed_day_list"),
        said=_added,
        context={"heading": _("Add public holidays"), "cancel_url": reverse("closed_day_list")},
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def closed_day_fill_school(request):
    missing = holidays.not_there_yet(ClosedDay.Kind.SCHOOL, holidays.school())
    return answer(
        request,
        Form(posted(request)),
        "trainees/closed_day_fill_school.html",
        act=lambda: actions.fill_school_holidays(by=request.user),
        done=lambda added: reverse("closed_day_list"),
        said=_added,
        context={
            "heading": _("Add school holidays"),
            "missing": closures.holiday_rows(missing),
            "cancel_url": reverse("closed_day_list"),
        },
    )


def _edit(request, day, template, *, heading):
    form = ClosedDayForm(posted(request), instance=day, user=request.user)
    back = _list_of(day.cohort)
    return answer(
        request,
        form,
        template,
        act=lambda: actions.change_closed_day(day=form.instance, seen=form.seen_version, by=request.user),
        done=lambda saved: _list_of(saved.cohort),
        said=_saved,
        context={"heading": heading, "day": day, "cancel_url": back},
    )


def _saved(day):
    names = {"day": day.name, "dates": closures.dates(day.starts_on, day.ends_on), "cohort": day.cohort}
    if day.cohort:
        return _("%(day)s is a closed day of %(cohort)s: %(dates)s.") % names
    return _("%(day)s is a closed day: %(dates)s.") % names


def _added(count):
    if not count:
        return _("Every holiday was already there. Nothing is added.")
    return ngettext("%(count)s holiday is added.", "%(count)s holidays are added.", count) % {"count": count}


def _list_of(cohort):
    address = reverse("closed_day_list")
    return f"{address}?cohort={cohort.pk}" if cohort else address
