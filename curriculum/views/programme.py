"""The programme of a cohort, and the curriculum it follows."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from curriculum import actions, rules
from curriculum import programme as programmes
from curriculum.forms import ProgrammeForm
from curriculum.models import Programme
from trainees.models import Cohort
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted


@coordinator
@require_safe
def programme(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_plan(request.user, cohort))
    context = {
        "cohort": cohort,
        "followed": Programme.objects.of_cohort(cohort).with_cohort().with_way_back().first(),
        "page": programmes.build(cohort, now=timezone.now()),
    }
    return render(request, "curriculum/programme.html", context)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def programme_edit(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_plan(request.user, cohort))
    followed = Programme.objects.of_cohort(cohort).with_cohort().first() or Programme(cohort=cohort)
    form = ProgrammeForm(posted(request), instance=followed)
    back = reverse("programme", args=[cohort.pk])
    return answer(
        request,
        form,
        "curriculum/programme_edit.html",
        act=lambda: actions.change_programme(
            programme=form.instance, rooms=form.cleaned_data["rooms"], seen=form.seen_version, by=request.user
        ),
        done=lambda saved: back,
        said=lambda saved: (
            _("%(cohort)s follows %(curriculum)s.") % {"cohort": cohort, "curriculum": saved.curriculum}
            if "curriculum" in form.changed_data
            else _("The settings of the programme are kept.")
        ),
        context={"heading": _("Curriculum and settings"), "cohort": cohort, "cancel_url": back},
    )
