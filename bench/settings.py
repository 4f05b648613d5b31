"""The settings of production, on a database of the bench, with the unit page beside the pages."""

import os

from wijkmakers.lib import localdb

NAME = os.environ.get("BENCH_DATABASE", "bench")
os.environ |= {
    "WIJKMAKERS_LOCAL": "0",
    "SECRET_KEY": "of nobody: this database holds made-up people and is reached through a socket only",
    "ALLOWED_HOSTS": "localhost",
    "DATABASE_URL": localdb.url(NAME, test=True),
    "STATE_DIR": str(localdb.state_dir() / "bench"),
    "SECURE_SSL_REDIRECT": "0",
}

from wijkmakers.settings import *  # noqa: E402, the environment comes first

ROOT_URLCONF = "bench.urls"
# One connection all along, and its work in its own process: what helps it elsewhere is not counted.
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["OPTIONS"]["options"] += " -c max_parallel_workers_per_gather=0"
