from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from trainees.models import Versioned
from wijkmakers.lib import names
from wijkmakers.lib.constraints import stays

# Colour, tint and pattern always travel together; the admin picks a set, never a colour.
LOOKS = [
    ("blue", _("blue, solid")),
    ("teal", _("teal, horizontal lines")),
    ("magenta", _("magenta, dots")),
    ("rust", _("rust, checks")),
    ("purple", _("purple, diagonal lines")),
    ("olive", _("olive, vertical lines")),
    ("slate", _("slate, crosshatch")),
    ("ochre", _("ochre, bricks")),
]


class SectorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The names of perspectives are no secret to who has signed in."""
        return self

    def with_host_count(self):
        return self.annotate(host_count=Count("hosts"))

    def in_order(self):
        return self.order_by("position", "name", "pk")


class Sector(Versioned):
    """A perspective from which one can look at a neighbourhood: municipality, housing corporation, …"""

    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="sector_name_once",
                violation_error_message=_("There is already a sector with this name."),
            ),
        ]

    def __str__(self):
        return self.name


class HostQuerySet(models.QuerySet):
    def visible_to(self, user, *, today):
        """All for coordinators; one's own for host people; for trainees those with seats for their cohort."""
        if user.is_coordinator():
            return self
        own = user.host_memberships.in_force(today).values("host")
        offering = Host.objects.filter(seats__period__cohort__in=user.trainee_set.values("cohort")).values(
            "pk"
        )
        return self.filter(Q(pk__in=own) | Q(pk__in=offering))

    def matching(self, text):
        words = names.fold(text).split()
        return self.filter(*(Q(search_text__contains=word) for word in words))

    def besides(self, host):
        return self.exclude(pk=host.pk)

    def of_keys(self, keys):
        return self.filter(pk__in=keys).order_by("pk")

    def in_sector(self, sector):
        return self.filter(sector=sector)

    def offering_in(self, period):
        return self.filter(seats__period=period, seats__maximum__gt=0)

    def to_wish_for(self, trainee):
        """Those that offer places to the trainee's cohort, and those that they wish for already."""
        same = Host.objects.filter(pk=OuterRef("pk"))
        offering = same.filter(seats__period__cohort=trainee.cohort_id)
        return self.filter(Exists(offering) | Exists(same.filter(wishes__trainee=trainee)))

    def open_to(self, trainee):
        """All but those that this trainee is not sent to."""
        return self.exclude(exclusions__trainee=trainee)

    def with_leanings_of(self, trainee):
        """Those that a trainee wishes for, or is not sent to.

        rank: of the wish; exclusion, kind: its key, and why. None where there is no such thing.
        """
        named = trainee.wishes.values("host").union(trainee.exclusions.values("host"))
        wish = FilteredRelation("wishes", condition=Q(wishes__trainee=trainee))
        barred = FilteredRelation("exclusions", condition=Q(exclusions__trainee=trainee))
        found = self.filter(pk__in=named).annotate(wish=wish, barred=barred).select_related("sector")
        return (
            found.only("code", "name", "look", "sector__name")
            .annotate(rank=F("wish__rank"), exclusion=F("barred__pk"), kind=F("barred__kind"))
            .order_by(F("rank").asc(nulls_last=True), "sort_name", "pk")
        )

    def as_wished_by(self, trainee):
        """rank, wished_at: of the trainee's wish; kind: why they are not sent there; offers: to their cohort.

        Wishes come first, in order. None where there is no such thing.
        """
        wish = FilteredRelation("wishes", condition=Q(wishes__trainee=trainee))
        barred = FilteredRelation("exclusions", condition=Q(exclusions__trainee=trainee))
        offering = Host.objects.filter(pk=OuterRef("pk"), seats__period__cohort=trainee.cohort_id)
        return (
            self.annotate(wish=wish, barred=barred)
            .select_related("sector")
            .annotate(
                rank=F("wish__rank"),
                wished_at=F("wish__created_at"),
                kind=F("barred__kind"),
                offers=Exists(offering),
            )
            .order_by(F("rank").asc(nulls_last=True), "sector__position", "sector__name", "sort_name", "pk")
        )

    def not_offering_to(self, cohort):
        return self.exclude(seats__period__cohort=cohort)

    def in_order(self):
        return self.order_by("sector__position", "sort_name", "pk")

    def count_per_look(self):
        """{look: number of organisations}, for the looks in use."""
        return dict(self.order_by().values_list("look").annotate(Count("pk")))

    def with_sector(self):
        return self.select_related("sector")

    def with_numbers(self, today):
        """seats_now: offered in the periods that run today; trainees_now: who works here today."""
        runs = Q(seats__period__starts_on__lte=today, seats__period__ends_on__gte=today)
        works = Q(placements__starts_on__lte=today, placements__ends_on__gte=today)
        same = Host.objects.filter(pk=OuterRef("pk")).order_by()
        seats = same.annotate(n=Sum("seats__maximum", filter=runs, default=0)).values("n")
        trainees = same.annotate(n=Count("placements", filter=works)).values("n")
        return self.annotate(seats_now=Subquery(seats), trainees_now=Subquery(trainees))


