"""Pages that change what an edition holds: they say whom that touches; a closed edition stays."""

from django.urls import reverse
from django.utils import timezone

from curriculum import editions, rules
from wijkmakers.lib.editing import answer
from wijkmakers.lib.removing import removal


def change_content(request, form, template, *, home, act, done, said, heading, cancel_url, context=None):
    """As `answer`, within the edition `home`. The template extends curriculum/edition_form.html."""
    return answer(
        request,
        form,
        template,
        act=lambda: _within(home, act),
        done=done,
        said=said,
        context=_about(request, home) | {"heading": heading, "cancel_url": cancel_url} | (context or {}),
    )


def remove_content(request, row, template, *, home, act, obstacle="", context=None, **page):
    """As `removal`, within the edition `home`. The template extends curriculum/edition_remove.html."""
    about = _about(request, home)
    closed = about["followers"].is_closed
    return removal(
        request,
        row,
        template,
        act=lambda seen: _within(home, lambda: act(seen)),
        obstacle=str(editions.CLOSED) if closed else obstacle,
        context=about | (context or {}),
        **page,
    )


def page_of(curriculum):
    return reverse("curriculum", args=[curriculum.pk])


def _about(request, home):
    return {
        "curriculum": home,
        "followers": editions.followers(home, today=timezone.localdate()),
        "may_copy": rules.can_change_content(request.user),
    }


def _within(home, act):
    with editions.open_edition(home, today=timezone.localdate()):
        return act()
