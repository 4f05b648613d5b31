"""Organisations: the list, a page for whoever works with one, and its changes."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from placements import actions, hostpage, rules
from placements.forms import HostFilters, HostForm
from placements.models import Host
from wijkmakers.lib.access import allow, coordinator, signed_in
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.listing import Listing
from wijkmakers.lib.removing import removal

SORTS = {
    "name": ["sort_name", "pk"],
    "code": ["code", "pk"],
    "sector": ["sector__position", "sector__name", "sort_name", "pk"],
    "trainees": ["trainees_now", "sort_name", "pk"],
}


@coordinator
@require_safe
def host_list(request):
    filters = HostFilters(request.GET)
    hosts = Host.objects.visible_to(request.user, today=timezone.localdate())
    if words := filters.value("q"):
        hosts = hosts.matching(words)
    if sector := filters.value("sector"):
        hosts = hosts.in_sector(sector)
    hosts = hosts.with_sector().with_numbers(timezone.localdate())
    listing = Listing(request, hosts, form=filters, sorts=SORTS)
    return render(request, "placements/host_list.html", {"listing": listing})


@signed_in
@require_safe
def host(request, pk):
    today = timezone.localdate()
    shown = get_object_or_404(Host.objects.visible_to(request.user, today=today).with_sector(), pk=pk)
    page = hostpage.build(shown, user=request.user, today=today)
    return render(request, "placements/host.html", {"host": shown, "page": page})


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def host_new(request):
    form = HostForm(posted(request), instance=Host())
    return _edit(request, form, "placements/host_new.html", _("Add an organisation"), reverse("host_list"))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def host_edit(request, pk):
    found = get_object_or_404(Host.objects.visible_to(request.user, today=timezone.localdate()), pk=pk)
    allow(rules.can_change_hosts(request.user))
    form = HostForm(posted(request), instance=found)
    heading = _("Edit %(host)s") % {"host": found}
    return _edit(request, form, "placements/host_edit.html", heading, reverse("host", args=[pk]))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def host_remove(request, pk):
    found = get_object_or_404(Host.objects.visible_to(request.user, today=timezone.localdate()), pk=pk)
    allow(rules.can_change_hosts(request.user))
    stays = _(
        "%(host)s has offered seats, trainees work, worked or wish to work there or are not sent there, or "
        "it stands in a draft. That is part of the history of a cohort, so the organisation stays."
    )
    return removal(
        request,
        found,
        "placements/host_remove.html",
        heading=_("Remove %(name)s?") % {"name": found},
        obstacle=stays % {"host": found} if found.is_used() else "",
        act=lambda seen: actions.remove_host(host=found, seen=seen, by=request.user),
        done=reverse("host_list"),
        said=_("%(host)s is removed.") % {"host": found},
        cancel_url=reverse("host", args=[pk]),
        context={"host": found},
    )


def _edit(request, form, template, heading, cancel_url):
    return answer(
        request,
        form,
        template,
        act=lambda: actions.change_host(host=form.instance, seen=form.seen_version, by=request.user),
        done=lambda saved: reverse("host", args=[saved.pk]),
        said=lambda saved: _("%(host)s is saved.") % {"host": saved},
        context={"heading": heading, "host": form.instance, "cancel_url": cancel_url},
    )
