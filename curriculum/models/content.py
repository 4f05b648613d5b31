import datetime as dt

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, F, FilteredRelation, Max, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curriculum.models.followed import ProgrammeManager
from trainees.models import Cohort, Versioned
from wijkmakers.lib.constraints import Rule, stays


class CurriculumQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for coordinators; the one followed for trainees; what lecturers teach in, for them."""
        if user.is_coordinator():
            return self
        followed = Programme.objects.filter(cohort__in=user.trainee_set.values("cohort")).values("curriculum")
        taught = user.modules_taught.values("curriculum")
        given = user.sessions_given.values("module__curriculum")
        return self.filter(Q(pk__in=followed) | Q(pk__in=taught) | Q(pk__in=given))

    def of_cohort(self, cohort):
        return self.filter(programmes__cohort=cohort)

    def with_counts(self):
        """Adds `module_count`, `session_total` and `cohort_count`, each by its own small subquery."""
        modules = Module.objects.filter(curriculum=OuterRef("pk")).order_by().values("curriculum")
        cohorts = Programme.objects.filter(curriculum=OuterRef("pk")).order_by().values("curriculum")
        return self.annotate(
            module_count=Coalesce(Subquery(modules.annotate(n=Count("pk")).values("n")), 0),
            session_total=Coalesce(Subquery(modules.annotate(n=Sum("session_count")).values("n")), 0),
            cohort_count=Coalesce(Subquery(cohorts.annotate(n=Count("pk")).values("n")), 0),
        )

    def held(self):
        """Until the end of the transaction; who only refers to them need not wait."""
        return self.select_for_update(no_key=True)

    def with_origin(self):
        return self.select_related("copied_from")

    def names(self) -> list[str]:
        return list(self.order_by().values_list("name", flat=True))

    def newest_first(self):
        return self.order_by("-created_at", "-pk")


class Curriculum(Versioned):
    """An edition of the content: its tracks, themes and modules."""

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="copies",
        verbose_name=_("copied from"),
    )  # fmt: skip

    objects = CurriculumQuerySet.as_manager()

    class Meta:
        verbose_name = _("curriculum")
        verbose_name_plural = _("curricula")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="curriculum_name_once",
                violation_error_message=_("There is already a curriculum with this name."),
            ),
        ]

    def __str__(self):
        return self.name


class Programme(Versioned):
    """A cohort follows an edition of the curriculum, and what its programme goes by."""

    cohort = models.OneToOneField(
        Cohort,
        models.CASCADE,
        verbose_name=_("cohort"),
        error_messages={
            "unique": _("This cohort already has a curriculum."),
        },
    )
    curriculum = models.ForeignKey(
        Curriculum, models.PROTECT, related_name="programmes", verbose_name=_("curriculum")
    )
    rooms = models.ManyToManyField(
        "curriculum.Room", blank=True, related_name="programmes", verbose_name=_("rooms")
    )
    morning_ends_at = models.TimeField(_("a morning ends at"), default=dt.time(12, 30))
    afternoon_begins_at = models.TimeField(_("an afternoon begins at"), default=dt.time(13, 15))
    development_every = models.PositiveSmallIntegerField(
        _("a development day in so many learning days"), default=5, help_text=_("0 for none.")
    )
    heavy_from = models.PositiveSmallIntegerField(
        _("a module is heavy from so many hours of study"), default=24
    )
    quiet_before_switch = models.PositiveSmallIntegerField(
        _("learning days before a switch on which no module begins"), default=1
    )
    quiet_after_switch = models.PositiveSmallIntegerField(
        _("learning days after a switch on which no module begins"), default=1
    )
    attendance_threshold = models.PositiveSmallIntegerField(_("attendance to reach, in percent"), default=80)
    catch_up_days = models.PositiveSmallIntegerField(_("days to catch up a missed session"), default=28)
    laying_asked_at = models.DateTimeField(_("laying out asked at"), null=True, editable=False)
    laying_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        db_index=False, verbose_name=_("laying out asked by"),
    )  # fmt: skip
    laid = models.JSONField(_("how the last laying out went"), null=True, editable=False)
    laid_at = models.DateTimeField(_("laid out at"), null=True, editable=False)
    laid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        db_index=False, verbose_name=_("laid out by"),
    )  # fmt: skip
    before_laying = models.JSONField(_("the draft before it was laid out"), null=True, editable=False)
    has_check_in = models.BooleanField(_("trainees record their own attendance with a code"), default=False)

    objects = ProgrammeManager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="programme_halves_in_order",
                condition=Q(afternoon_begins_at__gte=F("morning_ends_at")),
                violation_error_message=_("The afternoon begins after the morning ends."),
            ),
            models.CheckConstraint(
                name="programme_pace_within_a_year",
                condition=Q(
                    development_every__lte=52, quiet_before_switch__lte=26, quiet_after_switch__lte=26
                ),
                violation_error_message=_("Choose at most 52 learning days, and at most 26 around a switch."),
            ),
            models.CheckConstraint(
                name="programme_threshold_is_percentage",
                condition=Q(attendance_threshold__lte=100),
                violation_error_message=_("Attendance is at most 100 percent."),
            ),
            models.CheckConstraint(
                name="programme_catch_up_within_a_year",
                condition=Q(catch_up_days__range=(1, 366)),
                violation_error_message=_("Give between 1 and 366 days to catch up."),
            ),
        ]

    def __str__(self):
        return f"{self.cohort} · {self.curriculum}"


# In SQL: to compose five aggregates through the ORM takes longer than to answer them, and trainees see this
# every day.
WALL = """
    SELECT m.id, m.number, m.title, m.track_id, m.session_count, coalesce(t.name, '') AS theme_name,
        count(s.id) AS planned, min(s.starts_at) AS first, max(s.starts_at) AS last,
        count(s.id) FILTER (WHERE s.starts_at <= %(now)s) AS begun,
        count(s.id) FILTER (WHERE s.ends_at < %(now)s) AS ended
    FROM curriculum_programme p JOIN curriculum_module m ON m.curriculum_id = p.curriculum_id
    LEFT JOIN curriculum_theme t ON t.id = m.theme_id
    LEFT JOIN curriculum_session s
        ON s.module_id = m.id AND s.cohort_id = p.cohort_id AND s.cancelled_at IS NULL
    WHERE p.cohort_id = %(cohort)s GROUP BY m.id, t.id ORDER BY m.number, m.id
