import os
import sys

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkmakers.settings")
# openpyxl takes numpy along wherever it is installed. Here that is for the planner, which pages leave to the
# worker: memory that each process would hold for nothing.
sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]

application = get_asgi_application()
