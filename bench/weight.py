"""What a browser fetches on a first visit: one page, and all that it names."""

import gzip
import posixpath
import re

from bench.server import Server

LINKED = re.compile(rb'(?:href|src)="(/static/[^"]+\.(?:css|js))"')
IMPORTED = re.compile(rb'(?:from|import)\s*["\'](\.[^"\']+\.js)["\']')
FONT = re.compile(rb"url\([\"']?([^\"')]+\.woff2)[\"']?\)")


def first_visit(server: Server, address: str, cookie: str) -> tuple[float, float]:
    """kB of HTML, style sheets and scripts, compressed; and kB of fonts."""
    page = server.get(address, cookie).body
    waiting, seen, fonts = LINKED.findall(page), set(), set()
    total = len(gzip.compress(page, 6))
    while waiting:
        name = waiting.pop().decode()
        if name in seen:
            continue
        seen.add(name)
        sent = server.get(name, **{"Accept-Encoding": "gzip"})
        total += len(sent.body)
        text = gzip.decompress(sent.body) if sent.getheader("Content-Encoding") == "gzip" else sent.body
        waiting += [_beside(name, found).encode() for found in IMPORTED.findall(text)]
        fonts |= {_beside(name, found) for found in FONT.findall(text)}
    return total / 1000, sum(len(server.get(font).body) for font in fonts) / 1000


def _beside(name: str, found: bytes) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), found.decode()))
