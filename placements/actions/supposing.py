"""What a draft supposes becomes so, through the actions by which people do it one by one.

First what makes room, then what takes room away, so that what is published in between always fits.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from placements import staffing
from placements.actions.exclusions import lift_exclusion, remove_pair, rule_out
from placements.actions.placing import end_placements, extend_last_placement
from placements.actions.seats import NOTHING, Numbers, SeatChange, set_seats
from placements.actions.wishes import set_wishes
from placements.grounds import overtaken
from placements.models import Exclusion, Host, Pair, Period, Placement, Plan, Seat, Wish
from placements.naming import names_of
from placements.publishing import SENTENCES
from placements.spans import ONE_DAY, Span, most_at_once, said_day
from placements.staleness import OVERTAKEN
from placements.supposing import (
    Excluded,
    Lifted,
    Released,
    Seats,
    Stays,
    Stops,
    Supposition,
    Suppositions,
    Unpaired,
    Wishes,
    Withdraws,
    as_of,
    restore,
)
from trainees.actions import extend_trainee, stop_trainee
from trainees.models import Cohort, Trainee, User
from wijkmakers.lib.constraints import Refused, rules_checked
from wijkmakers.lib.versions import save_rows

Key = tuple[int, int]
"""(host, period)"""


def adopt_plan(*, plan: Plan, by: User, now: dt.datetime, today: dt.date) -> Suppositions:
    """All that a draft supposes becomes so, or nothing; who works where is left for publishing it.

    Raises Refused with a sentence when the rows forbid it.
    """
    with rules_checked():
        Cohort.objects.select_for_update(no_key=True).get(pk=plan.cohort_id)
        current = Plan.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=plan.pk)
        if current.published_at:
            raise Refused(_("This draft was published: what it supposed is so already."))
        adopting = hold(current, by=by, now=now, today=today)
        _refuse_overtaken(current)
        adopting.make_room()
        adopting.move(today=today)
        adopting.take_room()
    return adopting.supposes


def _refuse_overtaken(plan: Plan) -> None:
    facts = staffing.load(plan.cohort)
    for one in overtaken(plan, facts):
        raise Refused(OVERTAKEN % {"what": one.told(names_of(facts, also=one.hosts()))})


def hold(plan: Plan, *, by: User, now: dt.datetime, today: dt.date) -> "Adopting":
    """What becomes so with this draft. Nobody else decides about who works where in its cohort until this is
    done: trainees, seats and placements are held, each kind by key."""
    trainees = Trainee.objects.of_cohort(plan.cohort).order_by("pk").select_for_update(no_key=True)
    held = {trainee.pk: trainee for trainee in trainees}
    seats = Seat.objects.of_cohort(plan.cohort).order_by("pk").select_for_update(of=("self",))
    offered = {(seat.host_id, seat.period_id): (seat.minimum, seat.maximum) for seat in seats}
    placements = Placement.objects.of_cohort(plan.cohort).order_by("pk").select_for_update(of=("self",))
    supposes = as_of(restore(plan.supposes), today)
    return Adopting(plan.cohort, supposes, held, {one.pk: one for one in placements}, offered, by, now)


@dataclass(frozen=True)
class Adopting:
    """`trainees` and `placements` are locked, by key. `offered`: what each seat offers by now, by host and
    period; nobody else changes that meanwhile."""

    cohort: Cohort
    supposes: Suppositions
    trainees: dict[int, Trainee]
    placements: dict[int, Placement]
    offered: dict[Key, Numbers]
    by: User
    now: dt.datetime

    def make_room(self) -> None:
        """What allows more: nothing that stands is in its way."""
        self._seats(more=True)
        for one in self.supposes:
            if isinstance(one, Lifted | Excluded | Unpaired | Wishes):
                self._agree(one)
            elif isinstance(one, Stays) and one.trainee in self.trainees:
                trainee = self.trainees[one.trainee]
                if (trainee.ends_on, trainee.stopped_at) != (one.until, None):
                    extend_trainee(trainee=trainee, last_day=one.until, seen=trainee.version, by=self.by)

    def move(self, *, today: dt.date) -> None:
        """What it means for placements, when no plan is published that says so."""
        for one in self.supposes:
            if isinstance(one, Stays) and one.trainee in self.trainees:
                extend_last_placement(trainee=self.trainees[one.trainee], last_day=one.until, by=self.by)
            elif isinstance(one, Released):
                self._release(one, today)

    def take_room(self, *, is_published: bool = False) -> None:
        """What allows less. By now nobody is where it would not fit any more. `is_published`: the draft says
        who works where; then a placement that does not fit is refused, and no longer taken away."""
        for one in self.supposes:
            if isinstance(one, Withdraws):
                if is_published:
                    self._refuse_whoever_stays(one)
                self._withdraw(one)
            elif isinstance(one, Stops) and one.trainee in self.trainees:
                self._stop(one)
        self._seats(more=False)

    def _agree(self, one: Supposition) -> None:
        if isinstance(one, Unpaired):
            for pair in Pair.objects.of_cohort(self.cohort).of_keys(one.first, one.second):
                remove_pair(pair=pair, by=self.by)
        elif isinstance(one, Wishes) and one.trainee in self.trainees:
            self._wish(one, self.trainees[one.trainee])
        elif isinstance(one, Lifted | Excluded) and one.trainee in self.trainees:
            self._exclude(one, self.trainees[one.trainee])

    def _wish(self, one: Wishes, trainee: Trainee) -> None:
        hosts = Host.objects.in_bulk(one.ranked)
        ranked = [hosts[key] for key in one.ranked if key in hosts]
        if [wish.host_id for wish in Wish.objects.of_trainee(trainee).in_order()] != [h.pk for h in ranked]:
            set_wishes(trainee=trainee, hosts=ranked, seen=trainee.version, by=self.by)

    def _exclude(self, one: Lifted | Excluded, trainee: Trainee) -> None:
        stands = Exclusion.objects.of_trainee(trainee).filter(host=one.host).first()
        if isinstance(one, Lifted) and stands:
            lift_exclusion(exclusion=stands, by=self.by)
        elif isinstance(one, Excluded) and stands is None:
            rule_out(trainee=trainee, host=Host.objects.get(pk=one.host), kind=one.why, by=self.by)

    def _seats(self, *, more: bool) -> None:
        """Each seat at most once in one go: the last that is supposed about it counts."""
        wanted = {
            (one.host, one.period): (one.minimum, one.maximum)
            for one in self.supposes
            if isinstance(one, Seats)
        }
        self._set(
            {key: numbers for key, numbers in wanted.items() if self._offers_more(key, numbers) == more}
        )

    def _offers_more(self, key: Key, numbers: Numbers) -> bool:
        return numbers[1] >= self._stands(key)[1]

    def _stands(self, key: Key) -> Numbers:
        return self.offered.get(key, NOTHING)

    def _set(self, wanted: dict[Key, Numbers]) -> None:
        changes = [
            SeatChange(*key, seen=self._stands(key), numbers=numbers)
            for key, numbers in wanted.items()
            if self._stands(key) != numbers
        ]
        if changes:
            there = self._there()
            for change in changes:
                key = change.host, change.period
                self._refuse_crowd(*key, change.numbers[1], most_at_once(there.get(key, ())))
                self.offered[key] = change.numbers
            set_seats(cohort=self.cohort, changes=changes, by=self.by)

    def _there(self) -> dict[Key, list[Span]]:
        """The days of who is in which seat by now. One query."""
        found: dict[Key, list[Span]] = {}
        rows = Placement.objects.of_cohort(self.cohort)
        for host, period, first, last in rows.values_list("host", "period", "starts_on", "ends_on"):
            found.setdefault((host, period), []).append(Span(first, last))
        return found

    def _refuse_crowd(self, host: int, period: int, maximum: int, there: int) -> None:
        if there > maximum:
            words = {"host": Host.objects.get(pk=host), "number": Period.objects.get(pk=period).number}
            raise Refused(
                _(
                    "At %(host)s there are %(there)d trainees in period %(number)d, more than the %(seats)d "
                    "that would fit. Move somebody first."
                )
                % (words | {"there": there, "seats": maximum})
            )

    def _release(self, one: Released, today: dt.date) -> None:
        stays = Placement.objects.of_trainee(one.trainee).at_seat(one.host, one.period).with_people()
        for placement in stays.order_by("pk"):
            if placement.starts_on < today:
                words = {"name": placement.trainee, "host": placement.host}
                sentence = _("%(name)s has begun at %(host)s, so that place stays. Publish the draft.")
                raise Refused(sentence % words)
            placement.delete()

    def _refuse_whoever_stays(self, one: Withdraws) -> None:
        """Somebody was told that they work there: that is never undone in silence."""
        stopped = [other.trainee for other in self.supposes if isinstance(other, Stops)]
        there = Placement.objects.of_cohort(self.cohort).of_host(one.host).filter(ends_on__gte=one.on)
        stays = there.exclude(trainee__in=stopped).with_people().order_by("pk").first()
        if stays:
            words = {"name": stays.trainee, "host": stays.host, "day": said_day(one.on)}
            raise Refused(SENTENCES["closed"] % words)

    def _withdraw(self, one: Withdraws) -> None:
        """Nobody is there from that day on, and the seats of later periods go."""
        stays = Placement.objects.of_cohort(self.cohort).of_host(one.host)
        stays.filter(starts_on__gte=one.on).delete()
        running = list(stays.filter(ends_on__gte=one.on).order_by("pk"))
        for placement in running:
            placement.ends_on = one.on - ONE_DAY
        save_rows(running, fields=["ends_on"], by=self.by)
        wanted, there = {}, self._there()
        ahead = Period.objects.filter(cohort=self.cohort, ends_on__gte=one.on)
        for key in ((one.host, period) for period in ahead.order_by("pk").values_list("pk", flat=True)):
            if key in self.offered:
                least, most = self.offered[key]
                most = min(most, most_at_once(there.get(key, ())))
                wanted[key] = (min(least, most), most)
        self._set(wanted)

    def _stop(self, one: Stops) -> None:
        trainee = self.trainees[one.trainee]
        end_placements(trainee=trainee, last_day=one.on, by=self.by)
        if trainee.ends_on != one.on or trainee.stopped_at is None:
            stop_trainee(trainee=trainee, last_day=one.on, seen=trainee.version, by=self.by, now=self.now)
