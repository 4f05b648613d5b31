#!/usr/bin/env python3
"""Start the bundled PostgreSQL unless DATABASE_URL names a server, then run Django."""

import atexit
import os
import sys

from django.core.management import execute_from_command_line

from wijkmakers.lib import localdb

# These read and write files only; every other command may want the database.
WITHOUT_DATABASE = {"build_assets", "collectstatic", "findstatic", "help", "messages", "version"}


def wants_database(arguments: list[str]) -> bool:
    command = arguments[0] if arguments else "help"
    return not (command in WITHOUT_DATABASE or command.startswith("-") or {"--help", "-h"} & set(arguments))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkmakers.settings")
    if not os.environ.get("DATABASE_URL"):
        # Nothing is configured, so this is somebody's own machine.
        os.environ.setdefault("WIJKMAKERS_LOCAL", "1")
        if wants_database(sys.argv[1:]):
            atexit.register(localdb.stop)
            localdb.ensure()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