"""


class ModuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for coordinators; for trainees those of their curriculum; for lecturers what they teach."""
        if user.is_coordinator():
            return self
        followed = Programme.objects.filter(cohort__in=user.trainee_set.values("cohort")).values("curriculum")
        given = user.sessions_given.values("module")
        return self.filter(
            Q(curriculum__in=followed) | Q(pk__in=user.modules_taught.values("pk")) | Q(pk__in=given)
        )

    def of_curriculum(self, curriculum):
        return self.filter(curriculum=curriculum)

    def of_cohort(self, cohort):
        return self.filter(curriculum__programmes__cohort=cohort)

    def taught_by(self, user):
        return self.filter(lecturers=user)

    def with_theme(self):
        return self.select_related("theme", "track", "curriculum")

    def with_lecturers(self):
        return self.prefetch_related("lecturers")

    def with_joined(self):
        """With what has to be done before them, and the final goals they work towards."""
        return self.prefetch_related(Prefetch("prerequisites", Module.objects.in_order()), "covers")

    def with_planned(self, cohort):
        """Adds `planned`: how many of its sessions this cohort has in its programme.

        Joined with the sessions of this cohort only, however many others follow the same curriculum.
        """
        held = Q(sessions__cohort=cohort, sessions__cancelled_at=None)
        own = FilteredRelation("sessions", condition=held)
        return self.alias(of_cohort=own).annotate(planned=Count("of_cohort"))

    def wall_of(self, cohort, now):
        """The modules of a cohort in order, without their texts, each with what its own sessions come to.

        Adds `planned`, `begun` and `ended` (how many), `first` and `last` (when), and `theme_name`.
        """
        return self.raw(WALL, {"cohort": cohort.pk, "now": now})

    def from_number(self, number):
        return self.filter(number__gte=number)

    def up_to_number(self, number):
        return self.filter(number__lte=number)

    def titled(self, title):
        return self.filter(title__iexact=title)

    def last_number(self) -> int:
        return self.aggregate(last=Max("number"))["last"] or 0

    def shift(self, places, *, by, now):
        """Every number here goes up or down by so many places; who has one open in a form is told."""
        return self.update(
            number=F("number") + places, version=F("version") + 1, changed_by=by, changed_at=now
        )

    def in_order(self):
        return self.order_by("curriculum_id", "number", "pk")


