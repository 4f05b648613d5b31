"""Where a trainee would like to work."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from placements import actions, rules
from placements.forms import WishForm
from placements.models import Host, Wish
from trainees.models import Trainee
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def wish_edit(request, pk):
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user).with_user(), pk=pk)
    allow(rules.can_place(request.user, trainee))
    wished = [wish.host_id for wish in Wish.objects.of_trainee(trainee).in_order()]
    hosts = list(Host.objects.to_wish_for(trainee).with_sector().in_order())
    form = WishForm(posted(request), instance=trainee, hosts=hosts, wished=wished)
    page = reverse("trainee", args=[pk])
    return answer(
        request,
        form,
        "placements/wish_edit.html",
        act=lambda: actions.set_wishes(
            trainee=trainee, hosts=form.hosts(), seen=form.seen_version, by=request.user
        ),
        done=lambda saved: page,
        said=lambda saved: _said(trainee, len(form.hosts())),
        context={
            "heading": _("Wishes of %(name)s") % {"name": trainee},
            "trainee": trainee,
            "hosts": hosts,
            "cancel_url": page,
        },
    )


def _said(trainee, count):
    if not count:
        return _("%(name)s has no wishes.") % {"name": trainee}
    sentence = ngettext("The wish of %(name)s is saved.", "The %(n)d wishes of %(name)s are saved.", count)
    return sentence % {"name": trainee, "n": count}
