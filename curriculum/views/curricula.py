"""Curricula, their tracks and themes, and which cohorts follow them."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from curriculum import actions, editions, progress, rules
from curriculum.forms import CopyForm, CurriculumForm, ThemeForm, TrackForm
from curriculum.models import Curriculum, Goal, Module, Programme, Theme, Track
from curriculum.views.contents import change_content, page_of, remove_content
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.listing import ListForm, Listing

FOLLOWERS_SHOWN = 12


@coordinator
@require_safe
def curriculum_list(request):
    listing = Listing(
        request,
        Curriculum.objects.visible_to(request.user).with_counts(),
        form=ListForm(request.GET),
        sorts={"newest": ["-created_at", "-pk"], "name": ["name", "pk"]},
    )
    return render(request, "curriculum/curriculum_list.html", {"listing": listing})


@coordinator
@require_safe
def curriculum(request, pk):
    shown = get_object_or_404(Curriculum.objects.visible_to(request.user).with_origin(), pk=pk)
    now = timezone.now()
    modules = list(Module.objects.of_curriculum(shown).with_theme().with_lecturers().in_order())
    programmes = list(Programme.objects.of_curriculum(shown).with_cohort().newest_first())
    followers = editions.among([row.cohort for row in programmes], today=timezone.localdate())
    own = set(Programme.objects.of_curriculum(shown).coordinated_by(request.user).cohort_keys())
    cohorts = [row.cohort for row in programmes if row.cohort_id in own][:FOLLOWERS_SHOWN]
    walls = progress.walls(modules, cohorts, now=now)
    goals = list(Goal.objects.of_curriculum(shown).with_counts().in_order())
    themes = list(Theme.objects.of_curriculum(shown).with_counts().in_order())
    context = {
        "curriculum": shown,
        "modules": modules,
        "session_total": sum(module.session_count for module in modules),
        "hour_total": sum(module.study_hours or 0 for module in modules),
        "tracks": list(Track.objects.of_curriculum(shown).with_counts().in_order()),
        "themes": themes,
        "goals": goals,
        "gap_count": sum(not each.module_count for each in [*goals, *themes]),
        "followers": followers,
        "may_change": rules.can_change_edition(request.user, followers),
        "others": [row.cohort for row in programmes if row.cohort_id not in own],
        "walls": [(cohort, walls[cohort.pk], cohort in followers.finished) for cohort in cohorts],
    }
    return render(request, "curriculum/curriculum.html", context)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def curriculum_new(request):
    allow(rules.can_change_content(request.user))
    form = CurriculumForm(posted(request))
    return answer(
        request,
        form,
        "curriculum/curriculum_new.html",
        act=lambda: actions.start_curriculum(curriculum=form.instance, by=request.user),
        done=page_of,
        said=lambda saved: _("%(name)s is there. Now add its modules.") % {"name": saved},
        context={"heading": _("Add a curriculum"), "cancel_url": reverse("curriculum_list")},
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def curriculum_edit(request, pk):
    shown = get_object_or_404(Curriculum.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_content(request.user))
    form = CurriculumForm(posted(request), instance=shown)
    return change_content(
        request,
        form,
        "curriculum/curriculum_edit.html",
        home=shown,
        act=lambda: actions.change_curriculum(
            curriculum=form.instance, seen=form.seen_version, by=request.user
        ),
        done=page_of,
        said=lambda saved: _("%(name)s is saved.") % {"name": saved},
        heading=_("Edit curriculum"),
        cancel_url=page_of(shown),
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def curriculum_copy(request, pk):
    source = get_object_or_404(Curriculum.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_content(request.user))
    suggested = editions.next_name(source.name, Curriculum.objects.names())
    form = CopyForm(posted(request), initial={"name": suggested})
    return answer(
        request,
        form,
        "curriculum/curriculum_copy.html",
        act=lambda: actions.copy_curriculum(curriculum=source, copy=form.instance, by=request.user),
        done=page_of,
        said=lambda saved: (
            _("%(name)s is there, with everything from %(source)s.") % {"name": saved, "source": source}
        ),
        context={
            "heading": _("Make a new edition from %(name)s") % {"name": source},
            "curriculum": source,
            "content": editions.content_of(source),
            "cancel_url": page_of(source),
        },
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def track_new(request, pk):
    home = get_object_or_404(Curriculum.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_content(request.user))
    form = TrackForm(posted(request), instance=Track(curriculum=home, kind=Track.Kind.CONTENT))
    return _change_part(
        request, form, home, "curriculum/track_new.html", _("Add a track"),
        act=lambda: actions.add_track(track=form.instance, by=request.user),
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def track_edit(request, pk):
    track = _load(Track, request, pk)
    form = TrackForm(posted(request), instance=track)
    return _change_part(
        request, form, track.curriculum, "curriculum/track_edit.html", _("Edit track"),
        act=lambda: actions.change_track(track=form.instance, seen=form.seen_version, by=request.user),
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def track_remove(request, pk):
    track = _load(Track, request, pk)
    return _remove_part(
        request, track, "curriculum/track_remove.html", _why_track_stays(track),
        act=lambda seen: actions.remove_track(track=track, seen=seen, by=request.user),
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def theme_new(request, pk):
    home = get_object_or_404(Curriculum.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_content(request.user))
    form = ThemeForm(posted(request), instance=Theme(curriculum=home))
    return _change_part(
        request, form, home, "curriculum/theme_new.html", _("Add a theme"),
        act=lambda: actions.add_theme(theme=form.instance, by=request.user),
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def theme_edit(request, pk):
    theme = _load(Theme, request, pk)
    form = ThemeForm(posted(request), instance=theme)
    return _change_part(
        request, form, theme.curriculum, "curriculum/theme_edit.html", _("Edit theme"),
        act=lambda: actions.change_theme(theme=form.instance, seen=form.seen_version, by=request.user),
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def theme_remove(request, pk):
    theme = _load(Theme, request, pk)
    return _remove_part(
        request, theme, "curriculum/theme_remove.html", _why_theme_stays(theme),
        act=lambda seen: actions.remove_theme(theme=theme, seen=seen, by=request.user),
    )  # fmt: skip


def _load(model, request, pk):
    allow(rules.can_change_content(request.user))
    return get_object_or_404(model.objects.visible_to(request.user).with_curriculum(), pk=pk)


def _change_part(request, form, home, template, heading, *, act):
    return change_content(
        request,
        form,
        template,
        home=home,
        act=act,
        done=lambda saved: page_of(saved.curriculum),
        said=lambda saved: _("%(name)s is saved.") % {"name": saved},
        heading=heading,
        cancel_url=page_of(home),
    )


def _remove_part(request, part, template, obstacle, *, act):
    home = part.curriculum
    return remove_content(
        request,
        part,
        template,
        home=home,
        heading=_("Remove %(name)s?") % {"name": part},
        obstacle=obstacle,
        act=act,
        done=page_of(home),
        said=_("%(name)s is removed.") % {"name": part},
        cancel_url=page_of(home),
    )


def _why_track_stays(track):
    """Empty when it can go."""
    modules, sessions = track.modules.count(), track.sessions.count() or track.drafts.count()
    if modules:
        sentence = ngettext(
            "%(count)d module belongs to this track. Give it another track first.",
            "%(count)d modules belong to this track. Give them another track first.",
            modules,
        )
        return sentence % {"count": modules}
    if sessions:
        sentence = ngettext(
            "%(count)d session belongs to this track. Move or remove it first.",
            "%(count)d sessions belong to this track. Move or remove them first.",
            sessions,
        )
        return sentence % {"count": sessions}
    if Track.objects.of_curriculum(track.curriculum).count() == 1:
        return _("This is the only track of the curriculum. Add another one first.")
    return ""


def _why_theme_stays(theme):
    modules = theme.modules.count()
    sentence = ngettext(
        "%(count)d module is about this theme. Give it another theme first.",
        "%(count)d modules are about this theme. Give them another theme first.",
        modules,
    )
    return sentence % {"count": modules} if modules else ""