class Host(Versioned):
    """An organisation where trainees work."""

    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(
        _("code"),
        max_length=3,
        unique=True,
        help_text=_("Three capital letters, such as GRO."),
        error_messages={
            "unique": _("There is already an organisation with this code."),
        },
    )
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="hosts", verbose_name=_("sector"))
    look = models.CharField(_("colour and pattern"), max_length=10, choices=LOOKS)
    department = models.CharField(_("department"), max_length=120, blank=True)
    description = models.TextField(_("the work"), max_length=4000, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    work_hours = models.CharField(
        _("working hours"), max_length=60, blank=True, help_text=_("For example 09:00–17:00.")
    )
    website = models.URLField(_("website"), blank=True)
    sort_name = models.CharField(max_length=120, editable=False)
    search_text = models.CharField(max_length=400, editable=False)

    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="host_name_once",
                violation_error_message=_("There is already an organisation with this name."),
            ),
            models.CheckConstraint(
                name="host_code_three_capitals",
                condition=Q(code__regex=r"^[A-Z]{3}$"),
                violation_error_message=_("The code is three capital letters, such as GRO."),
            ),
            models.CheckConstraint(
                name="host_look_is_a_set",
                condition=Q(look__in=[key for key, label in LOOKS]),
                violation_error_message=_("Choose one of the sets of colour and pattern."),
            ),
        ]

    def __str__(self):
        return self.name

    def is_used(self) -> bool:
        """Whether anything of a cohort names it: seats, places, wishes, somebody who is not sent there, a
        draft. Then it belongs to the history of that cohort."""
        planned = self._meta.apps.get_model("placements", "PlanEntry").objects.filter(host=self)
        own = (self.seats, self.placements, self.wishes, self.exclusions, planned)
        return any(rows.exists() for rows in own)

    def save(self, *args, **kwargs):
        self.sort_name = names.fold(self.name)[:120]
        self.search_text = names.fold(f"{self.name} {self.code} {self.department}")[:400]
        super().save(*args, **kwargs)


class HostMemberQuerySet(models.QuerySet):
    def visible_to(self, user, *, today):
        """Colleagues of one organisation see each other; coordinators all; trainees their supervisors."""
        if user.is_coordinator():
            return self
        own = user.host_memberships.in_force(today).values("host")
        supervising = HostMember.objects.filter(placements__trainee__user=user).values("pk")
        return self.not_gone(today).filter(Q(host__in=own) | Q(pk__in=supervising))

    def in_force(self, today):
        """Who belongs to their organisation today."""
        return self.not_gone(today).filter(Q(starts_on=None) | Q(starts_on__lte=today))

    def not_gone(self, today):
        """Who belongs to their organisation today or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today))

    def to_choose(self, *, since, besides=None):
        """Who has not left before this day, and whoever was chosen already."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=since) | Q(pk=besides))

    def of_host(self, host):
        return self.filter(host=host)

    def of_hosts(self, hosts):
        return self.filter(host__in=hosts)

    def beside(self, user, *, today):
        """The people of somebody's organisations, with themselves."""
        return self.filter(host__in=user.host_memberships.in_force(today).values("host"))

    def of_user(self, user):
        return self.filter(user=user)

    def of_person(self, email):
        return self.filter(user__email=email.strip().lower())

    def with_user(self):
        return self.select_related("user", "host")

    def with_placement_count(self):
        """placement_count: how many placements they supervise or supervised."""
        return self.annotate(placement_count=Count("placements"))

    def in_order(self):
        return self.order_by("user__sort_name", "pk")


class HostMember(Versioned):
    """Somebody of a host: supervises trainees there, or speaks for it."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="members", verbose_name=_("organisation"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="host_memberships", verbose_name=_("person")
    )
    job = models.CharField(_("job"), max_length=120, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = HostMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervisor")
        verbose_name_plural = _("supervisors")
        ordering = ["user__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="host_member_once",
                fields=["host", "user"],
                violation_error_message=_("This person already belongs to this organisation."),
            ),
            models.CheckConstraint(
                name="host_member_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes on or after the first day."),
            ),
        ]
        triggers = [
            stays(
                "host", name="host_member_stays", sentence=_("A supervisor stays with their organisation.")
            ),
        ]

    def __str__(self):
        return str(self.user)

    def is_gone(self, today) -> bool:
        return self.ends_on is not None and self.ends_on < today
