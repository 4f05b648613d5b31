"""A trainee's own wishes: when they may be given, and what there is to wish for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from placements.models import MOST_RANKS, Exclusion, Host, Planning
from placements.spans import said_day
from trainees.models import Trainee, User

# In SQL: see decision 10.
WISHES = "(SELECT count(*) FROM placements_wish w WHERE w.trainee_id = trainees_trainee.id)"
UNREADABLE = gettext_lazy("This order of wishes cannot be read. Nothing is saved; try again.")
# What a trainee is told about where they are not sent; the rest is for the coordinator to talk about.
TOLD = {
    Exclusion.Kind.EMPLOYER: gettext_lazy(
        "You worked here before your traineeship, so you are not sent here."
    ),
    Exclusion.Kind.VETO: gettext_lazy("You said that you would rather not work here."),
}


@dataclass(frozen=True)
class Window:
    """The days on which trainees rank their wishes, both included; None when nobody asked for them."""

    first: dt.date | None
    last: dt.date | None

    def is_open(self, today: dt.date) -> bool:
        return bool(self.first and self.last and self.first <= today <= self.last)

    def said(self, today: dt.date) -> str:
        if not (self.first and self.last):
            return _("Your coordinator has not asked for wishes yet.")
        days = {"first": said_day(self.first), "last": said_day(self.last)}
        if today < self.first:
            return _("You can give your wishes from %(first)s up to and including %(last)s.") % days
        if today > self.last:
            return (
                _(
                    "You could give wishes up to and including %(last)s. "
                    "Ask your coordinator if there is anything."
                )
                % days
            )
        return _("You can change your wishes up to and including %(last)s.") % days


@dataclass(frozen=True)
class Choice:
    """An organisation as its page of wishes shows it.

    `why_not`: the sentence why they are not sent there, or "". `links`: they may open its page.
    """

    host: Host
    why_not: str
    links: bool


@dataclass(frozen=True)
class OwnWishes:
    """`wished` in order, the dearest first; `others` by sector. `saved_at`: when the order was last saved."""

    trainee: Trainee
    window: Window
    today: dt.date
    wished: tuple[Choice, ...]
    others: tuple[Choice, ...]
    saved_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        return self.window.is_open(self.today) and self.today <= self.trainee.ends_on

    @property
    def sentence(self) -> str:
        if self.today > self.trainee.ends_on:
            return _("Your traineeship has ended, so there is nothing to wish for any more.")
        return self.window.said(self.today)

    @property
    def saved(self) -> str:
        return said_saved(self.saved_at, today=self.today) if self.saved_at else ""

    @property
    def order(self) -> list[int]:
        return [choice.host.pk for choice in self.wished]

    @property
    def is_full(self) -> bool:
        return len(self.wished) >= MOST_RANKS

    @property
    def choosable(self) -> dict[int, Host]:
        """What may stand in the wishes: what stands there already, and what nothing keeps them from."""
        free = (choice for choice in self.others if not choice.why_not)
        return {choice.host.pk: choice.host for choice in (*self.wished, *free)}

    def moved(self, host: int, places: int) -> list[int]:
        """The order when this wish goes so many places down, or up below zero."""
        left = [pk for pk in self.order if pk != host]
        if host not in self.order:
            return left
        place = max(self.order.index(host) + places, 0)
        return [*left[:place], host, *left[place:]]

    def with_wish(self, host: int) -> list[int]:
        return [*self.order, host] if host not in self.order else self.order

    def without(self, host: int) -> list[int]:
        return [pk for pk in self.order if pk != host]

    def wrong_with(self, order: Sequence[int]) -> str:
        """Why these cannot be their wishes, or ""."""
        if len(set(order)) < len(order):
            return str(UNREADABLE)
        if len(order) > max(MOST_RANKS, len(self.wished)):
            return _("You can give at most %(n)d wishes. Take one off first.") % {"n": MOST_RANKS}
        strange = next((pk for pk in order if pk not in self.choosable), None)
        if strange is None:
            return ""
        barred = next((choice.host for choice in self.others if choice.host.pk == strange), None)
        if barred is None:
            return _("That organisation is not there to choose from. Nothing is saved.")
        return _("You are not sent to %(host)s, so it cannot be a wish. Nothing is saved.") % {"host": barred}

    def hosts_of(self, order: Sequence[int]) -> list[Host]:
        return [self.choosable[pk] for pk in order]


def load(user: User, *, today: dt.date) -> OwnWishes | None:
    """The wishes of who signed in; of several traineeships the one that is asked for wishes, else the one
    that runs. None for who has none. Two queries."""
    own = list(Trainee.objects.of_user(user).select_related("cohort__planning").current_first(today))
    if not own:
        return None
    trainee = next((each for each in own if window_of(each).is_open(today)), own[0])
    trainee.user = user
    hosts = list(Host.objects.to_wish_for(trainee).as_wished_by(trainee))
    wished = [host for host in hosts if host.rank]
    return OwnWishes(
        trainee=trainee,
        window=window_of(trainee),
        today=today,
        wished=tuple(_choice(host) for host in wished),
        others=tuple(_choice(host) for host in hosts if not host.rank),
        saved_at=max((host.wished_at for host in wished), default=None),
    )


def window_of(trainee: Trainee) -> Window:
    """Loaded with cohort__planning."""
    return window_in(getattr(trainee.cohort, "planning", None) or Planning())


def window_in(planning: Planning) -> Window:
    return Window(planning.wishes_open_on, planning.wishes_close_on)


def with_window(trainees: "QuerySet[Any]") -> "QuerySet[Any]":
    """wishes_open_on, wishes_close_on: the window of their cohort; wish_count: how many they gave."""
    return trainees.annotate(
        wishes_open_on=F("cohort__planning__wishes_open_on"),
        wishes_close_on=F("cohort__planning__wishes_close_on"),
        wish_count=RawSQL(WISHES, [], output_field=IntegerField()),  # noqa: S611
    )


def reminder(trainee: Any, *, today: dt.date) -> str:
    """What to tell a trainee who has given no wishes while they are asked for; loaded by `with_window`."""
    window = Window(trainee.wishes_open_on, trainee.wishes_close_on)
    if trainee.wish_count or not window.is_open(today) or today > trainee.ends_on:
        return ""
    return _("Tell where you would like to work: you can give your wishes up to and including %(last)s.") % {
        "last": said_day(trainee.wishes_close_on)
    }


def status(trainee: Any, *, today: dt.date) -> str:
    """How it stands with their wishes, or "" while nobody asked and none are there; as `reminder`."""
    window = Window(trainee.wishes_open_on, trainee.wishes_close_on)
    if not (window.first or trainee.wish_count):
        return ""
    count = trainee.wish_count
    given = ngettext("%(n)d wish given.", "%(n)d wishes given.", count) % {"n": count}
    if not window.first or today > trainee.ends_on:
        return given
    return f"{given} {window.said(today)}"


def said_saved(moment: dt.datetime, *, today: dt.date) -> str:
    """“Saved at 14:02”, with the day when it was not today."""
    here = timezone.localtime(moment)
    words = {"time": date_format(here, "H:i"), "day": date_format(here, "j F")}
    return (
        _("Saved at %(time)s") % words if here.date() == today else _("Saved on %(day)s at %(time)s") % words
    )


def _choice(host: Any) -> Choice:
    return Choice(host, str(TOLD.get(host.kind, "")), host.offers)
