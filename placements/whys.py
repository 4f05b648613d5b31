"""Why somebody works where they work, from the plans that were published: a true sentence for each place."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from placements import moves
from placements.moves import Spot
from placements.rotation.problem import Problem
from placements.rotation.reasons import Reason, reasons_of
from placements.rotation.stored import restore
from placements.saying import Teller
from placements.staffing import HostFact
from trainees.models import Trainee
from wijkmakers.lib.words import said_all

Where = tuple[int, int]
"""A period and a host."""

Cell = tuple[int, int]
"""A trainee and a period."""

# By hand, because it joins what a page needs once and never saves: the plan, everybody's places in it, what
# was changed in it, and the names for its keys.
PUBLISHED = """
    SELECT jsonb_build_object(
        'problem', p.problem,
        'begins_on', p.begins_on,
        'spots', ARRAY(SELECT jsonb_build_object('trainee', e.trainee_id, 'period', e.period_id,
                    'host', e.host_id, 'starts_on', e.starts_on, 'ends_on', e.ends_on, 'pinned', e.pinned)
                 FROM placements_planentry e WHERE e.plan_id = p.id),
        'steps', ARRAY(SELECT jsonb_build_array(s.before, s.after) FROM placements_planstep s
                 WHERE s.plan_id = p.id AND s.undone_at IS NULL ORDER BY s.number DESC),
        'hosts', ARRAY(SELECT jsonb_build_array(h.id, h.code, h.name, h.look, h.sector_id, c.name)
                 FROM placements_host h JOIN placements_sector c ON c.id = h.sector_id
                 WHERE p.problem -> 'hosts' @> jsonb_build_array(jsonb_build_array(h.id::text))),
        'people', ARRAY(SELECT jsonb_build_array(
                        t.id, coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email))
                  FROM trainees_trainee t JOIN trainees_user u ON u.id = t.user_id
                  WHERE t.cohort_id = p.cohort_id AND %(names)s))
    FROM placements_plan p
    WHERE p.published_at IS NOT NULL AND p.cohort_id = %(cohort)s
      AND EXISTS (SELECT 1 FROM placements_planentry e WHERE e.plan_id = p.id AND e.trainee_id = %(trainee)s)
    ORDER BY p.published_at DESC, p.id DESC LIMIT 6
"""


@dataclass(frozen=True)
class KnownNames:
    """Names of hosts, and of people where the reader may know who they are."""

    hosts: Mapping[str, HostFact]
    people: Mapping[str, str]

    def person(self, key: str) -> str:
        return self.people.get(key) or _("somebody who is gone")

    def persons(self, keys: Iterable[str]) -> str:
        return said_all(self.person(key) for key in keys)

    def host(self, key: str) -> str:
        return self.hosts[key].name if key in self.hosts else _("an organisation that is gone")


@dataclass(frozen=True)
class Published:
    """A plan that was published. `spots`: who is where; `origin`: where the planner had them, when that was
    changed by hand."""

    problem: Problem
    names: KnownNames
    spots: Mapping[Cell, Spot]
    origin: Mapping[Cell, Spot] | None

    def reasons(self, trainee: Trainee) -> list[Reason]:
        """None when somebody's place is missing, because they were removed since: half a truth."""
        assignment = {(str(who), str(period)): str(spot.host) for (who, period), spot in self.spots.items()}
        wanted = {(one.key, period) for one in self.problem.trainees for period in one.periods}
        known = set(assignment.values()) <= set(self.problem.sector_of)
        who = self.problem.named.get(str(trainee.pk))
        if who is None or wanted != set(assignment) or not known:
            return []
        held = [pin for pin in self.problem.pins if assignment.get((pin.trainee, pin.period)) == pin.host]
        return reasons_of(replace(self.problem, pins=tuple(held)), assignment, who)

    def is_by_hand(self, cell: Cell) -> bool:
        then = self.origin.get(cell) if self.origin is not None else self.spots[cell]
        return then is None or then.host != self.spots[cell].host


def whys(trainee: Trainee, *, to_trainee: bool) -> dict[Where, str]:
    """Why this trainee works there, for each place that stands in what was published last about its period.

    `to_trainee`: in words for themselves, in which nobody else is named. One query.
    """
    found: dict[int, _Said] = {}
    for plan in _published(trainee, names=not to_trainee):
        teller = Teller(plan.names, plan.problem, to_trainee=to_trainee)
        for reason in plan.reasons(trainee):
            period = int(reason.period)
            by_hand = plan.is_by_hand((trainee.pk, period))
            sentence = teller.why(reason, by_hand=by_hand, changed=plan.origin is not None)
            said = _Said(int(reason.host), sentence, is_final=by_hand or not reason.pinned)
            later = found.setdefault(period, said)
            if not later.is_final:
                found[period] = said if later.host == said.host else replace(later, is_final=True)
    return {(period, said.host): said.sentence for period, said in found.items()}


@dataclass(frozen=True)
class _Said:
    """What a plan says of a period. When it only kept what was agreed, an earlier one may tell more of it:
    `is_final` when none can."""

    host: int
    sentence: str
    is_final: bool


def _published(trainee: Trainee, *, names: bool) -> Iterator[Published]:
    """The latest first. Without `names` the names of people are not even fetched."""
    asked = {"cohort": trainee.cohort_id, "trainee": trainee.pk, "names": names}
    with connection.cursor() as cursor:
        cursor.execute(PUBLISHED, asked)
        rows = [json.loads(row) for (row,) in cursor.fetchall()]
    for row in rows:
        since = dt.date.fromisoformat(row["begins_on"]) if row["begins_on"] else None
        spots = moves.restore(row["spots"])
        yield Published(
            problem=restore(row["problem"]),
            names=KnownNames(
                hosts={str(pk): HostFact(pk, *more) for pk, *more in row["hosts"]},
                people={str(pk): name for pk, name in row["people"]},
            ),
            spots=moves.main_spots(spots, since=since),
            origin=moves.main_spots(_before(spots, row["steps"]), since=since) if row["steps"] else None,
        )


def _before(spots: list[Spot], steps: Iterable[list[Any]]) -> list[Spot]:
    """Where the planner had everybody, before these changes; the latest comes first."""
    for before, after in steps:
        spots = moves.undone(spots, moves.restore(before), moves.restore(after))
    return spots
