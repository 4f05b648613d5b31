"""`make bench`: what each page costs beside the cheapest one, at four sizes. See docs/performance.md."""

import argparse
import json
import subprocess
import sys
from typing import Any

from bench import pages

SIZES = [11, 500, 5_000, 50_000]
OVER = "!"
Found = dict[int, dict[str, Any]]


def main() -> None:
    options = _options()
    found: Found = {}
    for size in options.sizes:
        print(f"{size} trainees ...", file=sys.stderr, flush=True)
        asked = [str(size), "--rounds", str(options.rounds), "--only", *options.only]
        done = subprocess.run(
            [sys.executable, "-m", "bench.one_size", *asked], stdout=subprocess.PIPE, check=True
        )
        found[size] = json.loads(done.stdout)
    print("\n".join([*_table(found), "", *_rest(found)]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of trainees")
    parser.add_argument("--only", nargs="+", default=[], help="the pages with any of these in their name")
    parser.add_argument("--rounds", type=int, default=12, help="turns of five requests for each page")
    return parser.parse_args()


def _table(found: Found) -> list[str]:
    sizes = list(found)
    heads = [f"{size:,}" for size in sizes]
    last = found[sizes[-1]]["pages"]
    lines = [
        "Units: times the processor time of the unit page. In brackets the bound; ! is over it.",
        "",
        f"{'page':<16}" + "".join(f"{head:>9}" for head in heads)
        + f"{'bound':>8}{'growth':>9}{'ms':>8}{'queries':>11}{'rows':>7}",
    ]  # fmt: skip
    for page in (page for page in pages.PAGES if page.name in last):
        rows = [found[size]["pages"][page.name] for size in sizes]
        units = [row["units"] for row in rows]
        queries, fetched = (max(row[name] for row in rows) for name in ("queries", "rows"))
        growth = units[-1] / units[0]
        lines.append(
            f"{page.name:<16}"
            + "".join(f"{_marked(f'{each:.1f}', each, page.units):>9}" for each in units)
            + f"{_bound(page.units):>8}{_marked(f'{growth:.2f}', growth, pages.GROWTH):>9}"
            + f"{rows[-1]['ms']:>8.1f}"
            + f"{_marked(str(queries), queries, page.queries) + ' ' + _bound(page.queries):>11}"
            + f"{_marked(str(fetched), fetched, pages.ROWS):>7}"
        )
    return lines


def _rest(found: Found) -> list[str]:
    """The worker's memory, and what a first visit fetches."""
    lines = []
    for size, each in found.items():
        before, after = each["memory"]
        grown = after / before - 1
        units = [page["unit_ms"] for page in each["pages"].values()]
        lines.append(
            f"{size:>7,} trainees: worker {_marked(f'{after:.0f}', after, pages.MEMORY_MIB)} MiB "
            f"({pages.MEMORY_MIB}), grown {_marked(f'{grown:.1%}', grown, pages.MEMORY_GROWTH)} "
            f"({pages.MEMORY_GROWTH:.0%}); the unit page took {min(units):.2f} to {max(units):.2f} ms"
        )
    together, fonts = next(iter(found.values()))["first_visit"]
    lines.append(
        f"First visit of the overview: {_marked(f'{together:.1f}', together, pages.FIRST_VISIT_KB)} kB of "
        f"HTML, style and scripts ({pages.FIRST_VISIT_KB}), "
        f"{_marked(f'{fonts:.1f}', fonts, pages.FONTS_KB)} kB of fonts ({pages.FONTS_KB})"
    )
    return lines


def _bound(bound: float | None) -> str:
    return "" if bound is None else f"({bound:g})"


def _marked(text: str, value: float, bound: float | None) -> str:
    return f"{text}{OVER if bound is not None and value > bound else ''}"


if __name__ == "__main__":
    main()
