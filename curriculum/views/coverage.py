"""Which final goals and themes the modules of an edition touch, and where they leave a gap."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from curriculum import actions, editions, rules
from curriculum import coverage as tables
from curriculum.forms import CoverageForm
from curriculum.models import Coverage, Curriculum, Goal, Module, Theme
from curriculum.views.contents import change_content
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.downloads import spreadsheet
from wijkmakers.lib.editing import posted


@coordinator
@require_safe
def coverage(request, pk):
    shown = get_object_or_404(Curriculum.objects.visible_to(request.user), pk=pk)
    table = tables.table(shown)
    followers = editions.followers(shown, today=timezone.localdate())
    may_change = rules.can_change_edition(request.user, followers)
    context = {
        "curriculum": shown,
        "table": table,
        "gaps": tables.gaps(table, shown),
        "may_change": may_change,
    }
    return render(request, "curriculum/coverage.html", context)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def coverage_edit(request, pk):
    shown = get_object_or_404(Curriculum.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_content(request.user))
    form = CoverageForm(
        posted(request),
        modules=list(Module.objects.of_curriculum(shown).in_order()),
        goals=list(Goal.objects.of_curriculum(shown).in_order()),
        themes=list(Theme.objects.of_curriculum(shown).in_order()),
        stored=set(Coverage.objects.of_curriculum(shown).pairs()),
    )
    page = reverse("coverage", args=[shown.pk])
    return change_content(
        request,
        form,
        "curriculum/coverage_edit.html",
        home=shown,
        act=lambda: actions.cover_goals(
            curriculum=shown, chosen=form.chosen, shown=form.shown, themes=form.new_themes, by=request.user
        ),
        done=lambda _count: page,
        said=_said,
        heading=_("What the modules work towards"),
        cancel_url=page,
        context={"rows": form.rows(), "goals": form.goals},
    )


@coordinator
@require_safe
def coverage_export(request, pk):
    shown = get_object_or_404(Curriculum.objects.visible_to(request.user), pk=pk)
    name = f"{slugify(_('Coverage'))}-{slugify(shown.name)}-{timezone.localdate().isoformat()}"
    return spreadsheet(tables.workbook(tables.table(shown)), name)


def _said(count):
    if not count:
        return _("Nothing was changed.")
    return ngettext("%(count)d change is saved.", "%(count)d changes are saved.", count) % {"count": count}
