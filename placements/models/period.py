import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from placements.models.host import Host
from trainees.models import Cohort, Skill, Versioned
from trainees.models.trainee import days
from wijkmakers.lib.constraints import Rule, stays

MOST_SEATS = 200
ANY_CHANGE = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

# Periods in date order are numbered 1, 2, 3 …, each begins the day after the one before, and together
# they run from the first to the last day of the cohort. {cohort} is an expression for its id.
GAPS = """
    SELECT 1 FROM (
        SELECT number, starts_on, ends_on, row_number() OVER days AS place,
               lag(ends_on) OVER days AS before, lead(starts_on) OVER days AS after
        FROM placements_period WHERE cohort_id = {cohort} WINDOW days AS (ORDER BY starts_on)
    ) p JOIN trainees_cohort c ON c.id = {cohort}
    WHERE p.number <> p.place
       OR p.starts_on <> coalesce(p.before + 1, c.starts_on)
       OR (p.after IS NULL AND p.ends_on <> c.ends_on)
"""
GAPS_LOCK = "trainees_cohort WHERE id = {cohort} FOR UPDATE"
GAPS_SENTENCE = _(
    "The periods have to follow each other without a gap, from the first to the last day of the cohort."
)

# More trainees at once in a seat than there is room for: looked at on each day somebody begins there.
CROWDED = """
    SELECT 1 FROM placements_placement a
    JOIN placements_placement b ON b.host_id = a.host_id AND b.period_id = a.period_id
        AND b.starts_on <= a.starts_on AND b.ends_on >= a.starts_on
    WHERE a.host_id = {host} AND a.period_id = {period}
    GROUP BY a.id
    HAVING count(*) > coalesce(
        (SELECT maximum FROM placements_seat WHERE host_id = {host} AND period_id = {period}), 0)
"""
SEAT_LOCK = "placements_seat WHERE host_id = NEW.host_id AND period_id = NEW.period_id FOR UPDATE"
CROWDED_SENTENCE = _(
    "There are not enough seats at this organisation in this period. Add a seat, or choose another."
)

# The last period may run on for a trainee whose traineeship is extended.
OUTSIDE_PERIOD = """
    SELECT 1 FROM placements_placement a JOIN placements_period p ON p.id = a.period_id
    WHERE {which} AND (
        a.starts_on NOT BETWEEN p.starts_on AND p.ends_on
        OR (a.ends_on > p.ends_on AND EXISTS (
            SELECT 1 FROM placements_period later WHERE later.cohort_id = p.cohort_id AND later.number > p.number)))
"""  # noqa: E501, the text of a trigger is its migration
OUTSIDE_PERIOD_SENTENCE = _("A placement has to lie inside its period.")


class PeriodQuerySet(models.QuerySet):
    def visible_to(self, user, *, today):
        """Those of the cohorts somebody belongs to, and those in which one's organisation offers seats."""
        if user.is_superuser:
            return self
        hosts = user.host_memberships.in_force(today).values("host")
        return self.filter(
            Q(cohort__in=Cohort.objects.visible_to(user))
            | Q(pk__in=Seat.objects.filter(host__in=hosts).values("period"))
        )

    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)

    def later(self):
        """All but the first: those that begin with a switch."""
        return self.filter(number__gt=1)

    def for_calendars(self):
        return self.only("starts_on", "version", "changed_at")

    def after(self, period):
        return self.filter(number__gt=period.number)

    def in_order(self):
        return self.order_by("cohort", "number", "pk")


