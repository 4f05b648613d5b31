"""Fill an empty database with the demo."""

from django.core.management import BaseCommand, call_command
from django.utils import timezone

from trainees.models import Cohort
from wijkmakers.demo import drafts
from wijkmakers.demo.build import build


class Command(BaseCommand):
    help = "Fill an empty database with three cohorts around today; --reset empties it first."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="throw away everything that is there")
        parser.add_argument("--drafts", action="store_true", help="have the planner make drafts as well")

    def handle(self, *args, reset, **options):
        call_command("createcachetable", verbosity=0)
        if reset:
            call_command("flush", interactive=False, verbosity=0)
        elif Cohort.objects.exists():
            self.stdout.write("There are cohorts already; nothing was added.")
            return
        build(now=timezone.now(), today=timezone.localdate(), tell=self._tell)
        if options.get("drafts"):
            self._have_drafts_made()

    def _have_drafts_made(self):
        """By a worker, as always."""
        self._tell("Concept-indelingen …")
        today = timezone.localdate()
        newest, second = Cohort.objects.order_by("-starts_on", "pk")[:2]
        coordinator = newest.coordinations.order_by("pk")[0].user
        for _plan in drafts.ask(newest, today=today, by=coordinator):
            call_command("procrastinate", "worker", "--one-shot")
        for plan in drafts.ask_anew(second, today=today, by=coordinator):
            call_command("procrastinate", "worker", "--one-shot")
            drafts.publish(plan, now=timezone.now(), today=today, by=coordinator)

    def _tell(self, sentence):
        self.stdout.write(f"  {sentence}")
        self.stdout.flush()
