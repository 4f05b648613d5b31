"""Where and with whom one can meet: rooms, and when a room or a lecturer is not there."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from trainees.models import Versioned
from trainees.models.cohort import WEEKDAYS


class RoomQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For coordinators; who has a session reads its place with the session."""
        return self if user.is_coordinator() else self.none()

    def with_counts(self):
        """Adds `programme_count`, and `session_count`: how many sessions were published in it."""
        return self.annotate(
            programme_count=models.Count("programmes", distinct=True),
            session_count=models.Count("sessions", distinct=True),
        )

    def in_order(self):
        return self.order_by("name", "pk")


class Room(Versioned):
    """A place that several cohorts share. Laying out puts no two in it at once; publishing warns of it."""

    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(_("for how many people"), null=True, blank=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="room_name_once",
                violation_error_message=_("There is already a room with this name."),
            ),
        ]

    def __str__(self):
        return self.name


class UnavailableQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own days; for coordinators all."""
        return self if user.is_coordinator() else self.filter(user=user)

    def of_people(self):
        return self.filter(room=None)

    def of_rooms(self):
        return self.filter(user=None)

    def of_user(self, user):
        return self.filter(user=user)

    def of_room(self, room):
        return self.filter(room=room)

    def of_owner(self, owner):
        """A room, or whoever teaches."""
        return self.of_room(owner) if isinstance(owner, Room) else self.of_user(owner)

    def of_any(self, people, rooms):
        """Those of one of these lecturers or rooms; as keys."""
        return self.filter(Q(user__in=people) | Q(room__in=rooms))

    def between(self, first, last):
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def from_day(self, day):
        return self.filter(ends_on__gte=day)

    def with_whom(self):
        return self.select_related("user", "room")

    def in_order(self):
        return self.order_by("starts_on", "ends_on", "pk")


class Unavailable(Versioned):
    """Days on which a lecturer or a room is not there: all of a stretch, or one weekday in it. No reason."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="unavailable",
        verbose_name=_("lecturer"),
    )  # fmt: skip
    room = models.ForeignKey(
        Room, models.CASCADE, null=True, blank=True, related_name="unavailable", verbose_name=_("room")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    weekday = models.PositiveSmallIntegerField(
        _("only on"), choices=WEEKDAYS, null=True, blank=True, help_text=_("Leave it empty for every day.")
    )

    objects = UnavailableQuerySet.as_manager()

    class Meta:
        verbose_name = _("days not available")
        verbose_name_plural = _("days not available")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="unavailable_is_of_one",
                condition=Q(user__isnull=True, room__isnull=False) | Q(user__isnull=False, room__isnull=True),
                violation_error_message=_("Say which lecturer or which room is not available, not both."),
            ),
            models.CheckConstraint(
                name="unavailable_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes on or after the first day."),
            ),
            models.CheckConstraint(
                name="unavailable_weekday_is_one",
                condition=Q(weekday=None) | Q(weekday__range=(1, 7)),
                violation_error_message=_("Choose a day of the week, or every day."),
            ),
        ]
        indexes = [models.Index("starts_on", "ends_on", name="unavailable_by_date")]

    def days(self, until):
        """Each of its days, up to and including `until`."""
        count = (min(self.ends_on, until) - self.starts_on).days + 1
        found = (self.starts_on + dt.timedelta(days=number) for number in range(count))
        return [day for day in found if self.weekday in (None, day.isoweekday())]

    def is_on(self, day) -> bool:
        return self.starts_on <= day <= self.ends_on and self.weekday in (None, day.isoweekday())

    def __str__(self):
        return f"{self.user or self.room} · {self.starts_on} – {self.ends_on}"
