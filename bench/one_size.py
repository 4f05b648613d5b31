"""`python -m bench.one_size 500 --rounds 12`: one size, as JSON. `python -m bench` asks for each."""

import argparse
import datetime as dt
import json
import os
import sys
from zoneinfo import ZoneInfo

import django

from wijkmakers.lib import localdb


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("trainees", type=int)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--rounds", type=int, required=True)
    options = parser.parse_args()
    name = f"bench_{options.trainees}"
    os.environ |= {"BENCH_DATABASE": name, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    localdb.ensure(name, test=True)
    try:
        django.setup()
        # Needs the settings, which are known only now.
        from bench.measure import measure  # noqa: PLC0415

        today = dt.datetime.now(tz=ZoneInfo("Europe/Amsterdam")).date()
        found = measure(options.trainees, only=options.only, rounds=options.rounds, today=today)
    finally:
        localdb.stop(test=True)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
