"""What is wrong with a spreadsheet, sentence by sentence, each at its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from wijkmakers.lib.sheets.model import Cell, Place


@dataclass(frozen=True, slots=True)
class Problem:
    """`sentence` is translated plain text (escape it in a page): what is wrong, and what to do."""

    place: Place
    sentence: str

    @property
    def sheet(self) -> str:
        return self.place.sheet

    @property
    def row(self) -> int:
        """As Excel shows it; 0 when it is about the whole sheet."""
        return self.place.row

    @property
    def column(self) -> str:
        """The letter; "" when it is about a whole row or sheet."""
        return self.place.letter

    @property
    def header(self) -> str:
        return self.place.header

    @property
    def ref(self) -> str:
        return self.place.ref


class Problems:
    """Collects problems; goes through them in the order of the file, whenever they were found."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, where: Cell | Place, sentence: str) -> None:
        self._found.append(Problem(where.place if isinstance(where, Cell) else where, str(sentence)))

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found, key=attrgetter("place")))

    def __len__(self) -> int:
        return len(self._found)
