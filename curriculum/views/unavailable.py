"""Days on which a lecturer or a room is not there; lecturers keep their own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from curriculum import actions, rules
from curriculum.away import said_hit
from curriculum.forms import MyUnavailableForm, UnavailableForm, UnavailableListForm
from curriculum.models import Unavailable
from wijkmakers.lib.access import allow, coordinator, lecturer
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.listing import Listing
from wijkmakers.lib.removing import removal

SAID = {
    True: lambda days: _("The days of %(name)s are saved.") % {"name": days.user or days.room},
    False: lambda _days: _("Your days are saved."),
}


@coordinator
@require_safe
def unavailable_list(request):
    filters = UnavailableListForm(request.GET)
    found = Unavailable.objects.visible_to(request.user).with_whom()
    if owner := filters.owner():
        found = found.of_owner(owner)
    if not filters.value("when"):
        found = found.from_day(timezone.localdate())
    listing = Listing(request, found, form=filters, sorts={"date": ["starts_on", "ends_on", "pk"]})
    return render(request, "curriculum/unavailable_list.html", {"listing": listing})


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def unavailable_new(request):
    allow(rules.can_change_places(request.user))
    form = UnavailableForm(posted(request))
    return _add(request, form, "curriculum/unavailable_new.html", back=reverse("unavailable_list"))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def unavailable_edit(request, pk):
    form = UnavailableForm(posted(request), instance=_load(request, pk))
    return _change(request, form, "curriculum/unavailable_edit.html", back=reverse("unavailable_list"))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def unavailable_remove(request, pk):
    return _remove(request, pk, "curriculum/unavailable_remove.html", back=reverse("unavailable_list"))


@lecturer
@require_http_methods(["GET", "HEAD", "POST"])
def my_unavailable_new(request):
    form = MyUnavailableForm(posted(request), instance=Unavailable(user=request.user))
    return _add(request, form, "curriculum/my_unavailable_new.html", back=_mine())


@lecturer
@require_http_methods(["GET", "HEAD", "POST"])
def my_unavailable_edit(request, pk):
    form = MyUnavailableForm(posted(request), instance=_load_own(request, pk))
    return _change(request, form, "curriculum/my_unavailable_edit.html", back=_mine())


@lecturer
@require_http_methods(["GET", "HEAD", "POST"])
def my_unavailable_remove(request, pk):
    _load_own(request, pk)
    return _remove(request, pk, "curriculum/my_unavailable_remove.html", back=_mine())


def _add(request, form, template, *, back):
    return _answer(
        request, form, template, back, _("Add days not available"),
        act=lambda: actions.add_unavailable(days=form.instance, by=request.user),
    )  # fmt: skip


def _change(request, form, template, *, back):
    return _answer(
        request, form, template, back, _("Edit days not available"),
        act=lambda: actions.change_unavailable(
            days=form.instance, seen=form.seen_version, by=request.user
        ),
    )  # fmt: skip


def _answer(request, form, template, back, heading, *, act):
    def act_and_tell():
        days = act()
        if hit := said_hit(days, by=request.user, now=timezone.now()):
            messages.warning(request, hit)
        return days

    return answer(
        request,
        form,
        template,
        act=act_and_tell,
        done=lambda _saved: back,
        said=SAID[isinstance(form, UnavailableForm)],
        context={"heading": heading, "cancel_url": back},
    )


def _remove(request, pk, template, *, back):
    days = _load(request, pk)
    return removal(
        request,
        days,
        template,
        heading=_("Remove these days?"),
        act=lambda seen: actions.remove_unavailable(days=days, seen=seen, by=request.user),
        done=back,
        said=_("The days are removed."),
        cancel_url=back,
        context={"days": days},
    )


def _load(request, pk):
    days = get_object_or_404(Unavailable.objects.visible_to(request.user).with_whom(), pk=pk)
    allow(rules.can_change_days(request.user, days))
    return days


def _load_own(request, pk):
    return get_object_or_404(Unavailable.objects.of_user(request.user).with_whom(), pk=pk)


def _mine():
    return f"{reverse('my_sessions')}#days"
