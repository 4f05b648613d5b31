"""The final goals of an edition: added, changed, put in order, removed."""

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from curriculum import actions, editions, rules
from curriculum.forms import GoalForm
from curriculum.models import Curriculum, Goal
from curriculum.views.contents import change_content, page_of, remove_content
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import posted


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def goal_new(request, pk):
    home = get_object_or_404(Curriculum.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_content(request.user))
    form = GoalForm(posted(request), instance=Goal(curriculum=home))
    return _change(
        request, form, "curriculum/goal_new.html", _("Add a final goal"),
        act=lambda: actions.add_goal(goal=form.instance, by=request.user),
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def goal_edit(request, pk):
    form = GoalForm(posted(request), instance=_load(request, pk))
    return _change(
        request, form, "curriculum/goal_edit.html", _("Edit final goal"),
        act=lambda: actions.change_goal(goal=form.instance, seen=form.seen_version, by=request.user),
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def goal_remove(request, pk):
    goal = _load(request, pk)
    count = goal.coverages.count()
    sentence = ngettext(
        "%(count)d module works towards it. The module stays.",
        "%(count)d modules work towards it. The modules stay.",
        count,
    )
    return remove_content(
        request,
        goal,
        "curriculum/goal_remove.html",
        home=goal.curriculum,
        heading=_("Remove this final goal?"),
        act=lambda seen: actions.remove_goal(goal=goal, seen=seen, by=request.user),
        done=_goals(goal),
        said=_("The final goal “%(goal)s” is removed.") % {"goal": goal},
        cancel_url=_goals(goal),
        context={"goal": goal, "touched": sentence % {"count": count} if count else ""},
    )


@coordinator
@require_POST
def goal_up(request, pk):
    return _move(request, pk, -1)


@coordinator
@require_POST
def goal_down(request, pk):
    return _move(request, pk, 1)


def _move(request, pk, places):
    goal = _load(request, pk)
    allow(
        rules.can_change_edition(
            request.user, editions.followers(goal.curriculum, today=timezone.localdate())
        )
    )
    actions.move_goal(goal=goal, places=places, by=request.user)
    return redirect(_goals(goal))


def _change(request, form, template, heading, *, act):
    goal = form.instance
    return change_content(
        request,
        form,
        template,
        home=goal.curriculum,
        act=act,
        done=_goals,
        said=lambda saved: _("The final goal “%(goal)s” is saved.") % {"goal": saved},
        heading=heading,
        cancel_url=_goals(goal),
    )


def _load(request, pk):
    allow(rules.can_change_content(request.user))
    return get_object_or_404(Goal.objects.visible_to(request.user).with_curriculum(), pk=pk)


def _goals(goal):
    return f"{page_of(goal.curriculum)}#goals"
