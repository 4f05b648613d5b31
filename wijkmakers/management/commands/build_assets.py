from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from wijkmakers.lib import assets


class Command(BaseCommand):
    help = "Make the fonts for the browser (skips what is up to date)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        assets.build(settings.BASE_DIR / "build" / "static", say=self.stdout.write)
