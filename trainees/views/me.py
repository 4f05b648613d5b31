"""Changing one's own details."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trainees import actions
from trainees.forms import OwnDetailsForm
from trainees.models import User
from wijkmakers.lib.access import signed_in
from wijkmakers.lib.cookies import remember
from wijkmakers.lib.editing import answer, posted


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


def _said(saved):
    with translation.override(saved.language):
        return _("Your details are saved.")
