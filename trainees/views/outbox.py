"""What the people around a cohort are told by mail: to read, change, hold and withdraw before it goes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trainees import mails, rules
from trainees import outbox as outboxes
from trainees.actions import outbox as actions
from trainees.forms import MessageForm, OutboxFilters, WithdrawAllForm
from trainees.models import Cohort, Delivery, Message, MessageState
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.constraints import told_on
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.forms import WijkForm
from wijkmakers.lib.listing import Listing

TRIES_SHOWN = 20
SORTS = {"newest": ["-created_at", "-pk"]}


@coordinator
@require_safe
def outbox(request, pk):
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user), pk=pk)
    filters = OutboxFilters(request.GET)
    state, words = filters.value("state") or MessageState.GOING, filters.value("q")
    found = Message.objects.of_cohort(cohort)
    if words:
        found = found.matching(words)
    counts = found.count_per_state()
    listing = Listing(request, found.in_state(state).with_everybody(), form=filters, sorts=SORTS)
    context = {
        "cohort": cohort,
        "listing": listing,
        "rows": outboxes.rows(listing.page.object_list, now=timezone.now()),
        "tabs": outboxes.tabs(counts, state),
        "state": state,
        "words": words,
        "tone": outboxes.TONES.get(state, ""),
        "icon": outboxes.ICONS[state],
    }
    return render(request, "trainees/outbox.html", context)


@coordinator
@require_safe
def message(request, pk):
    shown = _load(request, pk)
    context = {
        "message": shown,
        "cohort": shown.cohort,
        "state": shown.state,
        "tone": outboxes.TONES.get(shown.state, ""),
        "icon": outboxes.ICONS[shown.state],
        "said": outboxes.said(shown, now=timezone.now()),
        "body": mails.body_of(shown),
        "file_name": mails.calendar_name() if shown.calendar else "",
        "deliveries": Delivery.objects.of_message(shown).latest_first()[:TRIES_SHOWN],
    }
    return render(request, "trainees/message.html", context)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def message_edit(request, pk):
    shown = _load(request, pk)
    if shown.sent_at or shown.cancelled_at:
        messages.warning(request, actions.SENT if shown.sent_at else actions.WITHDRAWN)
        return redirect(_page(shown))
    form = MessageForm(posted(request), instance=shown)

    def change():
        return actions.change_message(
            message=shown, subject=form.cleaned_data["subject"], text=form.cleaned_data["text"],
            seen=form.seen_version, by=request.user, now=timezone.now(),
        )  # fmt: skip

    return answer(
        request,
        form,
        "trainees/message_edit.html",
        act=change,
        done=_page,
        said=lambda changed: _("The message to %(name)s is saved.") % {"name": changed.to},
        context={
            "heading": _("Edit the message to %(name)s") % {"name": shown.to},
            "message": shown,
            "cancel_url": _page(shown),
        },
    )


@coordinator
@require_POST
def message_hold(request, pk):
    said = _("The message to %(name)s does not go until you let it go.")
    return _do(request, pk, actions.hold_message, said, undo="message_release")


@coordinator
@require_POST
def message_release(request, pk):
    return _do(request, pk, actions.release_message, _("The message to %(name)s goes."), undo="message_hold")


@coordinator
@require_POST
def message_retry(request, pk):
    return _do(request, pk, actions.retry_message, _("The message to %(name)s is sent again."))


@coordinator
@require_POST
def message_restore(request, pk):
    return _do(request, pk, actions.restore_message, _("The message to %(name)s waits again."))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def message_cancel(request, pk):
    shown = _load(request, pk)
    return answer(
        request,
        WijkForm(posted(request)),
        "trainees/message_cancel.html",
        act=lambda: actions.cancel_message(message=shown, by=request.user, now=timezone.now()),
        done=lambda _nothing: _page(shown),
        said=lambda _nothing: _("%(name)s does not get this message.") % {"name": shown.to},
        undo=lambda _nothing: reverse("message_restore", args=[shown.pk]),
        context={
            "heading": _("Withdraw the message to %(name)s?") % {"name": shown.to},
            "message": shown,
            "cancel_url": _page(shown),
        },
    )


@coordinator
@require_POST
def outbox_hold(request, pk):
    return _do_all(request, pk, actions.hold_all, _held, MessageState.HELD)


@coordinator
@require_POST
def outbox_release(request, pk):
    return _do_all(request, pk, actions.release_all, _released, MessageState.GOING)


@coordinator
@require_POST
def outbox_retry(request, pk):
    return _do_all(request, pk, actions.retry_all, _released, MessageState.GOING)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def outbox_cancel(request, pk):
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user), pk=pk)
    page = reverse("outbox", args=[pk])
    form = WithdrawAllForm(posted(request), initial={"shown_at": timezone.now().isoformat()})
    return answer(
        request,
        form,
        "trainees/outbox_cancel.html",
        act=lambda: actions.cancel_all(
            cohort=cohort, until=form.cleaned_data["shown_at"], by=request.user, now=timezone.now()
        ),
        done=lambda _count: f"{page}?state={MessageState.CANCELLED}",
        said=_withdrawn,
        context={
            "heading": _("Withdraw all that has not gone?"),
            "cohort": cohort,
            "count": Message.objects.of_cohort(cohort).waiting().count(),
            "cancel_url": page,
        },
    )


def _load(request, pk):
    """A message of a cohort that somebody coordinates; of their own they read elsewhere what it said."""
    shown = get_object_or_404(Message.objects.visible_to(request.user).with_everybody(), pk=pk)
    allow(rules.can_change_message(request.user, shown))
    return shown


def _page(shown):
    return reverse("message", args=[shown.pk])


def _do(request, pk, action, said, *, undo=""):
    """A button that acts by itself."""
    shown, form = _load(request, pk), WijkForm(request.POST)
    form.is_valid()
    with told_on(form):
        action(message=shown, by=request.user, now=timezone.now())
    if form.errors:
        messages.warning(request, " ".join(map(str, form.non_field_errors())))
    else:
        undo_url = reverse(undo, args=[pk]) if undo else ""
        messages.success(request, said % {"name": shown.to}, extra_tags=undo_url)
    return redirect(_page(shown))


def _do_all(request, pk, action, said, state):
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user), pk=pk)
    count = action(cohort=cohort, by=request.user, now=timezone.now())
    messages.success(request, said(count))
    return redirect(f"{reverse('outbox', args=[pk])}?state={state}")


def _held(count):
    sentence = ngettext(
        "%(n)d message does not go until you let it go.",
        "%(n)d messages do not go until you let them go.",
        count,
    )
    return sentence % {"n": count}


def _released(count):
    return ngettext("%(n)d message goes.", "%(n)d messages go.", count) % {"n": count}


def _withdrawn(count):
    return ngettext("%(n)d message is withdrawn.", "%(n)d messages are withdrawn.", count) % {"n": count}
