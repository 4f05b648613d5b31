"""The best order and days for the lines of one cohort, exactly: a dynamic programme. Loads numpy.

Bellman's backward recursion (Dynamic Programming, 1957) over half learning days × how far each line is. In
each slot one line goes on, or nothing happens; sessions may be left out at a price. All states of a slot
are worked out at once, so the time it takes depends on the size of the question and never on the answer.

Among timetables that cost the same, at the first slot in which they differ the one with a session there is
chosen, and of two sessions that of the line named first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curriculum.timetable.bounds import LATEST
from curriculum.timetable.scale import NEVER, Scale, scale
from curriculum.timetable.strands import Ints, Strand, largest

Words = list[Ints]
"""The same costs in a few numbers, the most important first; arrays over the states."""

Step = tuple[int, int, int]
"""In which slot which line (by place) lays which of its sessions (by place)."""

IDLE = 0


@dataclass
class Prices:
    """What each line's choices cost, in words; shapes as in `Strand`.

    `begins`: (slots, sessions) 1 where a heavy module begins. `running`: (slots, states) how many heavy
    modules are halfway. `nailed`: slot -> the states in which one begins there by what stays.
    """

    cost: Words
    leave: Words
    begins: Ints
    running: Ints
    nailed: dict[int, Ints]


class Search:
    """`may_leave`: whether sessions may be left out. Without that it is quicker, and may find nothing."""

    def __init__(self, strands: list[Strand], may_leave: bool) -> None:
        self.strands, self.may_leave = strands, may_leave
        self.slots = strands[0].given.slots
        self.scale = scale(largest(strands))
        self.apart = strands[0].given.cohort.pace.apart
        self.shape = tuple(len(strand.sessions) + 1 for strand in strands)
        self.prices = [_prices(strand, self.scale) for strand in strands]
        self.waits = list(self._waits())
        self.undone = [_cut(line, 0, length - 1) for line, length in enumerate(self.shape)]
        self.done = [_cut(line, 1, length) for line, length in enumerate(self.shape)]
        self.columns = [
            [-1 if place == line else 1 for place in range(len(strands))] for line in range(len(strands))
        ]
        can = [strand.can.any(axis=1).tolist() for strand in strands]
        self.active = [[line for line, there in enumerate(each) if there] for each in zip(*can, strict=True)]
        self.is_paced = self.apart > 0 and any(price.running.any() for price in self.prices)

    def best(self) -> list[Step] | None:
        """What to lay, in time; None when something would have to be left out and may not be."""
        length = len(self.slots.halves)
        self.choices: dict[int, NDArray[np.int8]] = {}
        later = self._end()
        coming = [later, later]
        for slot in reversed(range(self.slots.begin, length)):
            coming = [self._at(slot, *coming), coming[0]]
        if coming[0][0].flat[0] >= NEVER:
            return None
        return list(self._follow())

    def _end(self) -> Words:
        """After the last slot everything is done, or left out."""
        words = [np.full(self.shape, NEVER if word == 0 else 0, np.int64) for word in range(self.scale.words)]
        for each in words:
            each.flat[-1] = 0
        self._leave(len(self.slots.halves), words)
        return words

    def _at(self, slot: int, one_on: Words, two_on: Words) -> Words:
        """The costs from this slot on, out of those from the next slot and the one after it."""
        lines = self.active[slot]
        nailed = [line for line, price in enumerate(self.prices) if slot in price.nailed]
        if not lines and not nailed:
            return one_on
        best = [each.copy() for each in one_on]
        choice = np.zeros(self.shape, np.int8)
        for line in reversed(lines):
            costs = self._laying(slot, line, one_on, two_on)
            among = self.undone[line]
            better = ~_is_less([each[among] for each in best], costs) & (costs[0] < NEVER)
            for mine, other in zip(best, costs, strict=True):
                np.copyto(mine[among], other, where=better)
            choice[among][better] = line + 1
        self.choices[slot] = choice
        for line in nailed:
            self._charge_nailed(slot, line, best)
        self._leave(slot, best)
        return best

    def _laying(self, slot: int, line: int, one_on: Words, two_on: Words) -> Words:
        """What it costs to lay the next session of a line in this slot, in each state that has one."""
        strand, price, after = self.strands[line], self.prices[line], self.done[line]
        found = []
        for word in range(self.scale.words):
            then = (two_on if strand.is_whole else one_on)[word][after]
            if strand.is_mixed:
                then = np.where(self._along(line, strand.whole), two_on[word][after], then)
            found.append(then + self._along(line, price.cost[word][slot]))
        if self.is_paced and price.begins[slot].any():
            self._charge(slot, line, self._along(line, price.begins[slot]), found)
        for other, first, far in self.waits:
            if first == line:
                done = np.arange(self.shape[other])
                found[0] = found[0] + np.where(self._along(other, done) >= self._along(line, far), 0, NEVER)
        np.minimum(found[0], NEVER, out=found[0])
        return found

    def _charge(self, slot: int, line: int, begins: Ints, words: Words) -> None:
        """The weight of every heavy module of another line that is halfway when one of this line begins."""
        word, times = self.scale.places["pace"]
        for other, price in enumerate(self.prices):
            if other != line and price.running[slot].any():
                running = self._along(other, price.running[slot])
                words[word] = words[word] + begins * running * (times * self.apart)

    def _charge_nailed(self, slot: int, line: int, words: Words) -> None:
        if self.is_paced:
            self._charge(slot, line, self._along(line, self.prices[line].nailed[slot]), words)
            np.minimum(words[0], NEVER, out=words[0])

    def _leave(self, slot: int, words: Words) -> None:
        """Where it is cheaper (or the only way), leave out the next session and what goes with it."""
        if not self.may_leave:
            return
        choice = self.choices.setdefault(slot, np.zeros(self.shape, np.int8))
        for line in range(len(self.strands)):
            if not self.strands[line].sessions:
                continue
            if self.scale.words == 1:
                self._leave_at_once(line, words[0], choice)
            else:
                self._leave_piecewise(line, words, choice)

    def _leave_at_once(self, line: int, word: Ints, choice: NDArray[np.int8]) -> None:
        """All pieces of a line together: leaving several costs what each does, up to where one goes on."""
        leave, pieces = self.prices[line].leave[0], self.strands[line].pieces
        starts = [place for place, _ in pieces]
        ahead = self._along(line, np.append(leave[starts][::-1].cumsum()[::-1], 0))
        there = np.take(word, [*starts, len(leave)], axis=line) - ahead
        there = np.flip(np.minimum.accumulate(np.flip(there, line), axis=line), line) + ahead
        sizes = [end - place for place, end in pieces]
        following = np.repeat(np.arange(1, len(pieces) + 1), sizes)
        costs = np.take(there, following, axis=line) + self._along(line, leave)
        here = self.undone[line]
        choice[here][costs < word[here]] = len(self.strands) + line + 1
        np.minimum(word[here], costs, out=word[here])

    def _leave_piecewise(self, line: int, words: Words, choice: NDArray[np.int8]) -> None:
        """The same in several words, from the last piece to the first."""
        for place, end in reversed(self.strands[line].pieces):
            here, there = _cut(line, place, end), _cut(line, end, end + 1)
            leave = [self._along(line, price[place:end]) for price in self.prices[line].leave]
            costs = [each[there] + price for each, price in zip(words, leave, strict=True)]
            better = _is_less(costs, [each[here] for each in words])
            for mine, other in zip(words, costs, strict=True):
                np.copyto(mine[here], other, where=better)
            choice[here][better] = len(self.strands) + line + 1

    def _follow(self) -> Iterator[Step]:
        state, slot = [0] * len(self.strands), self.slots.begin
        while slot < len(self.slots.halves):
            choice = int(self.choices[slot][tuple(state)]) if slot in self.choices else IDLE
            line, leaves = (choice - 1) % len(self.strands), choice > len(self.strands)
            if choice == IDLE:
                slot += 1
            elif leaves:
                state[line] = self.strands[line].ends[state[line]]
            else:
                yield slot, line, state[line]
                slot += 2 if self.strands[line].whole[state[line]] else 1
                state[line] += 1

    def _waits(self) -> Iterator[tuple[int, int, Ints]]:
        """(another line, a line, how far the other has to be for each session) where modules ask for that."""
        before = self.strands[0].given.bounds.before
        for line, other in permutations(range(len(self.strands)), 2):
            ends = self.strands[other].stretch
            far = [
                max((ends[key][1] for key in before.get(session[0], ()) if key in ends), default=0)
                for session in self.strands[line].sessions
            ]
            if any(far):
                yield other, line, np.array(far, np.int64)

    def _along(self, line: int, values: NDArray[Any]) -> NDArray[Any]:
        """Values for the states of one line, to be combined with all states."""
        return values.reshape(self.columns[line])


def _prices(strand: Strand, into: Scale) -> Prices:
    words = range(into.words)
    cost = [into.pack(word, strand.cost) + np.zeros(strand.can.shape, np.int64) for word in words]
    cost[0] = np.where(strand.can, cost[0], NEVER)
    none = np.zeros(len(strand.sessions), np.int64)
    leave = [into.pack(word, strand.leave) + none for word in words]
    return Prices(cost, leave, *_heavy(strand))


def _heavy(strand: Strand) -> tuple[Ints, Ints, dict[int, Ints]]:
    """Where heavy modules begin, how many are halfway, and where one begins by what stays."""
    halves, begin = strand.given.slots.halves, strand.given.slots.begin
    count = len(strand.sessions)
    begins, running = np.zeros((len(halves), count), np.int64), np.zeros((len(halves), count + 1), np.int64)
    nailed: dict[int, Ints] = {}
    state = np.arange(count + 1)
    for module in strand.heavy():
        first, end = strand.stretch.get(module.key, (count + 1, -1))
        stays = strand.given.bounds.run(module.key)
        early, late = stays or (LATEST, -1)
        begun = (state > first) | (halves[:, None] > early)
        running += begun & ((state < end) | (halves[:, None] <= late))
        if first < count:
            begins[:, first] = halves < early
        slot = int(np.searchsorted(halves, early))
        if stays and begin <= slot < len(halves) and halves[begin] <= early:
            nailed[slot] = nailed.get(slot, 0) + (state <= _free_before(strand, module.key, first))
    return begins, running, nailed


def _free_before(strand: Strand, key: str, first: int) -> int:
    """Up to which state nothing of a module is laid before the first of it that stays."""
    ahead = strand.given.bounds.ahead.get(key, [])
    earlier = first < len(strand.sessions) and ahead and strand.sessions[first][1] < ahead[0].number
    return first if earlier else len(strand.sessions)


def _is_less(some: Words, others: Words) -> NDArray[np.bool_]:
    """Where the first costs are less than the second."""
    found = some[-1] < others[-1]
    for one, other in zip(some[-2::-1], others[-2::-1], strict=True):
        found = (one < other) | ((one == other) & found)
    return found


def _cut(line: int, start: int, stop: int) -> tuple[slice, ...]:
    return (*[slice(None)] * line, slice(start, stop))
