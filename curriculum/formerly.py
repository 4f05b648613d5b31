"""The draft of a programme as it stood before it was laid out, so that laying out can be undone."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from curriculum.drafting import Row
from curriculum.models import Draft
from trainees.models import Cohort

KEPT = (
    "session_id", "module_id", "number", "track_id", "title", "room_id", "place", "is_pinned", "is_cancelled",
    "summary", "preparation",
)  # fmt: skip


@dataclass(frozen=True)
class Former:
    """`drafts`: each with its columns and who gives it.

    `laid`: what laying out made, `stood`: what it left standing; draft -> its version.
    """

    drafts: list[dict[str, Any]] = field(default_factory=list)
    laid: dict[str, int] = field(default_factory=dict)
    stood: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, data: dict[str, Any] | None) -> Self:
        return cls(**data) if data else cls()

    def data(self) -> dict[str, Any]:
        return asdict(self)

    def is_by_hand(self, draft: Draft) -> bool:
        """Somebody made this draft, or changed what was laid out."""
        return self.laid.get(str(draft.pk)) != draft.version

    def count_by_hand(self, drafts: Iterable[Draft]) -> int:
        """How much somebody did in the draft since it was laid out; what they took away included."""
        then, now = self.laid | self.stood, versions(drafts)
        return sum(then.get(key) != now.get(key) for key in then.keys() | now.keys())


def snapshot(cohort: Cohort) -> list[dict[str, Any]]:
    """The drafts of a cohort as data. Two queries."""
    return [
        {name: getattr(draft, name) for name in KEPT}
        | {name: getattr(draft, name).isoformat() for name in ("starts_at", "ends_at")}
        | {"lecturers": [person.pk for person in draft.lecturers.all()]}
        for draft in Draft.objects.of_cohort(cohort).with_lecturers().in_order()
    ]


def restored(cohort: Cohort, kept: dict[str, Any]) -> Draft:
    """The draft, not saved yet, that was kept so."""
    times = {name: dt.datetime.fromisoformat(kept[name]) for name in ("starts_at", "ends_at")}
    return Draft(cohort=cohort, **{name: kept[name] for name in KEPT}, **times)


@dataclass(frozen=True)
class Drafted:
    """Exactly the drafts there are now."""

    drafts: list[Draft] = field(repr=False)

    @classmethod
    def of(cls, cohort: Cohort) -> Self:
        return cls(list(Draft.objects.of_cohort(cohort).in_order()))

    @property
    def version(self) -> str:
        return version_of(self.drafts)


def version_of(drafts: Iterable[Draft]) -> str:
    """Stands for exactly these drafts, so that what is acted on is what somebody looked at."""
    seen = ",".join(f"{draft.pk}:{draft.version}" for draft in sorted(drafts, key=lambda each: each.pk))
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def versions(drafts: Iterable[Draft]) -> dict[str, int]:
    return {str(draft.pk): draft.version for draft in drafts}


def by_hand(rows: Iterable[Row], former: Former) -> list[Row]:
    """Those whose draft somebody made or changed themselves, in order."""
    found = [row for row in rows if row.draft and former.is_by_hand(row.draft)]
    return sorted(found, key=lambda row: row.order)
