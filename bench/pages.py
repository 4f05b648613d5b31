"""What is measured, as whom, and what it may cost at most."""

from dataclasses import dataclass

ROWS = 400
PER_PAGE = 50
# What a page may cost with 50,000 trainees, in times what it costs with 11.
GROWTH = 1.3
MEMORY_MIB = 100
MEMORY_GROWTH = 0.05
FIRST_VISIT_KB = 45
FONTS_KB = 80


@dataclass(frozen=True)
class Page:
    """`address` may name {cohort}, {trainee} and {last} (a list's last page). No `units`: no bound.

    signed_in: asked with the cookie of the visitor; unchanged: by who has it already (If-None-Match).
    """

    name: str
    visitor: str
    address: str
    units: float | None = None
    queries: int | None = None
    signed_in: bool = True
    unchanged: bool = False

    @property
    def status(self) -> int:
        return 304 if self.unchanged else 200

    def address_at(self, trainees: int) -> str:
        return self.address.format(cohort=1, trainee=1, last=-(-trainees // PER_PAGE))


PAGES = [
    Page("list: a cohort", "coordinator", "/trainees/?cohort={cohort}", 5, 8),
    Page("list: all", "admin", "/trainees/", 5, 8),
    Page("list: filter", "admin", "/trainees/?state=active&sort=start", 5, 8),
    Page("list: last page", "admin", "/trainees/?page={last}", 5, 8),
    Page("search", "admin", "/trainees/?q=noor+dijkema", 5, 8),
    Page("organisations", "coordinator", "/hosts/", 5, 8),
    Page("cohorts", "admin", "/cohorts/", 5, 8),
    Page("trainee", "coordinator", "/trainees/{trainee}/", 5, 10),
    Page("overview", "coordinator", "/cohorts/{cohort}/", 6, 12),
    Page("board", "coordinator", "/cohorts/{cohort}/board/", 5, 8),
    Page("programme", "coordinator", "/cohorts/{cohort}/programme/"),
    Page("publish", "coordinator", "/cohorts/{cohort}/programme/publish/"),
    Page("year", "coordinator", "/cohorts/{cohort}/programme/year/"),
    Page("coverage", "coordinator", "/curricula/1/coverage/"),
    Page("attendances", "coordinator", "/cohorts/{cohort}/attendance/"),
    Page("absences", "coordinator", "/cohorts/{cohort}/absences/", 5, 8),
    Page("outbox", "coordinator", "/cohorts/{cohort}/outbox/", 5, 8),
    Page("term", "trainee", "/schedule/term/"),
    Page("week", "trainee", "/week/", 4, 8),
    Page("schedule", "trainee", "/schedule/"),
    Page("feed", "trainee", "/feeds/trainee.ics", 3, 12, signed_in=False),
    Page("feed: unchanged", "trainee", "/feeds/trainee.ics", 1.3, 2, signed_in=False, unchanged=True),
    Page("feed: lecturer", "lecturer", "/feeds/lecturer.ics", None, 12, signed_in=False),
    Page("feed: coord.", "coordinator", "/feeds/coordinator.ics", None, 12, signed_in=False),
    Page("calendar", "trainee", "/calendar/"),
    Page("my trainees", "supervisor", "/my-trainees/"),
    Page("my sessions", "lecturer", "/my-sessions/"),
    Page("admin: trainees", "admin", "/admin/trainees/trainee/", 12),
    Page("admin: search", "admin", "/admin/trainees/trainee/?q=noor+dijkema", 12),
]
