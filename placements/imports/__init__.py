"""What the wing of the placements reads from a workbook: periods, organisations with their seats, wishes."""

from placements.imports.hosts import HOSTS, HostImport
from placements.imports.periods import PeriodImport
from placements.imports.wishes import WISHES, WishImport

__all__ = ["HOSTS", "WISHES", "HostImport", "PeriodImport", "WishImport"]
