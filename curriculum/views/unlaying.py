"""Back to the draft as it was before the programme was laid out."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from curriculum import actions, rules
from curriculum.formerly import Drafted, Former
from curriculum.forms import UnlayForm
from curriculum.models import Programme
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def programme_unlay(request, pk):
    programmes = Programme.objects.visible_to(request.user).with_former().with_cohort()
    programme = get_object_or_404(programmes, cohort=pk)
    allow(rules.can_plan(request.user, programme.cohort))
    back = reverse("programme", args=[pk])
    if programme.before_laying is None:
        messages.info(request, _("There is nothing to go back to any more."))
        return redirect(back)
    former, drafted = Former.read(programme.before_laying), Drafted.of(programme.cohort)
    form = UnlayForm(posted(request), initial={"seen": drafted.version})
    return answer(
        request,
        form,
        "curriculum/programme_unlay.html",
        act=lambda: actions.undo_laying(programme=programme, seen=form.cleaned_data["seen"], by=request.user),
        done=lambda _count: back,
        said=_said,
        context={
            "heading": _("Undo laying out?"),
            "cohort": programme.cohort,
            "programme": programme,
            "count": len(former.drafts),
            "by_hand": former.count_by_hand(drafted.drafts),
            "cancel_url": back,
        },
    )


def _said(count):
    if not count:
        return _("Laying out is undone. The programme is as people know it.")
    return ngettext(
        "Laying out is undone. %(n)d change stands in the draft, as before.",
        "Laying out is undone. %(n)d changes stand in the draft, as before.",
        count,
    ) % {"n": count}
