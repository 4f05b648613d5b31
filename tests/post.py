"""A mail server for tests: takes what it is given, refuses whom it is told to, and remembers."""

import email
import socketserver
import threading
import time
from email.message import Message


class Post(socketserver.ThreadingTCPServer):
    """`mails`: (address, mail) in the order in which they were taken; `slow`: seconds that each takes;
    `refused`: what it says to an address instead of taking mail for it."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, *, slow: float = 0.0, refused: dict[str, str] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.mails: list[tuple[str, Message]] = []
        self.slow, self.refused = slow, refused or {}

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> "Post":
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever speaks to it may be killed in the middle of a word."""


class Talk(socketserver.StreamRequestHandler):
    server: Post
    to = ""

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            if verb.upper() == "QUIT":
                self.say("221 bye")
                return
            if verb.upper() == "DATA":
                self.take()
            elif verb.upper() == "RCPT":
                self.to = rest[rest.index("<") + 1 : rest.index(">")]
                self.say(self.server.refused.get(self.to, "250 ok"))
            else:
                self.say("250 ok")

    def take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if not line:
            return
        time.sleep(self.server.slow)
        self.server.mails.append((self.to, email.message_from_bytes(b"".join(lines))))
        self.say("250 taken")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
