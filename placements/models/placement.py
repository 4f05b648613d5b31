import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from placements.models.host import Host, HostMember
from placements.models.period import (
    CROWDED,
    CROWDED_SENTENCE,
    OUTSIDE_PERIOD,
    OUTSIDE_PERIOD_SENTENCE,
    SEAT_LOCK,
    Period,
)
from trainees.models import Absence, Coordinator, Trainee, Versioned
from trainees.models.trainee import days
from wijkmakers.lib.constraints import Rule

OUTSIDE_TRAINEE = """
    SELECT 1 FROM placements_placement a JOIN trainees_trainee t ON t.id = a.trainee_id
    WHERE {which} AND (a.starts_on < t.starts_on OR a.ends_on > t.ends_on)
"""


class WishQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Wishes are between a trainee and the coordinators."""
        return self.filter(trainee__in=Trainee.objects.visible_to(user))

    def of_trainee(self, trainee):
        return self.filter(trainee=trainee)

    def of_user(self, user):
        return self.filter(trainee__user=user)

    def with_host(self):
        return self.select_related("host__sector")

    def with_people(self):
        return self.select_related("trainee__user", "trainee__cohort", "host__sector")

    def in_order(self):
        return self.order_by("trainee_id", "rank", "pk")


class Wish(Versioned):
    """A host that a trainee would like to work at; rank 1 is the dearest."""

    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="wishes", verbose_name=_("trainee"))
    host = models.ForeignKey(Host, models.CASCADE, related_name="wishes", verbose_name=_("organisation"))
    rank = models.PositiveSmallIntegerField(_("rank"))

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ["trainee", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="wish_rank_once",
                fields=["trainee", "rank"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Each wish has its own rank."),
            ),
            models.UniqueConstraint(
                name="wish_host_once",
                fields=["trainee", "host"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("An organisation stands in the wishes only once."),
            ),
            models.CheckConstraint(
                name="wish_rank_from_one",
                condition=Q(rank__gte=1),
                violation_error_message=_("The first wish has rank 1."),
            ),
        ]

    def __str__(self):
        return f"{self.trainee} · {self.rank}. {self.host}"


class PlacementQuerySet(models.QuerySet):
    def visible_to(self, user, *, today):
        """Coordinators: their cohorts. Trainees: their own. People of a host: theirs, until it ends."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(trainee__cohort__in=user.coordinations.values("cohort"))
            | Q(trainee__user=user)
            | self._at_hosts_of(user, today)
        )

    def at_hosts_of(self, user, *, today):
        """Who works at somebody's organisation now and soon: until the placement ends."""
        return self.filter(self._at_hosts_of(user, today))

    def _at_hosts_of(self, user, today):
        return Q(host__in=user.host_memberships.in_force(today).values("host"), ends_on__gte=today)

    def supervised_by(self, user, *, today):
        """Those that somebody supervises now and soon, while they belong to the organisation."""
        return self.filter(supervisor__in=user.host_memberships.in_force(today), ends_on__gte=today)

    def of_cohort(self, cohort):
        return self.filter(trainee__cohort=cohort)

    def of_trainee(self, trainee):
        return self.filter(trainee=trainee)

    def of_user(self, user):
        return self.filter(trainee__user=user)

    def of_host(self, host):
        return self.filter(host=host)

    def at_seat(self, host, period):
        return self.filter(host=host, period=period)

    def on(self, day):
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def between(self, first, last):
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def latest_first(self):
        return self.order_by("-starts_on", "trainee__user__sort_name", "pk")

    def with_people(self):
        return self.select_related(
            "trainee__user", "trainee__cohort", "host__sector", "period", "supervisor__user"
        )

    def with_place(self):
        """Where and with whom a trainee works, as they read it; nothing else is fetched."""
        return self.select_related("host__sector", "supervisor__user").only(
            "trainee", "period", "starts_on", "ends_on", "repeat_reason", "host__code", "host__name",
            "host__look", "host__address", "host__work_hours", "host__sector__name",
            "supervisor__user__first_name", "supervisor__user__last_name", "supervisor__user__email",
        )  # fmt: skip

    def for_calendars(self):
        """What an entry of a calendar says of it; nothing else is fetched, and nobody's name."""
        return self.select_related("host").only(
            "trainee", "starts_on", "ends_on", "version", "changed_at", "host__name", "host__address",
            "host__work_hours", "host__changed_at",
        )  # fmt: skip

    def with_absent_days(self, today):
        """Adds `absent_days`: from today on and within the placement, when somebody is not there. Only days
        and which part of them, since the rest is not for an organisation."""
        found = Absence.objects.of_trainee(OuterRef("trainee")).counting().from_day(today)
        within = found.between(OuterRef("starts_on"), OuterRef("ends_on")).in_order()
        days = {"first": "starts_on", "last": "ends_on", "part": "part"}
        return self.annotate(absent_days=ArraySubquery(within.values(data=JSONObject(**days))))

    def with_trainee_pauses(self):
        return self.select_related("trainee").prefetch_related("trainee__pauses")

    def with_contacts(self):
        """The coordinators and pauses of each trainee."""
        coordinators = Coordinator.objects.select_related("user").order_by("user__sort_name", "pk")
        return self.prefetch_related(
            Prefetch("trainee__cohort__coordinations", coordinators), "trainee__pauses"
        )

    def in_order(self):
        return self.order_by("starts_on", "trainee__user__sort_name", "pk")

    def by_date(self):
        """For the placements of one trainee."""
        return self.order_by("starts_on", "pk")


