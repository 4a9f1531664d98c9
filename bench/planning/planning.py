"""planning.py RAW: the page docs/performance/planning.md, calculated from the unit costs in RAW/units.txt."""
import collections
import pathlib
import statistics
import sys

CORES = 2
NODES = (1, 2, 4, 8, 16)
LIFE_OF_KEYS = 300  # seconds that a server remembers an idempotency key
WAYS = [  # how it is written; whose unit cost is the server's, and whose the client's
    ("`Client::publish`, several threads", "saturated", "single"),
    ("`Batch` of 1,000 by hand", "batch", "batch"),
    ("`AsyncClient` by default, with keys", "keyed", "keyed"),
    ("`AsyncClient`, keys off", "unkeyed", "unkeyed"),
]
ENGINES = ["memory", "memory_history", "redis", "redis_history", "nats"]


def read(path):
    costs, facts = collections.defaultdict(list), {}
    for line in path.read_text().splitlines():
        name, *rest = line.split()
        if name == "unit":
            costs[tuple(rest[:2])].append([float(value) for value in rest[3:]])
        else:
            facts[name] = rest[0]
    return {key: [statistics.median(column) for column in zip(*values)] for key, values in costs.items()}, facts


def number(value):
    """Two digits are what such a calculation is worth."""
    if value < 10:
        return "%.2g" % value
    digits = len(str(int(value))) - 2
    return "{:,}".format(int(round(value / 10 ** digits) * 10 ** digits))


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


class Plan:
    def __init__(self, costs, facts):
        self.costs, self.facts = costs, facts
        self.engines = [engine for engine in ENGINES if (engine, "batch") in costs]

    def server(self, engine, work):
        # Without wrk nothing keeps the server busy by single requests.
        return self.costs.get((engine, work), self.costs[engine, "single"])[0]

    def broker(self, engine, work):
        return self.costs[engine, work][1]

    def client(self, work):
        return self.costs["memory", work][2]

    def deliver(self, engine, kind="subscribers"):
        """Server CPU for one more subscriber of a publication; `spaced`: nothing to share a write with."""
        first, least = (1, "subscribers1") if kind == "subscribers" else (0, "spaced0")
        return max(0.0, (self.server(engine, kind + "100") - self.server(engine, least)) / (100 - first))

    def receive(self, engine):
        """Server CPU of a node for a publication that it has subscribers for."""
        more = self.server(engine, "subscribers1") - self.server(engine, "subscribers0") - self.deliver(engine)
        return max(0.0, more)

    def units(self):
        rows = []
        for engine in self.engines:
            works = ["saturated", "single", "batch", "keyed", "unkeyed"]
            rows.append([engine.replace("_", " with ")] + ["%.2f" % self.server(engine, work) for work in works]
                        + ["%.2f" % self.receive(engine), "%.2f" % self.deliver(engine),
                           "%.2f" % self.deliver(engine, "spaced"), "%.2f" % self.broker(engine, "unkeyed")])
        return table(["engine", "a request each, 8 connections", "`Client::publish`, one connection", "`Batch` of 1,000",
                      "`AsyncClient`", "… keys off", "receiving it for subscribers", "a subscriber more, batches",
                      "… one at a time", "broker, batches"], rows)

    def clients(self):
        return table(["cent's own CPU µs a publish, on the same server", ""], [[name, "%.2f" % self.client(work)] for name, _, work in WAYS])

    def one_and_one(self):
        rows = []
        for name, server, client in WAYS:
            can, takes = CORES * 1e6 / self.client(client), CORES * 1e6 / self.server("memory", server)
            rows.append([name, number(can), number(takes), "the server" if takes < can else "the back end",
                         "%.0f %%" % (100 * min(can, takes) / can)])
        return table(["how it is written", "a back end can send, publishes/s", "a server takes, publishes/s",
                      "what ends first", "back end's CPU then"], rows)

    def fan_out(self):
        rows = []
        base, receive = self.server("memory", "keyed"), self.receive("memory")
        for count in (0, 1, 10, 100, 1000):
            row = [number(count) if count else "none"]
            for kind in ("subscribers", "spaced"):
                start = base if kind == "subscribers" else self.server("memory", "saturated")
                cost = start + (receive if count else 0) + count * self.deliver("memory", kind)
                row += [number(CORES * 1e6 / cost), number(CORES * 1e6 / cost * count) if count else "–"]
            rows.append(row)
        return table(["subscribers of each channel", "publishes/s, batched", "deliveries/s", "publishes/s, one a request",
                      "deliveries/s"], rows)

    def cluster(self, engine, subscribers):
        """Publishes a second of n nodes, with what ends first; one core of broker."""
        row = []
        for nodes in NODES:
            reached = min(nodes, subscribers)  # nodes with subscribers of a channel, spread evenly
            node = self.server(engine, "keyed") + reached * self.receive(engine) + subscribers * self.deliver(engine)
            forward = max(0.0, self.broker(engine, "subscribers1") - self.broker(engine, "subscribers0"))
            broker = self.broker(engine, "keyed") + reached * forward
            can, passes = nodes * CORES * 1e6 / node, 1e6 / broker
            row.append(number(min(can, passes)) + (" (broker)" if passes < can else ""))
        return row

    def clusters(self):
        rows = []
        for engine in self.engines:
            if not engine.startswith("memory"):
                for subscribers in (0, 1, 100):
                    rows.append([engine.replace("_", " with "), str(subscribers)] + self.cluster(engine, subscribers))
        return table(["broker", "subscribers of each channel"] + ["%d node%s" % (n, "" if n == 1 else "s") for n in NODES],
                     rows)

    def bottleneck(self):
        rows = []
        for engine in self.engines:
            rows.append([engine.replace("_", " with ")] + [number(self.server(engine, server) / self.client(client))
                                                          for _, server, client in WAYS])
        return table(["server's CPU in cent's, a publish without subscribers"] + [name for name, _, _ in WAYS], rows)

    def keys(self):
        each = float(self.facts.get("key_bytes", 0))
        rows = [["{:,}".format(rate), number(rate * LIFE_OF_KEYS), number(rate * LIFE_OF_KEYS * each / 1e6) + " MB"]
                for rate in (1000, 10000, 100000)]
        return table(["publishes/s with keys", "keys held", "memory of the server"], rows)


def main():
    raw = pathlib.Path(sys.argv[1])
    if not (raw / "units.txt").exists():
        print("# Planning\n\nNot calculated: the last run of `./scripts/bench` had no real Centrifugo to measure, see its top.")
        return
    plan = Plan(*read(raw / "units.txt"))
    text = pathlib.Path(__file__).with_name("planning.md.in").read_text()
    values = {name: getattr(plan, name)() for name in
              ("units", "clients", "one_and_one", "fan_out", "clusters", "bottleneck", "keys")}
    values.update(version=plan.facts.get("server", "?"), cores=CORES, key_bytes=plan.facts.get("key_bytes", "?"),
                  machine=(raw / "machine.txt").read_text().splitlines()[0],
                  load=(raw / "machine.txt").read_text().splitlines()[1])
    print(text.format(**values), end="")


main()
