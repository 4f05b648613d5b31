from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curriculum.models.content import Module
from curriculum.models.lines import Track
from curriculum.models.places import Room
from trainees.models import Cohort, Versioned

# What a line in a list says of a session.
ESSENTIALS = (
    "cohort_id", "module", "track", "number", "title", "starts_at", "ends_at", "place", "preparation",
    "is_pinned",
    "module__number", "module__title", "module__session_count", "track__kind",
)  # fmt: skip
# In SQL, since lists of sessions are everywhere: through the ORM this takes longer to compose than to answer,
# and names as an aggregate would group by every table that is loaded with them.
LECTURER_NAMES = """
    ARRAY(SELECT u.first_name || ' ' || u.last_name
          FROM curriculum_{kind}_lecturers gives JOIN trainees_user u ON u.id = gives.user_id
          WHERE gives.{kind}_id = curriculum_{kind}.id ORDER BY u.sort_name, u.id)
"""


class PlannedQuerySet(models.QuerySet):
    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)

    def among(self, keys):
        return self.filter(pk__in=keys)

    def of_others(self, cohort):
        """Those of all other cohorts."""
        return self.exclude(cohort=cohort)

    def of_track(self, track):
        return self.filter(track=track)

    def claiming(self, people, rooms):
        """Those that have one of these lecturers or one of these rooms; as keys."""
        given = self.model.lecturers.through.objects.filter(user__in=people)  # type: ignore[attr-defined]
        own = given.values(f"{self.model._meta.model_name}_id")
        return self.filter(Q(room__in=rooms) | Q(pk__in=own))

    def on_weekday(self, weekday):
        """1 is Monday."""
        return self.filter(starts_at__iso_week_day=weekday)

    def outside_curriculum(self, curriculum):
        """Sessions of modules that belong to another curriculum."""
        return self.exclude(module=None).exclude(module__curriculum=curriculum)

    def of_module(self, module):
        return self.filter(module=module)

    def move_to_track(self, track, *, by, now):
        return self.update(track=track, version=F("version") + 1, changed_by=by, changed_at=now)

    def between(self, first, last):
        """Those that begin at or after `first` and before `last` (moments)."""
        return self.filter(starts_at__gte=first, starts_at__lt=last)

    def from_moment(self, moment):
        return self.filter(ends_at__gte=moment)

    def with_lecturer_names(self):
        """Adds `lecturer_names`, a list, without another query."""
        sql = LECTURER_NAMES.format(kind=self.model._meta.model_name)
        names = RawSQL(sql, [], output_field=ArrayField(models.TextField()))  # noqa: S611
        return self.annotate(lecturer_names=names)

    def held(self):
        """Until the end of the transaction; who only refers to them need not wait."""
        return self.select_for_update(no_key=True, of=("self",))

    def with_lecturers(self):
        return self.prefetch_related("lecturers")

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
    summary = models.TextField(_("in short"), max_length=1000, blank=True)
    preparation = models.TextField(
        _("what to prepare"), max_length=2000, blank=True, help_text=_("One thing on each line.")
    )

    lecturers: models.ManyToManyField
    lecturer_names: list[str]  # added by with_lecturer_names()

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

    def preparation_lines(self) -> list[str]:
        return [line.strip() for line in self.preparation.splitlines() if line.strip()]

    def __str__(self):
        if self.title or self.module is None:
            return self.title
        return gettext("%(module)s, session %(number)s") % {
            "module": self.module.title,
            "number": self.number,
        }