class Placement(Versioned):
    """The published fact: this trainee works at this host in these days, with this supervisor."""

    trainee = models.ForeignKey(Trainee, models.PROTECT, related_name="placements", verbose_name=_("trainee"))
    host = models.ForeignKey(Host, models.PROTECT, related_name="placements", verbose_name=_("organisation"))
    period = models.ForeignKey(Period, models.PROTECT, related_name="placements", verbose_name=_("period"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    supervisor = models.ForeignKey(
        HostMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name=_("supervisor"),
    )
    repeat_reason = models.CharField(
        _("why a second time here"), max_length=200, blank=True,
        help_text=_("Only when somebody works at the same organisation twice."),
    )  # fmt: skip

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placement_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes on or after the first day."),
            ),
            ExclusionConstraint(
                name="placement_one_at_a_time",
                expressions=[("trainee", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This trainee already has a placement in these days."),
            ),
            ExclusionConstraint(
                # No unique constraint: with a condition that could not wait until two have traded places.
                name="placement_once_per_host",
                expressions=[("trainee", RangeOperators.EQUAL), ("host", RangeOperators.EQUAL)],
                condition=Q(repeat_reason=""),
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_(
                    "This trainee has already worked here. Say why it should happen again."
                ),
            ),
        ]
        indexes = [models.Index("host", "period", name="placement_by_seat")]
        triggers = [
            Rule(
                name="placement_inside_trainee",
                sentence=_("A placement lies between the first and the last day of the trainee."),
                lock="trainees_trainee WHERE id = NEW.trainee_id FOR SHARE",
                broken=OUTSIDE_TRAINEE.format(which="a.id = NEW.id"),
            ),
            Rule(
                name="placement_inside_period",
                sentence=OUTSIDE_PERIOD_SENTENCE,
                lock="placements_period WHERE id = NEW.period_id FOR SHARE",
                broken=OUTSIDE_PERIOD.format(which="a.id = NEW.id"),
            ),
            Rule(
                name="placement_in_own_cohort",
                sentence=_("The period belongs to another cohort than the trainee."),
                broken="""
                    SELECT 1 FROM placements_period p, trainees_trainee t
                    WHERE p.id = NEW.period_id AND t.id = NEW.trainee_id AND p.cohort_id <> t.cohort_id
                """,
            ),
            Rule(
                name="placement_supervisor_of_host",
                sentence=_("The supervisor belongs to another organisation."),
                broken="""
                    SELECT 1 FROM placements_hostmember m
                    WHERE m.id = NEW.supervisor_id AND m.host_id <> NEW.host_id
                """,
            ),
            Rule(
                name="placement_has_a_seat",
                sentence=CROWDED_SENTENCE,
                lock=SEAT_LOCK,
                broken=CROWDED.format(host="NEW.host_id", period="NEW.period_id"),
            ),
        ]

    def __str__(self):
        return f"{self.trainee} · {self.host}"


class PlacedTrainee(Trainee):
    """A trainee as the placements see it: their time cannot shrink away from under a placement."""

    class Meta:
        proxy = True
        verbose_name = _("trainee")
        verbose_name_plural = _("trainees")
        triggers = [
            Rule(
                name="trainee_keeps_placements",
                operation=pgtrigger.Update,
                sentence=_("This trainee has a placement outside these days. Change that placement first."),
                broken=OUTSIDE_TRAINEE.format(which="a.trainee_id = NEW.id"),
            ),
        ]
