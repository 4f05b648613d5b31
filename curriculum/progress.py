"""How far a cohort is: the state of each module, computed from its sessions, and the wall of bricks."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from curriculum.models import Module, Session
from trainees.models import Cohort
from wijkmakers.lib.listing import addresses

DONE, CURRENT, COMING = "done", "cur", ""
COUNTS = ("planned", "begun", "ended", "first", "last")


@dataclass(frozen=True)
class Step:
    """A module in the programme of a cohort. `state` is DONE, CURRENT or COMING, as the wall draws it."""

    module: Module
    state: str
    planned: int = 0
    first: dt.datetime | None = None
    last: dt.datetime | None = None


@dataclass(frozen=True)
class Brick:
    """One module in the wall; `here` marks the page that shows it."""

    number: int
    title: str
    url: str
    state: str
    here: bool = False


@dataclass(frozen=True)
class Wall:
    """All modules of a cohort in order; `steps` says the same with dates."""

    steps: list[Step]
    bricks: list[Brick]

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def done(self) -> int:
        return sum(step.state == DONE for step in self.steps)

    @property
    def short(self) -> str:
        """ "8 of 20 done"."""
        return _("%(done)d of %(total)d done") % {"done": self.done, "total": self.total}

    @property
    def sentence(self) -> str:
        """The same for the trainee, with where they are: "8 of 20 done, you are working on 9"."""
        counts = {"done": self.done, "total": self.total}
        current = [step.module.number for step in self.steps if step.state == CURRENT]
        coming = [step.module.number for step in self.steps if step.state == COMING]
        if current:
            numbers = {"numbers": ", ".join(map(str, current))}
            return _("%(done)d of %(total)d done, you are working on %(numbers)s") % (counts | numbers)
        if coming:
            return _("%(done)d of %(total)d done, next is %(number)d") % (counts | {"number": coming[0]})
        return _("All %(total)d done") % counts if self.total else _("No modules yet")


def wall(cohort: Cohort, *, now: dt.datetime, here: Module | None = None) -> Wall:
    """The wall of one cohort. One query."""
    modules = list(Module.objects.wall_of(cohort, now))
    counts = {module.pk: {name: getattr(module, name) for name in COUNTS} for module in modules}
    return _build(modules, {key: each for key, each in counts.items() if each["planned"]}, here)


def walls(modules: Iterable[Module], cohorts: list[Cohort], *, now: dt.datetime) -> dict[int, Wall]:
    """The wall of each of these cohorts, by its id, when they all follow these modules. One query."""
    modules, sessions = list(modules), Session.objects.of_cohorts(cohorts).progress(now)
    return {cohort.pk: _build(modules, _of(cohort, sessions), None) for cohort in cohorts}


def _of(cohort: Cohort, sessions: dict[tuple[int, int], dict]) -> dict[int, dict]:
    return {module: counts for (cohort_id, module), counts in sessions.items() if cohort_id == cohort.pk}


def _build(modules: list[Module], sessions: dict[int, dict], here: Module | None) -> Wall:
    """`sessions`: for each module that has any, what COUNTS names."""
    url = addresses("module")
    steps = _steps(modules, sessions)
    return Wall(
        steps,
        [
            Brick(step.module.number, step.module.title, url(step.module.pk), step.state, step.module == here)
            for step in steps
        ],
    )


def _steps(modules: list[Module], sessions: dict[int, dict]) -> list[Step]:
    reached: dict[int, int] = {}  # per track the last module that has begun
    for module in modules:
        if sessions.get(module.pk, {}).get("begun"):
            reached[module.track_id] = max(module.number, reached.get(module.track_id, 0))
    steps = []
    for module in modules:
        found = sessions.get(module.pk)
        if found is None:
            steps.append(Step(module, COMING))
            continue
        left_behind = reached.get(module.track_id, 0) > module.number
        state = _state(found, module.session_count, left_behind=left_behind)
        steps.append(Step(module, state, found["planned"], found["first"], found["last"]))
    return steps


def _state(found: dict, session_count: int, *, left_behind: bool) -> str:
    """Done: nothing of it is to come, and all was given or its track has gone on."""
    if not found["begun"]:
        return COMING
    all_over = found["ended"] == found["planned"]
    return DONE if all_over and (found["ended"] >= session_count or left_behind) else CURRENT
