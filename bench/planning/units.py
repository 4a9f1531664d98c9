"""What a publish costs each process that takes part: a real server, its broker, and the client.

units.py ENGINE SERVER-PID BROKER-PID|0 ADDRESS KEY DRIVER ROUNDS
prints `unit ENGINE WORK ROUND SERVER BROKER CLIENT`, CPU microseconds a publish, by the kernel's accounts.
`saturated`: wrk, one publish a request over 8 connections. `subscribersN`: batches of 50 publishes to a channel with
so many subscribers on this server, each of whom got every one. `spacedN`: the same, one publish at a time.
"""
import pathlib
import shutil
import sys
import urllib.parse

OTHERS = pathlib.Path(__file__).parents[1] / "others"
sys.path.insert(0, str(OTHERS))
from crowd import Crowd  # noqa: E402
from interleave import Driver  # noqa: E402

# work: subscribers, publishes in a batch, batches
CROWDS = {
    "subscribers0": (0, 50, 100),
    "subscribers1": (1, 50, 100),
    "subscribers100": (100, 50, 20),
    "spaced0": (0, 1, 500),
    "spaced100": (100, 1, 200),
}
KINDS = ["cent", "unkeyed"] + (["wrk"] if shutil.which("wrk") else [])
# work: the driver's name for it, size, times; client: with idempotency keys or without
WORKS = {
    "single": ("cent", "publish", 1, 3000),
    "batch": ("cent", "batch", 1000, 50),
    "keyed": ("cent", "events", 10000, 5),
    "unkeyed": ("unkeyed", "events", 10000, 5),
}


def cpu(pid):
    """Microseconds of CPU that a process took so far: of the threads that it has, so that none may end meanwhile."""
    tasks = pathlib.Path("/proc/%d/task" % pid).glob("*/schedstat") if pid else []
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e3


def command(driver, kind, address, key):
    if kind == "wrk":
        return "python3 %s/wrk.py %s %s" % (OTHERS, address, key)
    return "%s %s %s %s" % (driver, kind, address, key)


def memory(pid):
    for line in pathlib.Path("/proc/%d/status" % pid).read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def main():
    engine, server, broker, address, key, driver, rounds = sys.argv[1:]
    pids = int(server), int(broker)
    where = urllib.parse.urlsplit(address)
    drivers = {kind: Driver(kind, command(driver, kind, address, key)) for kind in KINDS}

    def measure(work, number, units, run):
        before = [cpu(pid) for pid in pids]
        client, *done = run()
        client *= done[0] if done else 1  # wrk tells the time of one request, and how many it made
        units = done[0] if done else units
        after = [cpu(pid) for pid in pids]
        if number >= 0:
            costs = [(b - a) / units for a, b in zip(before, after)] + [client / units]
            print("unit %s %s %d %.3f %.3f %.3f" % (engine, work, number, *costs), flush=True)

    def publishes(kind, name, size, times):
        return lambda: drivers[kind].run(name, size, times)[1:]

    def heard(crowd, size, times):
        def run():
            client = 0
            for i in range(times):
                client += drivers["cent"].run("batch", size, 1)[1]
                if crowd:
                    # Never more under way than a slow reader may leave behind.
                    crowd.wait(lambda: crowd.received >= (i + 1) * size * len(crowd.sockets))
            return [client]
        return run

    for number in range(-1, int(rounds)):
        for work, (kind, name, size, times) in WORKS.items():
            times = times if number >= 0 else 1
            measure(work, number, size * times, publishes(kind, name, size, times))
        if "wrk" in drivers:
            measure("saturated", number, 1, publishes("wrk", "producers8", 1, 1))
        for work, (count, size, times) in CROWDS.items():
            crowd = Crowd(where.hostname, where.port, "public_chat", count) if count else None
            measure(work, number, size * times, heard(crowd, size, times))
            if crowd:
                crowd.close()
    if engine == "memory":
        before = memory(pids[0])
        drivers["cent"].run("events", 10000, 30)
        print("key_bytes %.0f" % max(0, (memory(pids[0]) - before) / 300000))
    for one in drivers.values():
        one.close()


main()
