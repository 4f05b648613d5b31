"""Making room for what is left out, at times that other cohorts could do without. Loads numpy.

The cohort is laid as if others could move (as few sessions of them as possible), and those are laid again.
What leaves out no less than before is undone. (An ejection chain of one step; Glover, 1996.)
"""

from curriculum.timetable.desk import Desk
from curriculum.timetable.one import Laid, lay_cohort


def make_room(desk: Desk) -> bool:
    """For each cohort of which something is left out, as in the problem. Whether that helped anybody."""
    helped = [_make_room_for(desk, cohort.key) for cohort in desk.problem.cohorts]
    return any(helped)


def _make_room_for(desk: Desk, key: str) -> bool:
    if not desk.laid[key].cost.left_out:
        return False
    all_before = dict(desk.laid)
    desk.take_away(key)
    wanted = lay_cohort(desk.aims[key], desk.firm, desk.taken)
    others = _in_the_way(desk, wanted)
    for other in others:
        desk.take_away(other)
    desk.put(key, wanted)
    for other in (*others, key):
        desk.lay(other)
    before = {each: all_before[each] for each in (key, *others)}
    if desk.left_out(before) < sum(laid.cost.left_out for laid in before.values()):
        return True
    desk.restore(before)
    return False


def _in_the_way(desk: Desk, wanted: Laid) -> list[str]:
    """Cohorts that have a lecturer or a room at a time at which this timetable has them."""
    new = [each for each in wanted.placed if not each.stays]
    found = {one for each in new for one in desk.taken.owners(each.lecturers, each.room, desk.when(each))}
    return [cohort.key for cohort in desk.problem.cohorts if cohort.key in found]
