"""Keep the translation catalogues in line with the code."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from wijkmakers.lib import messages


class Command(BaseCommand):
    help = "Extract the messages, update the catalogues and compile them."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--check", action="store_true", help="change nothing; fail when a catalogue is incomplete"
        )
        what.add_argument(
            "--compile", action="store_true", help="only compile what is newer than its compiled form"
        )
        what.add_argument(
            "--merge", nargs="+", type=Path, metavar="FILE", help="fill in Dutch from JSON lists"
        )

    def handle(self, **options: Any) -> None:
        if options["check"]:
            self.check_catalogues()
            return
        if not options["compile"]:
            messages.update(settings.BASE_DIR)
        for file in options["merge"] or []:
            for remark in messages.merge(settings.BASE_DIR, file):
                self.stderr.write(remark)
        for written in messages.compile_stale(settings.BASE_DIR):
            self.stdout.write(f"Compiled {written.relative_to(settings.BASE_DIR)}")

    def check_catalogues(self) -> None:
        found = list(messages.problems(settings.BASE_DIR))
        for problem in found:
            self.stderr.write(str(problem))
        if found:
            raise CommandError(f"{len(found)} problems in the catalogues. `make messages` updates them.")
        self.stdout.write("Every message is translated.")
