"""What the wing of the placements reads from a workbook: periods, organisations with their seats, wishes."""

from placements.imports.hosts import HOSTS, HostImport
from placements.imports.periods import MOST_PERIODS, PeriodImport, equal_periods
from placements.imports.wishes import WISHES, WishImport

__all__ = ["HOSTS", "MOST_PERIODS", "WISHES", "HostImport", "PeriodImport", "WishImport", "equal_periods"]