class Period(Versioned):
    """One of the consecutive stretches of a cohort; between two of them is a switch."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="periods", verbose_name=_("cohort"))
    number = models.PositiveSmallIntegerField(_("number"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ["cohort", "number", "pk"]
        constraints = [
            models.CheckConstraint(
                name="period_ends_after_start",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The last day of a period comes after its first day."),
            ),
            models.UniqueConstraint(
                name="period_number_once",
                fields=["cohort", "number"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("There is already a period with this number."),
            ),
            ExclusionConstraint(
                name="period_no_overlap",
                expressions=[("cohort", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Two periods of a cohort cannot overlap."),
            ),
        ]
        triggers = [
            stays("cohort", name="period_stays", sentence=_("A period stays in its cohort.")),
            Rule(
                name="period_no_gap",
                operation=ANY_CHANGE,
                sentence=GAPS_SENTENCE,
                lock=GAPS_LOCK.format(cohort="coalesce(NEW.cohort_id, OLD.cohort_id)"),
                broken=GAPS.format(cohort="coalesce(NEW.cohort_id, OLD.cohort_id)"),
            ),
            Rule(
                # A new last period makes the one before it end for good.
                name="period_keeps_placements",
                sentence=_("Somebody is placed outside these days. Change that placement first."),
                broken=OUTSIDE_PERIOD.format(which="p.cohort_id = NEW.cohort_id"),
            ),
        ]

    def is_last(self) -> bool:
        """Whether its cohort ends with it."""
        return not Period.objects.of_cohort(self.cohort_id).after(self).exists()

    def __str__(self):
        return gettext("Period %(number)s") % {"number": self.number}


class PlannedCohort(Cohort):
    """A cohort as the periods see it: it may not grow or shrink without them."""

    class Meta:
        proxy = True
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        triggers = [
            Rule(
                name="cohort_no_gap",
                operation=pgtrigger.Update,
                sentence=GAPS_SENTENCE,
                broken=GAPS.format(cohort="NEW.id"),
            ),
        ]


class SeatQuerySet(models.QuerySet):
    def visible_to(self, user, *, today):
        """Those of one's cohorts, and those of one's own organisation."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(period__cohort__in=Cohort.objects.visible_to(user))
            | Q(host__in=user.host_memberships.in_force(today).values("host"))
        )

    def of_cohort(self, cohort):
        return self.filter(period__cohort=cohort)

    def of_host(self, host):
        return self.filter(host=host)

    def of_periods(self, periods):
        return self.filter(period__in=periods)

    def at_hosts_of(self, user, *, today):
        return self.filter(host__in=user.host_memberships.in_force(today).values("host"))

    def not_over(self, today, *, also=()):
        """Of periods that run or come, and of these."""
        return self.filter(Q(period__ends_on__gte=today) | Q(period__in=also))

    def offered(self):
        return self.filter(maximum__gt=0)

    def latest_first(self):
        return self.order_by("-period__starts_on", "-pk")

    def by_date(self):
        return self.order_by("period__starts_on", "period__cohort__name", "pk")

    def with_described(self):
        """is_described: the work has been written down, or a skill is asked."""
        asks = Exists(Seat.skills.through.objects.filter(seat=OuterRef("pk")))
        return self.annotate(is_described=asks | ~Q(description=""))

    def with_host(self):
        return self.select_related("host")

    def with_period(self):
        return self.select_related("period__cohort")

    def in_order(self):
        return self.order_by("host__sort_name", "period__number", "pk")


class Seat(Versioned):
    """What a host offers in a period: at least and at most so many trainees, for which work, asking what."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="seats", verbose_name=_("organisation"))
    period = models.ForeignKey(Period, models.CASCADE, related_name="seats", verbose_name=_("period"))
    minimum = models.PositiveSmallIntegerField(_("at least"), default=0)
    maximum = models.PositiveSmallIntegerField(_("at most"), default=1)
    description = models.TextField(_("the work"), max_length=2000, blank=True)
    skills = models.ManyToManyField(Skill, verbose_name=_("asks"), blank=True, related_name="seats")

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["host__sort_name", "period__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="seat_once_per_host_and_period",
                fields=["host", "period"],
                violation_error_message=_("The seats of this organisation in this period are already there."),
            ),
            models.CheckConstraint(
                name="seat_minimum_up_to_maximum",
                condition=Q(minimum__lte=F("maximum")),
                violation_error_message=_("At least cannot be more than at most."),
            ),
            models.CheckConstraint(
                name="seat_maximum_sensible",
                condition=Q(maximum__lte=MOST_SEATS),
                violation_error_message=_("An organisation offers at most 200 seats."),
            ),
        ]
        triggers = [
            Rule(
                name="seat_keeps_placements",
                operation=pgtrigger.Update | pgtrigger.Delete,
                sentence=_("More trainees are placed here in this period than that. Move somebody first."),
                broken=CROWDED.format(host="OLD.host_id", period="OLD.period_id"),
            ),
        ]

    def __str__(self):
        return f"{self.host} · {self.period}"
