"""The calendar of a person, for the programs that they gave its address to; and the page where they do."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from trainees import actions
from trainees.forms import FeedForm
from trainees.models import Feed
from wijkmakers import feedmarks, feeds
from wijkmakers.lib.access import anyone, signed_in
from wijkmakers.lib.agenda import CONTENT_TYPE
from wijkmakers.lib.clock import midnight
from wijkmakers.lib.constraints import told_on
from wijkmakers.lib.editing import posted
from wijkmakers.lib.removing import removal


@anyone("a calendar cannot sign in: the secret in the address says whose it is")
@require_safe
def feed(request, token):
    found = get_object_or_404(Feed.objects.with_token(token))
    now = timezone.now()
    today = timezone.localdate(now)
    mark = feedmarks.mark(found.user, today=today, since=feeds.since(today))
    response = get_conditional_response(request, etag=mark.etag)
    if response is None:
        content = feeds.written(found.user, mark, today=today)
        response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["ETag"] = mark.etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Language"] = found.user.language
    actions.note_use(feed=found, by=found.user, now=now, midnight=midnight(today))
    return response


@signed_in
@require_safe
def calendar(request):
    own = Feed.objects.of_user(request.user).first()
    return render(request, "wijkmakers/calendar.html", {"feed": own, "form": FeedForm(feed=own)})


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_new(request):
    """The answer to the POST is the only page on which the address ever stands: no page can be sent on to."""
    own = Feed.objects.of_user(request.user).first()
    form = FeedForm(posted(request), feed=own)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            token = actions.make_feed(
                replaces=form.cleaned_data["replaces"], by=request.user, now=timezone.now()
            )
            address = request.build_absolute_uri(reverse("feed", args=[token]))
            ways = {"address": address, "webcal": f"webcal://{address.partition('://')[2]}"}
            return render(request, "wijkmakers/calendar_new.html", ways)
    context = {"form": form, "heading": _("Make a new address"), "cancel_url": reverse("calendar")}
    return render(request, "wijkmakers/calendar_new.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_remove(request):
    own = get_object_or_404(Feed.objects.of_user(request.user))
    return removal(
        request,
        own,
        "wijkmakers/calendar_remove.html",
        heading=_("Stop the calendar"),
        act=lambda _seen: actions.end_feed(feed=own, by=request.user),
        done=reverse("calendar"),
        said=_("Your calendar has stopped. Whoever has the old address sees nothing new."),
        cancel_url=reverse("calendar"),
    )
