"""Changing one's own details."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trainees import actions
from trainees.forms import OwnDetailsForm
from trainees.models import Message, User
from wijkmakers.lib.access import signed_in
from wijkmakers.lib.cookies import remember
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.listing import ListForm, Listing


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def me_edit(request):
    myself = get_object_or_404(User.objects.visible_to(request.user), pk=request.user.pk)
    form = OwnDetailsForm(posted(request), instance=myself)
    response = answer(
        request,
        form,
        "trainees/me_edit.html",
        act=lambda: actions.change_own_details(user=form.instance, by=request.user),
        done=lambda saved: reverse("me"),
        said=_said,
        context={"heading": _("Edit my details"), "cancel_url": reverse("me")},
    )
    if response.status_code == 302:
        # The cookie wins from what is kept with the person, so it follows the choice made here.
        remember(response, settings.LANGUAGE_COOKIE_NAME, myself.language)
    return response


@signed_in
@require_safe
def my_messages(request):
    """What somebody was told, the newest first; what has not gone yet is not said yet."""
    sent = Message.objects.of_user(request.user).sent()
    listing = Listing(request, sent, form=ListForm(), sorts={"newest": ["-sent_at", "-pk"]}, per_page=20)
    return render(
        request, "trainees/my_messages.html", {"listing": listing, "rows": listing.page.object_list}
    )


def _said(saved):
    with translation.override(saved.language):
        return _("Your details are saved.")