class Module(Versioned):
    """One part of the content: so many sessions on learning days, and what one can do afterwards."""

    curriculum = models.ForeignKey(
        Curriculum, models.CASCADE, related_name="modules", verbose_name=_("curriculum")
    )
    track = models.ForeignKey(
        "curriculum.Track", models.PROTECT, related_name="modules", verbose_name=_("track")
    )
    theme = models.ForeignKey(
        "curriculum.Theme", models.PROTECT, null=True, blank=True, related_name="modules",
        verbose_name=_("theme"),
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(_("in short"), max_length=1000, blank=True)
    goals = models.TextField(
        _("after this module you can"),
        max_length=4000,
        blank=True,
        help_text=_("One learning goal on each line."),
    )
    session_count = models.PositiveSmallIntegerField(_("number of sessions"), default=1)
    study_hours = models.PositiveSmallIntegerField(_("study load in hours"), null=True, blank=True)
    is_half_day = models.BooleanField(_("a session takes half a day"), default=False)
    prerequisites = models.ManyToManyField(
        "self", through="curriculum.Prerequisite", through_fields=("module", "needs"), symmetrical=False,
        blank=True, related_name="needed_by", verbose_name=_("what has to be done before"),
    )  # fmt: skip
    covers = models.ManyToManyField(
        "curriculum.Goal", through="curriculum.Coverage", blank=True, related_name="modules",
        verbose_name=_("final goals"),
    )  # fmt: skip
    lecturers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="modules_taught", verbose_name=_("lecturers")
    )

    planned: int  # added by with_planned() and wall_of()

    objects = ModuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["curriculum", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="module_number_once",
                fields=["curriculum", "number"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("There is already a module with this number in this curriculum."),
            ),
            models.UniqueConstraint(
                "curriculum",
                Lower("title"),
                name="module_title_once",
                violation_error_message=_("This curriculum already has a module with this title."),
            ),
            models.CheckConstraint(
                name="module_number_from_one",
                condition=Q(number__gte=1),
                violation_error_message=_("Modules are numbered from 1."),
            ),
            models.CheckConstraint(
                name="module_has_sessions",
                condition=Q(session_count__range=(1, 60)),
                violation_error_message=_("A module has between 1 and 60 sessions."),
            ),
        ]
        triggers = [
            stays("curriculum", name="module_stays", sentence=_("A module stays in its curriculum.")),
            Rule(
                name="module_in_own_curriculum",
                sentence=_("The track and the theme of a module belong to its own curriculum."),
                broken="""
                    SELECT 1 FROM curriculum_track WHERE id = NEW.track_id AND curriculum_id <> NEW.curriculum_id
                    UNION ALL
                    SELECT 1 FROM curriculum_theme WHERE id = NEW.theme_id AND curriculum_id <> NEW.curriculum_id
                """,  # noqa: E501, the text of a trigger is its migration
            ),
            Rule(
                name="module_keeps_sessions",
                operation=pgtrigger.UpdateOf("track_id"),
                sentence=_("Sessions of this module stand in another track. Change their track too."),
                broken="""
                    SELECT 1 FROM curriculum_session
                    WHERE module_id = NEW.id AND track_id <> (SELECT track_id FROM curriculum_module WHERE id = NEW.id)
                """,  # noqa: E501
            ),
            Rule(
                name="module_keeps_drafts",
                operation=pgtrigger.UpdateOf("track_id"),
                sentence=_(
                    "Drafts of sessions of this module stand in another track. Change their track too."
                ),
                broken="""
                    SELECT 1 FROM curriculum_draft
                    WHERE module_id = NEW.id AND track_id <> (SELECT track_id FROM curriculum_module WHERE id = NEW.id)
                """,  # noqa: E501
            ),
            Rule(
                name="module_after_what_it_needs",
                operation=pgtrigger.UpdateOf("number"),
                sentence=_("A module comes after the modules that have to be done before it."),
                broken="""
                    SELECT 1 FROM curriculum_prerequisite p
                    JOIN curriculum_module m ON m.id = p.module_id JOIN curriculum_module n ON n.id = p.needs_id
                    WHERE NEW.id IN (m.id, n.id) AND n.number >= m.number
                """,  # noqa: E501
            ),
        ]

    def goal_lines(self) -> list[str]:
        return [line.strip() for line in self.goals.splitlines() if line.strip()]

    def __str__(self):
        return gettext("Module %(number)s · %(title)s") % {"number": self.number, "title": self.title}
