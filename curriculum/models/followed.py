"""How one asks for the programmes of cohorts: which follows what, and which is being laid out."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from trainees.models import Cohort


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cohort__in=Cohort.objects.visible_to(user))

    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)

    def of_curriculum(self, curriculum):
        return self.filter(curriculum=curriculum)

    def being_laid(self):
        """Those of which the worker is to lay out the programme, or is at it."""
        return self.exclude(laying_asked_at=None)

    def coordinated_by(self, user):
        return self.filter(cohort__in=Cohort.objects.coordinated_by(user))

    def with_check_in(self):
        """Those whose trainees record themselves."""
        return self.filter(has_check_in=True)

    def with_own(self, user):
        """Adds `is_own`: this person is a trainee of the cohort."""
        return self.annotate(is_own=Exists(user.trainee_set.filter(cohort=OuterRef("cohort"))))

    def with_cohort(self):
        return self.select_related("cohort", "curriculum")

    def held(self):
        """Until the end of the transaction; who only refers to them need not wait."""
        return self.select_for_update(no_key=True, of=("self",))

    def forget_former(self):
        """There is no way back any more to the draft of before laying out."""
        return self.update(before_laying=None)

    def with_former(self):
        return self.defer(None)

    def with_way_back(self):
        """Adds `has_former`: laying out can be undone."""
        return self.annotate(has_former=Q(before_laying__isnull=False))

    def cohort_keys(self):
        return self.order_by().values_list("cohort", flat=True)

    def newest_first(self):
        return self.order_by("-cohort__starts_on", "-cohort")


class ProgrammeManager(models.Manager.from_queryset(ProgrammeQuerySet)):  # type: ignore[misc]
    def get_queryset(self):
        """Without a whole former draft, which only the page that goes back to it needs."""
        return super().get_queryset().defer("before_laying")
