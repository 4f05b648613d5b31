"""A trainee's own wishes: rank them while they are asked for, and see them afterwards."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from placements import actions, wishing
from placements.forms import OrderForm, SeenForm
from wijkmakers.lib.access import trainee
from wijkmakers.lib.constraints import told_on
from wijkmakers.lib.versions import Conflict

MEANWHILE = gettext_lazy(
    "Your wishes were changed meanwhile, perhaps in another window. This is how they are now. "
    "Nothing is lost; do it once more if you still want it."
)


@trainee
@require_safe
def my_wishes(request):
    return _show(request, _own(request))


@trainee
@require_POST
def my_wish_add(request, pk):
    own = _own(request)
    return _save(request, own, SeenForm(request.POST), own.with_wish(pk), pk)


@trainee
@require_POST
def my_wish_remove(request, pk):
    own = _own(request)
    return _save(request, own, SeenForm(request.POST), own.without(pk), pk)


@trainee
@require_POST
def my_wish_up(request, pk):
    own = _own(request)
    return _save(request, own, SeenForm(request.POST), own.moved(pk, -1), pk)


@trainee
@require_POST
def my_wish_down(request, pk):
    own = _own(request)
    return _save(request, own, SeenForm(request.POST), own.moved(pk, 1), pk)


@trainee
@require_POST
def my_wish_order(request):
    own, form = _own(request), OrderForm(request.POST)
    return _save(request, own, form, form.cleaned_data.get("order", []) if form.is_valid() else [])


@trainee
@require_POST
def my_wish_undo(request):
    """The order as it was stands in the address that came with the confirmation."""
    own, form = _own(request), OrderForm(request.GET)
    order = form.cleaned_data.get("order", []) if form.is_valid() else []
    return _save(request, own, form, order, is_undo=True)


def _own(request):
    own = wishing.load(request.user, today=timezone.localdate())
    if own is None:
        raise Http404
    return own


def _show(request, own, *, status=200, conflict=""):
    context = {"own": own, "conflict": conflict}
    return render(request, "placements/my_wishes.html", context, status=status)


def _save(request, own, form, order, host=None, *, is_undo=False):
    """Save this order and go back to the page, with the sentence that tells what became of it."""
    page = reverse("my_wishes") + (f"#wish-{host}" if host else "")
    if wrong := _refusal(own, form, order):
        messages.warning(request, wrong)
        return redirect(page)
    before, seen = own.order, form.cleaned_data["seen"]
    if order == before and seen == own.trainee.version:
        return redirect(page)
    try:
        with told_on(form):
            hosts = own.hosts_of(order)
            actions.set_wishes(trainee=own.trainee, hosts=hosts, seen=seen, by=request.user)
    except Conflict:
        return _show(request, _own(request), status=409, conflict=MEANWHILE)
    if form.errors:
        messages.warning(request, form.non_field_errors()[0])
    else:
        _tell(request, own, before, is_undo=is_undo)
    return redirect(page)


def _refusal(own, form, order):
    if not own.is_open:
        return own.sentence
    return own.wrong_with(order) if form.is_valid() else wishing.UNREADABLE


def _tell(request, own, before, *, is_undo):
    if is_undo:
        messages.success(request, _("Undone. Your wishes are as they were."))
        return
    back = urlencode({"order": ",".join(map(str, before)), "seen": own.trainee.version})
    saved = wishing.said_saved(timezone.now(), today=own.today)
    messages.success(request, saved, extra_tags=f"{reverse('my_wish_undo')}?{back}")
