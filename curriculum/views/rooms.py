"""Rooms that cohorts share."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from curriculum import actions, rules
from curriculum.forms import RoomForm
from curriculum.models import Room
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.listing import ListForm, Listing
from wijkmakers.lib.removing import removal


@coordinator
@require_safe
def room_list(request):
    rooms = Room.objects.visible_to(request.user).with_counts()
    sorts = {"name": ["name", "pk"], "seats": ["seats", "pk"]}
    listing = Listing(request, rooms, form=ListForm(request.GET), sorts=sorts)
    return render(request, "curriculum/room_list.html", {"listing": listing})


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def room_new(request):
    allow(rules.can_change_places(request.user))
    form = RoomForm(posted(request))
    return _edit(
        request, form, "curriculum/room_new.html", _("Add a room"),
        act=lambda: actions.add_room(room=form.instance, by=request.user),
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def room_edit(request, pk):
    form = RoomForm(posted(request), instance=_load(request, pk))
    return _edit(
        request, form, "curriculum/room_edit.html", _("Edit room"),
        act=lambda: actions.change_room(room=form.instance, seen=form.seen_version, by=request.user),
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def room_remove(request, pk):
    room = _load(request, pk)
    return removal(
        request,
        room,
        "curriculum/room_remove.html",
        heading=_("Remove %(name)s?") % {"name": room},
        obstacle=_why_it_stays(room),
        act=lambda seen: actions.remove_room(room=room, seen=seen, by=request.user),
        done=reverse("room_list"),
        said=_("%(name)s is removed.") % {"name": room},
        cancel_url=reverse("room_list"),
        context={"programmes": room.programmes.count(), "stretches": room.unavailable.count()},
    )


def _edit(request, form, template, heading, *, act):
    return answer(
        request,
        form,
        template,
        act=act,
        done=lambda _saved: reverse("room_list"),
        said=lambda saved: _("%(name)s is saved.") % {"name": saved},
        context={"heading": heading, "cancel_url": reverse("room_list")},
    )


def _load(request, pk):
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_places(request.user))
    return room


def _why_it_stays(room):
    sessions = room.sessions.count() + room.drafts.count()
    sentence = ngettext(
        "%(count)d session is in this room. Give it another room first.",
        "%(count)d sessions are in this room. Give them another room first.",
        sessions,
    )
    return sentence % {"count": sessions} if sessions else ""
