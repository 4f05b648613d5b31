from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from curriculum.models.planned import ESSENTIALS, Planned, PlannedQuerySet
from curriculum.models.session import Session
from wijkmakers.lib.constraints import Rule


class DraftQuerySet(PlannedQuerySet):
    def visible_to(self, user):
        """Drafts are for who plans: trainees and lecturers see what was published."""
        if user.is_superuser:
            return self
        return self.filter(cohort__in=user.coordinations.values("cohort"))

    def of_session(self, session):
        return self.filter(session=session)

    def of_sessions(self, sessions):
        return self.filter(session__in=sessions)

    def new(self):
        """Sessions that nobody but planners knows of yet."""
        return self.filter(session=None)

    def taking_place(self):
        return self.filter(is_cancelled=False)

    def untouched_since(self, moment):
        return self.filter(changed_at__lte=moment)

    def with_session(self):
        return self.select_related(
            "session__module", "session__track", "session__room", "module", "track", "room", "cohort"
        )

    def with_everything(self):
        """What publishing compares: both sides, with who gives them."""
        return self.with_session().prefetch_related("lecturers", "session__lecturers")

    def with_essentials(self):
        return (
            self.select_related("module", "track")
            .only(*ESSENTIALS, "session_id", "is_cancelled", "version")
            .with_lecturer_names()
        )


class Draft(Planned):
    """How a session is to become: new, moved, changed or cancelled. Until it is published planners see it.

    Two drafts may clash with each other while somebody is at it; publishing is where that has to be over.
    """

    session = models.OneToOneField(
        Session, models.CASCADE, null=True, blank=True, related_name="draft", verbose_name=_("session"),
        error_messages={"unique": _("This session is being changed already.")},
    )  # fmt: skip
    is_cancelled = models.BooleanField(_("does not take place"), default=False)
    lecturers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="drafts_given", verbose_name=_("lecturers")
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a session")
        verbose_name_plural = _("drafts of sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="draft_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A session ends after it begins."),
            ),
            models.CheckConstraint(
                name="draft_number_with_module",
                condition=Q(module=None, number=None)
                | Q(module__isnull=False, number__isnull=False, number__gte=1),
                violation_error_message=_("Say which session of the module this is."),
            ),
            models.CheckConstraint(
                name="draft_is_named",
                condition=Q(module__isnull=False) | ~Q(title=""),
                violation_error_message=_("Give the session a title, or choose a module."),
            ),
            models.CheckConstraint(
                name="draft_cancels_what_is_known",
                condition=Q(is_cancelled=False) | Q(session__isnull=False),
                violation_error_message=_("Only a session that was published can be cancelled."),
            ),
        ]
        triggers = [
            Rule(
                name="draft_of_own_cohort",
                sentence=_("A session stays in its cohort, and its module in its track."),
                lock="curriculum_module WHERE id = NEW.module_id FOR SHARE",
                broken="""
                    SELECT 1 FROM curriculum_draft d JOIN curriculum_session s ON s.id = d.session_id
                    WHERE d.id = NEW.id AND s.cohort_id <> d.cohort_id
                    UNION ALL
                    SELECT 1 FROM curriculum_draft d JOIN curriculum_module m ON m.id = d.module_id
                    WHERE d.id = NEW.id AND m.track_id <> d.track_id
                """,
            ),
        ]
