"""What each session of a module is about and what to prepare, all on one page."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from curriculum import actions, rules
from curriculum.forms import LessonsForm
from curriculum.models import Lesson, Module
from curriculum.views.contents import change_content
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import posted


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def lessons_edit(request, pk):
    allow(rules.can_change_content(request.user))
    shown = get_object_or_404(Module.objects.visible_to(request.user).with_theme(), pk=pk)
    stored = {lesson.number: lesson for lesson in Lesson.objects.of_module(shown).in_order()}
    form = LessonsForm(posted(request), module=shown, lessons=stored)
    page = reverse("module", args=[shown.pk])
    return change_content(
        request,
        form,
        "curriculum/lessons_edit.html",
        home=shown.curriculum,
        act=lambda: actions.describe_lessons(
            module=shown, texts=form.texts, shown=form.shown, by=request.user
        ),
        done=lambda _count: f"{page}#lessons",
        said=_said,
        heading=_("What the sessions are about"),
        cancel_url=page,
        context={"module": shown},
    )


def _said(count):
    if not count:
        return _("Nothing was changed.")
    return ngettext("%(count)d session is saved.", "%(count)d sessions are saved.", count) % {"count": count}
