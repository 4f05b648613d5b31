"""A cohort from a workbook, on a page and by command."""

from wijkmakers.imports.cohort import (
    CohortImport,
    Outcome,
    Proposal,
    Target,
    import_cohort,
    import_upload,
    open_workbook,
    propose,
)

__all__ = [
    "CohortImport",
    "Outcome",
    "Proposal",
    "Target",
    "import_cohort",
    "import_upload",
    "open_workbook",
    "propose",
]
