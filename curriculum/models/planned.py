from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curriculum.models.content import Module
from curriculum.models.lines import Track
from curriculum.models.places import Room
from trainees.models import Cohort, Versioned


class PlannedQuerySet(models.QuerySet):
    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)

    def of_module(self, module):
        return self.filter(module=module)

    def move_to_track(self, track, *, by, now):
        return self.update(track=track, version=F("version") + 1, changed_by=by, changed_at=now)

    def in_order(self):
        return self.order_by("starts_at", "pk")


class Planned(Versioned):
    """When and where a cohort meets about what: as it was published, or as somebody means it to become."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="%(class)ss", verbose_name=_("cohort"))
    module = models.ForeignKey(
        Module, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("module")
    )
    track = models.ForeignKey(Track, models.PROTECT, related_name="%(class)ss", verbose_name=_("track"))
    number = models.PositiveSmallIntegerField(
        _("which session of the module"),
        null=True,
        blank=True,
        help_text=_("Empty for a day outside the modules."),
    )
    title = models.CharField(_("title"), max_length=150, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("room")
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    is_pinned = models.BooleanField(
        _("stays where it is"), default=False, help_text=_("Laying out the programme again does not move it.")
    )

    class Meta:
        abstract = True

    def name(self) -> str:
        """What the session is about: its module, or its own title outside the modules."""
        return self.module.title if self.module else self.title

    def kicker(self) -> str:
        """Which session it is, as one says it: "Module 9, session 2 of 4". Loaded by `with_module()`."""
        if self.module is None:
            development = self.track.kind == Track.Kind.DEVELOPMENT
            return gettext("Development day") if development else gettext("Learning day")
        place = {"module": self.module.number, "session": self.number, "count": self.module.session_count}
        if (self.number or 0) > self.module.session_count:
            return gettext("Module %(module)d, extra session %(session)d") % place
        return gettext("Module %(module)d, session %(session)d of %(count)d") % place

    def day(self):
        """Its date on the clock of the programme."""
        return timezone.localtime(self.starts_at).date()

    def hours(self) -> str:
        begin, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{time_format(begin, 'H:i')}–{time_format(end, 'H:i')}"

    def __str__(self):
        if self.title or self.module is None:
            return self.title
        return gettext("%(module)s, session %(number)s") % {
            "module": self.module.title,
            "number": self.number,
        }
