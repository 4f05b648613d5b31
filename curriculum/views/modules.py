"""A module, for everybody who may see it, and its editing."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from curriculum import actions, described, editions, lessons, progress, rules
from curriculum.forms import ModuleForm
from curriculum.models import Curriculum, Material, Module
from curriculum.views.contents import change_content, page_of, remove_content
from wijkmakers.lib.access import allow, coordinator, signed_in
from wijkmakers.lib.editing import posted


@signed_in
@require_safe
def module(request, pk):
    rows = Module.objects.visible_to(request.user).with_theme().with_lecturers().with_joined()
    shown = get_object_or_404(rows, pk=pk)
    now = timezone.now()
    groups = lessons.groups(shown, request.user, now=now)
    own = next((group.cohort for group in groups if group.is_own), None)
    wall = progress.wall(own, now=now, here=shown) if own else None
    followers = editions.followers(shown.curriculum, today=timezone.localdate())
    context = {
        "module": shown,
        "groups": groups,
        "facts": lessons.facts(groups),
        "wall": wall,
        "count": wall.total if wall else Module.objects.of_curriculum(shown.curriculum_id).count(),
        "sessions": described.sessions(shown),
        "followers": followers,
        "may_edit": rules.can_change_edition(request.user, followers),
        "may_copy": rules.can_change_content(request.user),
        "may_share": rules.can_share_material(request.user, shown) and not followers.is_closed,
    }
    return render(request, "curriculum/module.html", context)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def module_new(request, pk):
    home = get_object_or_404(Curriculum.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_content(request.user))
    form = ModuleForm(posted(request), instance=Module(curriculum=home))
    return change_content(
        request,
        form,
        "curriculum/module_new.html",
        home=home,
        act=lambda: actions.add_module(
            module=form.instance, by=request.user, now=timezone.now(), **_joined(form)
        ),
        done=_page,
        said=lambda saved: _("%(module)s is added.") % {"module": saved},
        heading=_("Add a module"),
        cancel_url=page_of(home),
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def module_edit(request, pk):
    shown = _load(request, pk)
    form = ModuleForm(posted(request), instance=shown)
    return change_content(
        request,
        form,
        "curriculum/module_edit.html",
        home=shown.curriculum,
        act=lambda: actions.change_module(
            module=form.instance, seen=form.seen_version, by=request.user, now=timezone.now(), **_joined(form)
        ),
        done=_page,
        said=lambda saved: _("%(module)s is saved.") % {"module": saved},
        heading=_("Edit module"),
        cancel_url=_page(shown),
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def module_remove(request, pk):
    shown = _load(request, pk)
    home = shown.curriculum
    return remove_content(
        request,
        shown,
        "curriculum/module_remove.html",
        home=home,
        heading=_("Remove %(name)s?") % {"name": shown},
        obstacle=_why_it_stays(shown),
        act=lambda seen: actions.remove_module(module=shown, seen=seen, by=request.user, now=timezone.now()),
        done=page_of(home),
        said=_("%(module)s is removed.") % {"module": shown},
        cancel_url=_page(shown),
        context={
            "module": shown,
            "needed_by": list(shown.needed_by.in_order()),
            "materials": Material.objects.of_module(shown).count(),
            "later": Module.objects.of_curriculum(home).from_number(shown.number + 1).count(),
        },
    )


def _joined(form):
    """What is saved with a module in tables of its own."""
    return {
        "lecturers": form.cleaned_data["lecturers"],
        "newcomer": form.newcomer,
        "needs": form.cleaned_data["needs"],
        "goals": form.cleaned_data["covers"],
    }


def _load(request, pk):
    allow(rules.can_change_content(request.user))
    return get_object_or_404(Module.objects.visible_to(request.user).with_theme(), pk=pk)


def _why_it_stays(shown):
    """What was published stays in the books; a draft somebody can take away."""
    sessions, drafts = shown.sessions.count(), shown.drafts.count()
    published = ngettext(
        "%(count)d session of this module was published. It stays, so that attendance and certificates say "
        "what was done. A new edition can do without this module.",
        "%(count)d sessions of this module were published. They stay, so that attendance and certificates "
        "say what was done. A new edition can do without this module.",
        sessions,
    )
    drafted = ngettext(
        "%(count)d session of this module is in the draft of a programme. Take it out there first.",
        "%(count)d sessions of this module are in the draft of a programme. Take them out there first.",
        drafts,
    )
    if sessions:
        return published % {"count": sessions}
    return drafted % {"count": drafts} if drafts else ""


def _page(shown):
    return reverse("module", args=[shown.pk])
