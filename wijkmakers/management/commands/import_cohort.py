"""manage.py import_cohort lichting-2026.xlsx --by coordinator@example.org"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from trainees.models import Cohort, User
from wijkmakers.imports import CohortImport, import_cohort, open_workbook, propose
from wijkmakers.imports.forms import NEW, TargetForm, filled_in
from wijkmakers.imports.pages import by_sheet, mistakes_sentence, plan_sentence
from wijkmakers.lib.plans import Item, Part, Plan
from wijkmakers.lib.sheets import Unreadable, Workbook


class Command(BaseCommand):
    help = "Import a cohort from a workbook, or show what that would change (--dry-run)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="an .xlsx or .csv file")
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="who imports it; coordinates a new cohort"
        )
        parser.add_argument(
            "--cohort", metavar="NAME", help="a cohort that is there, or the name of a new one"
        )
        parser.add_argument(
            "--starts", metavar="DATE", help="the first day of a new cohort, such as 2026-09-01"
        )
        parser.add_argument("--ends", metavar="DATE", help="its last day")
        parser.add_argument(
            "--periods", metavar="NUMBER", help="how many periods are made when there are none"
        )
        parser.add_argument("--learning-day", metavar="1-7", help="5 is Friday")
        parser.add_argument("--work-days", metavar="1,2,3,4", help="the days at the organisation")
        parser.add_argument("--dry-run", action="store_true", help="show what would change and save nothing")

    def handle(self, *args, **options):
        by = User.objects.active().with_email(options["by"]).first()
        if by is None:
            raise CommandError(f"Nobody has an account with the address {options['by']}.")
        with override(by.language):
            self.run(by, options)

    def run(self, by, options):
        path = options["file"]
        try:
            book = open_workbook(path.read_bytes(), path.name)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except Unreadable as refusal:
            raise CommandError(refusal.sentence) from refusal
        target = self.target(options, book, by)
        today = timezone.localdate()
        plan = CohortImport(book, target, today=today).plan
        if not plan.problems:
            self.report(plan, target.cohort)
            if options["dry_run"] or plan.changes_nothing:
                return
            outcome = import_cohort(book=book, target=target, shown=plan.digest, by=by, today=today)
            plan = outcome.plan
            if outcome.cohort:
                self.stdout.write(_("Saved."))
                return
            if not plan.problems:
                raise CommandError(_("Something changed meanwhile. Nothing has been saved; try it again."))
        raise CommandError(self.mistakes(plan, book, path.name))

    def target(self, options, book: Workbook, by: User):
        """What the options say, and for the rest what the workbook proposes; checked as on the page."""
        data = QueryDict(mutable=True)
        proposal = propose(book, options["file"].name)
        if name := options["cohort"]:
            known = Cohort.objects.coordinated_by(by).named(name).newest_first().first()
            data["cohort"] = str(known.pk) if known else NEW
        data = filled_in(data, proposal, by)
        given = {
            "name": options["cohort"],
            "starts_on": options["starts"],
            "ends_on": options["ends"],
            "periods": options["periods"],
            "learning_weekday": options["learning_day"],
        }
        for key, value in given.items():
            if value:
                data[key] = value
        if options["work_days"]:
            data.setlist("work_weekdays", options["work_days"].split(","))
        form = TargetForm(data, user=by)
        if not form.is_valid():
            told = [
                f"{form.fields[key].label}: {error}" if key in form.fields else str(error)
                for key, errors in form.errors.items()
                for error in errors
            ]
            raise CommandError("\n".join(told))
        return form.target()

    def report(self, plan: Plan, cohort: Cohort) -> None:
        self.stdout.write(plan_sentence(plan, cohort))
        for part in plan.parts:
            self.report_part(part)
        for sentence in plan.ignored:
            self.stdout.write(sentence)

    def report_part(self, part: Part) -> None:
        if not part.items and not part.kept:
            return
        counts = {"new": len(part.new), "changed": len(part.changed), "same": len(part.same)}
        self.stdout.write(
            f"\n{part.label}: " + _("%(new)s new, %(changed)s changed, %(same)s unchanged") % counts
        )
        for item in part.touched:
            self.stdout.write(f"  {'+' if item.new else '*'} {item.name}{said_changes(item)}")
            if item.note:
                self.stdout.write(f"    {item.note}")
        for note in part.notes:
            self.stdout.write(f"  {note}")
        if part.kept:
            self.stdout.write(
                "  " + _("Stays, though it is not in this file: %(names)s.") % {"names": ", ".join(part.kept)}
            )

    def mistakes(self, plan: Plan, book: Workbook, name: str) -> str:
        lines = [mistakes_sentence(plan, name)]
        for sheet, mistakes in by_sheet(plan, book):
            lines.append(f"\n{sheet or name}")
            lines += [f"  {mistake.where}  {mistake.header}  {mistake.sentence}" for mistake in mistakes]
        return "\n".join(lines)


def said_changes(item: Item) -> str:
    """What changes in a row that is there; of a new one the name says enough."""
    said = [f"{change.label} {change.old_text or '–'} → {change.new_text}".strip() for change in item.changes]
    return "" if item.new else f": {', '.join(said)}"
