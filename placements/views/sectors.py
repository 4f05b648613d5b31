"""The sectors: perspectives from which one can look at a neighbourhood."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from placements import actions, rules
from placements.forms import SectorForm
from placements.models import Sector
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.removing import removal


@coordinator
@require_safe
def sector_list(request):
    sectors = Sector.objects.visible_to(request.user).with_host_count().in_order()
    return render(request, "placements/sector_list.html", {"sectors": sectors})


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def sector_new(request):
    form = SectorForm(posted(request), instance=Sector())
    return _edit(request, form, "placements/sector_new.html", _("Add a sector"))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def sector_edit(request, pk):
    sector = get_object_or_404(Sector.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_hosts(request.user))
    form = SectorForm(posted(request), instance=sector)
    return _edit(request, form, "placements/sector_edit.html", _("Edit %(sector)s") % {"sector": sector})


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def sector_remove(request, pk):
    rows = Sector.objects.visible_to(request.user).with_host_count()
    sector = get_object_or_404(rows, pk=pk)
    allow(rules.can_change_hosts(request.user))
    return removal(
        request,
        sector,
        "placements/sector_remove.html",
        heading=_("Remove the sector %(sector)s?") % {"sector": sector},
        obstacle=_why_it_stays(sector),
        act=lambda seen: actions.remove_sector(sector=sector, seen=seen, by=request.user),
        done=reverse("sector_list"),
        said=_("The sector %(sector)s is removed.") % {"sector": sector},
        cancel_url=reverse("sector_list"),
        context={"sector": sector},
    )


def _why_it_stays(sector):
    """Empty when it can go."""
    sentence = ngettext(
        "%(n)s organisation belongs to the sector %(sector)s.",
        "%(n)s organisations belong to the sector %(sector)s.",
        sector.host_count,
    )
    return sentence % {"sector": sector, "n": sector.host_count} if sector.host_count else ""


def _edit(request, form, template, heading):
    return answer(
        request,
        form,
        template,
        act=lambda: actions.change_sector(sector=form.instance, seen=form.seen_version, by=request.user),
        done=lambda saved: reverse("sector_list"),
        said=lambda saved: _("The sector %(sector)s is saved.") % {"sector": saved},
        context={"heading": heading, "cancel_url": reverse("sector_list")},
    )
