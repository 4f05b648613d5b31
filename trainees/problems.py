"""What of the people of a cohort needs a coordinator now."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import ngettext

from trainees.models import Absence
from wijkmakers.lib.problems import Problem

NAMED = 5


def with_leave(cohorts: "QuerySet[Any]") -> "QuerySet[Any]":
    """Adds what `find` reads, without another query: who waits for an answer, the first few."""
    asked = Absence.objects.of_cohort(OuterRef("pk")).asked().in_order()[: NAMED + 1]
    names = Concat("trainee__user__first_name", Value(" "), "trainee__user__last_name")
    return cohorts.annotate(leave_asked_by=ArraySubquery(asked.annotate(who=names).values("who")))


def find(cohort: Any) -> list[Problem]:
    """Leave that waits for an answer; of a cohort from `with_leave`."""
    asked = cohort.leave_asked_by
    if not asked:
        return []
    names = list(dict.fromkeys(asked[:NAMED])) + ["…"] * (len(asked) > NAMED)
    url = reverse("absence_list", args=[cohort.pk])
    return [
        Problem(
            blocks=False,
            sentence=ngettext(
                "A request for leave waits for an answer", "Requests for leave wait for an answer", len(asked)
            ),
            reason=", ".join(names),
            url=url,
            button=ngettext("Answer the request", "Answer the requests", len(asked)),
            button_url=url,
        )
    ]
