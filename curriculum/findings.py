"""What laying out found, taken from the generator's answer. For the worker: what it imports is large."""

from curriculum.asking import Asked
from curriculum.outcomes import LeftOut, Outcome, Way
from curriculum.timetable.answers import Timetable
from curriculum.timetable.reasons import Reason, reasons, space
from curriculum.timetable.relaxing import Relaxation, relaxations
from trainees.models import User


def outcome_of(asked: Asked, timetable: Timetable) -> Outcome:
    cost = timetable.costs[asked.laid.key]
    room = next(iter(space(asked.problem, timetable)), None)
    named = Names(asked)
    return Outcome(
        placed=len(timetable.placed),
        moved=cost.moved,
        against_pace=cost.pace,
        is_best=timetable.proved,
        asked=room.asked / 2 if room else 0,
        open=room.open / 2 if room else 0,
        left_out=tuple(
            LeftOut(named.taught(each.of), each.numbers, _counted(each))
            for each in reasons(asked.problem, timetable)
        ),
        ways=tuple(named.way(each) for each in relaxations(asked.problem, timetable)),
    )


def _counted(reason: Reason) -> dict[str, int]:
    return {name: getattr(reason, name) for name in ("open", "in_order", "there", "free", "with_room")}


class Names:
    """The words for what the generator calls by a key."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        people = {key for line in asked.laid.lines for module in line.modules for key in module.lecturers}
        people |= {key for line in asked.laid.lines if line.development for key in line.development.lecturers}
        self.people = {str(user.pk): str(user) for user in User.objects.among(map(int, people))}

    def taught(self, key: str) -> str:
        if key in self.asked.modules:
            return str(self.asked.modules[key])
        return str(self.asked.tracks[key]) if key in self.asked.tracks else key

    def way(self, relaxation: Relaxation) -> Way:
        rule = relaxation.rule
        name = self._about(rule.kind, rule.key)
        return Way(rule.kind, name, rule.amount, relaxation.solved, relaxation.days)

    def _about(self, kind: str, key: str) -> str:
        if kind == "closed":
            return key
        if kind == "lecturer":
            return self.people.get(key, "")
        if kind == "room":
            return str(self.asked.rooms.get(key, ""))
        if kind == "fixed":
            return self.asked.others[key].planned.name()
        return self.taught(key) if key else ""
