import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Count, F, Func, Max, Min, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.models.planned import ESSENTIALS, Planned, PlannedQuerySet
from trainees.models import Cohort, Trainee, TraineeState
from wijkmakers.lib.constraints import Rule

# In SQL, since lists of sessions are everywhere: through the ORM these take longer to compose than to answer.
# Any attendance is there; somebody takes part that day.
RECORDED = "EXISTS(SELECT 1 FROM curriculum_attendance a WHERE a.session_id = curriculum_session.id)"
EXPECTED = """
    EXISTS(SELECT 1 FROM trainees_trainee t WHERE t.cohort_id = curriculum_session.cohort_id
           AND (curriculum_session.starts_at AT TIME ZONE %s)::date BETWEEN t.starts_on AND t.ends_on)
"""
REQUIRED = """
    (SELECT coalesce(
        jsonb_agg(jsonb_build_array(f.id, f.title, f.url, f.kind) ORDER BY f.position, f.id), '[]')
     FROM curriculum_material f JOIN curriculum_lesson l ON l.id = f.lesson_id
     WHERE f.is_required AND f.module_id = curriculum_session.module_id
        AND l.number = curriculum_session.number)
"""
# Found by the database: all other cohorts together have thousands of sessions.
CLASHING = """
    SELECT s.id FROM curriculum_draft d JOIN curriculum_session s
        ON s.starts_at < d.ends_at AND s.ends_at > d.starts_at AND s.cohort_id <> d.cohort_id
    WHERE d.cohort_id = %s AND NOT d.is_cancelled AND s.cancelled_at IS NULL
        AND (s.room_id = d.room_id OR EXISTS(
            SELECT 1 FROM curriculum_draft_lecturers mine
            JOIN curriculum_session_lecturers theirs ON theirs.user_id = mine.user_id
            WHERE mine.draft_id = d.id AND theirs.session_id = s.id))
"""


