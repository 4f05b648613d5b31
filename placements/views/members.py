"""The people of an organisation."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from placements import actions, rules
from placements.forms import MemberForm, MemberNewForm
from placements.models import Host, HostMember
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.removing import removal


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def host_member_new(request, pk):
    host = get_object_or_404(Host.objects.visible_to(request.user, today=timezone.localdate()), pk=pk)
    allow(rules.can_change_hosts(request.user))
    form = MemberNewForm(posted(request), host=host)
    return answer(
        request,
        form,
        "placements/host_member_new.html",
        act=lambda: actions.add_member(
            host=host, person=form.named(), by=request.user, job=form.cleaned_data["job"],
            starts_on=form.cleaned_data["starts_on"], ends_on=form.cleaned_data["ends_on"],
        ),
        done=lambda added: _page(host),
        said=lambda added: _said_added(added, host),
        context={
            "heading": _("Add a supervisor of %(host)s") % {"host": host},
            "host": host,
            "cancel_url": _page(host),
        },
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def host_member_edit(request, pk):
    member = _load(request, pk)
    form = MemberForm(posted(request), instance=member)
    return answer(
        request,
        form,
        "placements/host_member_edit.html",
        act=lambda: actions.change_member(
            member=form.instance, person=form.named(), seen=form.seen_version, by=request.user
        ),
        done=lambda changed: _page(member.host),
        said=lambda changed: _("The details of %(name)s are saved.") % {"name": changed.user},
        context={
            "heading": _("Edit %(name)s") % {"name": member},
            "member": member,
            "cancel_url": _page(member.host),
        },
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def host_member_remove(request, pk):
    member = _load(request, pk)
    words = {"name": member, "host": member.host}
    return removal(
        request,
        member,
        "placements/host_member_remove.html",
        heading=_("Remove %(name)s from %(host)s?") % words,
        obstacle=_why_it_stays(member),
        act=lambda seen: actions.remove_member(member=member, seen=seen, by=request.user),
        done=_page(member.host),
        said=_("%(name)s no longer belongs to %(host)s.") % words,
        cancel_url=_page(member.host),
        context={"member": member},
    )


def _load(request, pk):
    rows = HostMember.objects.visible_to(request.user, today=timezone.localdate())
    member = get_object_or_404(rows.with_user().with_placement_count(), pk=pk)
    allow(rules.can_change_hosts(request.user))
    return member


def _why_it_stays(member):
    """Empty when they can go."""
    sentence = ngettext(
        "%(name)s is the supervisor of %(n)s placement here, now or in the past.",
        "%(name)s is the supervisor of %(n)s placements here, now or in the past.",
        member.placement_count,
    )
    return sentence % {"name": member, "n": member.placement_count} if member.placement_count else ""


def _page(host):
    return reverse("host", args=[host.pk])


def _said_added(added, host):
    words = {"name": added.found.user, "host": host, "email": added.found.user.email}
    if added.found.added:
        return _("%(name)s belongs to %(host)s, and can sign in with %(email)s.") % words
    return _("%(name)s, who was here already, belongs to %(host)s.") % words
