"""The demo: fill the database the first time, say where and who, serve until Ctrl-C."""

import os
import signal
import sys

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from wijkmakers.demo import people
from wijkmakers.lib import children


class Command(BaseCommand):
    help = "Serve a realistic, current traineeship on this machine."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", default="8000")
        parser.add_argument("--reset", action="store_true", help="begin again with fresh data")

    def handle(self, *args, host, port, reset, **options):
        if not settings.LOCAL:
            raise CommandError("The demo has one well-known password: it only runs with WIJKMAKERS_LOCAL=1.")
        call_command("migrate", verbosity=0)
        call_command("seed", reset=reset, drafts=True, stdout=self.stdout)
        settings.STATIC_ROOT.mkdir(
            parents=True, exist_ok=True
        )  # whitenoise looks there, and wonders when it is missing
        self.stdout.write(self._welcome(host, port))
        self.stdout.flush()
        # What stands in mails leads here.
        os.environ.setdefault("SITE_URL", f"http://{self._shown(host)}:{port}")
        self._serve(f"{host}:{port}")

    def _welcome(self, host, port):
        accounts = [
            ("coordinator", people.COORDINATORS[0].email),
            ("trainee", "noor.dijkema@example.org"),
            ("supervisor", people.SUPERVISORS["GRO"][0][0].email),
            ("lecturer", people.LECTURERS[0].email),
            ("admin", people.ADMIN.email),
        ]
        lines = [f"    {role:<12} {email}" for role, email in accounts]
        head = ["", f"  Wijkmakers:  http://{self._shown(host)}:{port}/", ""]
        foot = ["", f"  Password of all: {people.PASSWORD}", f"  Mail goes to {self._mail_goes_to()}.",
                "  Ctrl-C stops it; the data stay.",
                "  Begin again with fresh data: make demo RESET=1", ""]  # fmt: skip
        return "\n".join([*head, *lines, *foot])

    def _mail_goes_to(self):
        """Nobody is to get a mail of the demo, unless somebody wants to see how that is."""
        kept = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")
        return f"a folder, and to nobody: {settings.EMAIL_FILE_PATH}" if kept else settings.EMAIL_HOST

    def _shown(self, host):
        return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104

    def _serve(self, bind):
        """Two children, so that this process can stop the database after them."""
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        server = [
            sys.executable, "-m", "gunicorn", "wijkmakers.wsgi", "--bind", bind, "--workers", "2",
            "--log-level", "warning", "--graceful-timeout", "5",
        ]  # fmt: skip
        worker = [
            sys.executable, str(settings.BASE_DIR / "manage.py"), "procrastinate", "worker",
            "--shutdown-graceful-timeout", "5",
        ]  # fmt: skip
        try:
            if children.serve(server, worker):
                raise CommandError(
                    "The server stopped. Is the port in use? Choose another: make demo PORT=8001"
                )
        except KeyboardInterrupt:
            self.stdout.write("\n  Stopped. The data are kept for next time.")
