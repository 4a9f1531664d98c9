#!/usr/bin/env python3
"""Runs the rows of the tables in docs/guide/cluster.md on real nodes, two for each broker.

table.py            prints the tables
table.py --write    writes them into the page
table.py --check    fails if the page has others
table.py … BROKER   only these columns are run, and nothing is compared

The environment variable CENT_CENTRIFUGO names the server's program. Without it, the one on PATH is taken.
"""
import concurrent.futures
import difflib
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import programs
from programs import Node, Subscriber, eventually
from probes import TABLES
import everyday_rows  # These three add the tables, in this order.
import text_rows
import outage_rows

ROOT = pathlib.Path(__file__).parents[2]
PAGE = ROOT / "docs/guide/cluster.md"
VERSION = "v6.9.1"


def redis_settings(port, lists):
    return {"engine": {"type": "redis", "redis": {"address": f"redis://127.0.0.1:{port}", "history_use_lists": lists}}}


def postgres_settings(port):
    dsn = f"postgresql://test@127.0.0.1:{port}/postgres"
    postgres = {"type": "postgres", "enabled": True, "postgres": {"dsn": dsn}}
    return {"broker": postgres, "controller": postgres}


BROKERS = {  # the broker's program, and the nodes' settings
    "memory": (None, lambda port: {}),
    "Redis": (programs.redis, lambda port: redis_settings(port, False)),
    "Redis, lists": (programs.redis, lambda port: redis_settings(port, True)),
    "NATS": (programs.nats, lambda port: {"broker": {"enabled": True, "type": "nats",
                                                     "nats": {"url": f"nats://127.0.0.1:{port}"}}}),
    "PostgreSQL": (programs.postgres, postgres_settings),
}
NEEDED = ["centrifugo", "redis-server", "redis-cli", "nats-server", "postgres", "setpriv"]


class Column:
    """Two nodes, `a` and `b`, on one broker."""

    def __init__(self, name, folder):
        self.name, self.folder, self.count, self.last = name, folder, 0, ""
        self.keeps_history = name != "NATS"
        self.patience = 3 if name == "memory" else programs.PATIENCE  # for what nodes without a broker never do
        make, settings = BROKERS[name]
        os.chmod(folder, 0o755)
        os.mkdir(f"{folder}/broker")
        self.broker = make and make(f"{folder}/broker")
        self.broker_is = None  # the signal that took it away
        self.settings = settings(self.broker and self.broker.port)
        self.a, self.b = (Node(folder, self.settings) for _ in range(2))

    def start(self):
        if self.broker:
            self.broker.start()
        self.a.start()
        self.b.start()
        self.wait()
        for node in (self.a, self.b):  # whose questions to the other nodes may be lost while those start
            eventually(lambda: node.call("channels"))

    def end(self):
        for program in (self.a, self.b, self.broker):
            if program:
                program.kill()

    def channel(self, name=None):
        """A channel, a new one unless it has a name. It has a history, except on NATS, where nobody could subscribe."""
        self.count += 1
        self.last = ("hh:" if self.keeps_history else "") + (name or f"row{self.count}")
        return self.last

    def wait(self):
        """Until both nodes work: they connect to a broker that is back, and to each other, after a while."""
        if self.broker and not eventually(self.works):
            raise RuntimeError(f"{self.name}: the nodes do not work")

    def works(self):
        """True if publications of both nodes reach subscribers of both."""
        for node in (self.a, self.b):
            with Subscriber(node, "works") as subscriber:
                for publisher in (self.a, self.b):
                    self.count += 1
                    publisher.call("publish", channel="works", data=f"end {self.count}")
                    if subscriber.until(f"end {self.count}", 1) is None:
                        return False
        return True

    def restart_nodes(self, number):
        for node in (self.a, self.b):
            node.stop(number)
        for node in (self.a, self.b):
            node.start()
        self.wait()

    def take_broker_away(self, number):
        self.broker_is = number
        self.broker.send(number) if number == signal.SIGSTOP else self.broker.stop(number)

    def bring_broker_back(self):
        if not self.broker_is:
            return
        self.broker.send(signal.SIGCONT) if self.broker_is == signal.SIGSTOP else self.broker.start()
        self.broker_is = None
        self.wait()

    def restart_broker(self, number=None):
        """Ended by this signal, or in order."""
        self.take_broker_away(number or self.broker.ending)
        self.bring_broker_back()


def run(name):
    """All cells of a column."""
    with tempfile.TemporaryDirectory() as folder:
        column = Column(name, folder)
        try:
            column.start()
            cells = []
            for table, rows in TABLES.items():
                for text, probe in rows:
                    began = time.monotonic()
                    try:
                        cells.append(probe(column))
                    except Exception as error:
                        raise RuntimeError(f"{name}: {table}: {text}") from error
                    if os.environ.get("CENT_VERBOSE"):
                        print(f"{name}: {text}: {cells[-1]} ({time.monotonic() - began:.1f} s)", flush=True)
            return cells
        finally:
            column.end()


def tables(names):
    """The lines of each table, by its title."""
    with concurrent.futures.ThreadPoolExecutor(len(names)) as pool:
        columns = list(pool.map(run, names))
    lines, at = {}, 0
    for title, rows in TABLES.items():
        lines[title] = [f"| {title} | {' | '.join(names)} |", "| --- " * (len(names) + 1) + "|"]
        for text, _ in rows:
            lines[title].append("| " + " | ".join([text, *(column[at] for column in columns)]) + " |")
            at += 1
    return lines


def filled_in(page, lines):
    """The page with these tables in place of those with the same title."""
    result, inside = [], False
    for line in page.splitlines():
        title = line.removeprefix("| ").split(" |")[0] if line.startswith("| ") and not inside else None
        if title in lines and "memory" in line:
            result += lines.pop(title)
            inside = True
        inside = inside and line.startswith("|")
        if not inside:
            result.append(line)
    if lines:
        raise SystemExit(f"{PAGE.name} has no table for: {', '.join(lines)}")
    return "\n".join(result) + "\n"


def not_here():
    """Why the tables cannot be made here, or None."""
    missing = [name for name in NEEDED if not programs.find(name)]
    if missing:
        return "not installed: " + ", ".join(missing)
    version = subprocess.run([programs.find("centrifugo"), "version"], capture_output=True, text=True).stdout
    return None if VERSION in version else f"the page is about Centrifugo {VERSION}, not {version.strip()}"


def main(arguments):
    options = [argument for argument in arguments if argument.startswith("--")]
    names = [argument for argument in arguments if argument in BROKERS] or list(BROKERS)
    why = not_here()
    if why:
        if "CENT_TEST" not in os.environ:
            raise SystemExit(why)
        os.execvp("bash", ["bash", str(ROOT / "tests/support/not-run.sh"), why])
    made = tables(names)
    print("\n\n".join("\n".join(lines) for lines in made.values()))
    if len(names) < len(BROKERS) or not options:
        return 0
    old = PAGE.read_text()
    new = filled_in(old, made)
    if options == ["--write"]:
        PAGE.write_text(new)
        return 0
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), "page", "measured"))
    return int(old != new)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