class SessionQuerySet(PlannedQuerySet):
    def visible_to(self, user):
        """Those of the cohorts somebody belongs to, and those one teaches."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(cohort__in=Cohort.objects.visible_to(user)) | Q(pk__in=user.sessions_given.values("pk"))
        )

    def of_cohorts(self, cohorts):
        return self.filter(cohort__in=cohorts)

    def taking_place(self):
        """Those that were not cancelled."""
        return self.filter(cancelled_at=None)

    def with_required(self):
        """Adds `required`: [[key, title, link, kind of file]] of what has to be read or done before it."""
        return self.annotate(required=RawSQL(REQUIRED, [], output_field=models.JSONField()))  # noqa: S611

    def being_drafted(self, cohort):
        """Those that a draft of this cohort is about."""
        return self.filter(draft__cohort=cohort)

    def clashing_with_drafts(self, cohort):
        """Those of other cohorts that have a lecturer or a room when a draft of this one wants them."""
        return self.filter(pk__in=RawSQL(CLASHING, [cohort.pk]))  # noqa: S611

    def last_given_by(self) -> list[str]:
        """Who gave the latest of these, by name order; as keys."""
        last = self.exclude(lecturers=None).with_lecturers().latest_first().first()
        return [str(person.pk) for person in last.lecturers.all()] if last else []

    def with_claims(self):
        """Who and which room it takes."""
        return self.select_related("cohort", "room").prefetch_related("lecturers")

    def given_by(self, user):
        return self.filter(lecturers=user)

    def before_moment(self, moment):
        return self.filter(ends_at__lt=moment)

    def with_module(self):
        return self.select_related("module__theme", "module__track", "track", "cohort")

    def with_essentials(self):
        """What a line in a list says: when, where, about what, by whom. Nothing else is fetched."""
        lean = self.select_related("module", "track").only(
            *ESSENTIALS, "uid", "sequence", "changed_at", "cancelled_at"
        )
        return lean.with_lecturer_names()

    def as_learning_days(self):
        """That there is one, and nothing of what it is about."""
        return self.only("cohort_id", "uid", "sequence", "changed_at", "cancelled_at", "starts_at")

    def with_attendance_state(self):
        """Adds `is_recorded` (any attendance is there) and `is_expected` (somebody takes part that day)."""
        zone = timezone.get_current_timezone_name()
        return self.annotate(
            is_recorded=RawSQL(RECORDED, [], output_field=models.BooleanField()),  # noqa: S611
            is_expected=RawSQL(EXPECTED, [zone], output_field=models.BooleanField()),  # noqa: S611
        )

    def progress(self, now) -> dict[tuple[int, int], dict]:
        """{(cohort id, module id): planned, begun, ended, first, last}, counted in the database."""
        begun, ended = Q(starts_at__lte=now), Q(ends_at__lt=now)
        counted = self.taking_place().exclude(module=None).order_by().values("cohort", "module").annotate(
            planned=Count("pk"), begun=Count("pk", filter=begun), ended=Count("pk", filter=ended),
            first=Min("starts_at"), last=Max("starts_at"),
        )  # fmt: skip
        return {(row["cohort"], row["module"]): row for row in counted}

    def latest_first(self):
        return self.order_by("-starts_at", "-pk")


class Session(Planned):
    """One meeting of a cohort on a learning day, as everybody knows it: published, and perhaps cancelled."""

    uid = models.UUIDField(
        _("identity in calendars"), db_default=RandomUUID(), editable=False, unique=True,
        error_messages={"unique": _("Another session has this identity already.")},
    )  # fmt: skip
    sequence = models.PositiveIntegerField(_("how often it was changed"), default=0, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        db_index=False, verbose_name=_("cancelled by"),
    )  # fmt: skip
    lecturers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="sessions_given", verbose_name=_("lecturers")
    )

    # Added by the loaders above.
    is_recorded: bool
    is_expected: bool

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A session ends after it begins."),
            ),
            ExclusionConstraint(
                name="session_one_at_a_time",
                expressions=[
                    ("cohort", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", function="TSTZRANGE", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(cancelled_at=None),
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This cohort already has a session at this time."),
            ),
            ExclusionConstraint(  # a unique constraint cannot have both a condition and a later moment
                name="session_number_once",
                expressions=[(name, RangeOperators.EQUAL) for name in ("cohort", "module", "number")],
                condition=Q(cancelled_at=None),
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This cohort already has this session of the module."),
            ),
            models.CheckConstraint(
                name="session_number_with_module",
                condition=Q(module=None, number=None)
                | Q(module__isnull=False, number__isnull=False, number__gte=1),
                violation_error_message=_("Say which session of the module this is."),
            ),
            models.CheckConstraint(
                name="session_is_named",
                condition=Q(module__isnull=False) | ~Q(title=""),
                violation_error_message=_("Give the session a title, or choose a module."),
            ),
        ]
        indexes = [models.Index("starts_at", "id", name="session_by_start")]
        triggers = [
            Rule(
                name="session_module_of_track",
                sentence=_("The module belongs to another track than the session."),
                lock="curriculum_module WHERE id = NEW.module_id FOR SHARE",
                broken="""
                    SELECT 1 FROM curriculum_session s JOIN curriculum_module m ON m.id = s.module_id
                    WHERE s.id = NEW.id AND m.track_id <> s.track_id
                """,
            ),
            Rule(
                name="session_cancelled_before_attendance",
                operation=pgtrigger.UpdateOf("cancelled_at"),
                sentence=_("Attendance of this session has been recorded: it has taken place."),
                broken="""
                    SELECT 1 FROM curriculum_session s JOIN curriculum_attendance a ON a.session_id = s.id
                    WHERE s.id = NEW.id AND s.cancelled_at IS NOT NULL
                """,
            ),
        ]

    def attendees(self):
        """The trainees who take part that day, and whoever has attendance here already."""
        takes_part = TraineeState.conditions(self.day())[TraineeState.ACTIVE]
        recorded = Q(pk__in=self.attendances.values("trainee"))
        return Trainee.objects.of_cohort(self.cohort_id).filter(takes_part | recorded)
