"""Fill an empty database with the demo."""

from django.core.management import BaseCommand, call_command
from django.utils import timezone

from trainees.models import Cohort
from wijkmakers.demo.build import build


class Command(BaseCommand):
    help = "Fill an empty database with three cohorts around today; --reset empties it first."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="throw away everything that is there")

    def handle(self, *args, reset, **options):
        call_command("createcachetable", verbosity=0)
        if reset:
            call_command("flush", interactive=False, verbosity=0)
        elif Cohort.objects.exists():
            self.stdout.write("There are cohorts already; nothing was added.")
            return
        build(now=timezone.now(), today=timezone.localdate(), tell=self._tell)

    def _tell(self, sentence):
        self.stdout.write(f"  {sentence}")
        self.stdout.flush()
