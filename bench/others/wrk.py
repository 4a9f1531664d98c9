"""The driver for wrk, one publish for each request, without batches: wrk.py ADDRESS KEY.

wrk runs for a time, not for a number of requests. The result is scaled to the number of requests asked for.
"""
import os
import re
import resource
import subprocess
import sys
import tempfile

CONNECTIONS = {"publish": 1, "producers1": 1, "producers2": 2, "producers8": 8, "events": 64}
UNITS = {"us": 1, "ms": 1e3, "s": 1e6, "m": 60e6}
SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-API-Key"] = os.getenv("CENT_BENCH_KEY")
wrk.body = '{"channel":"public_chat","data":{"input":"test"}}'
"""
script = tempfile.NamedTemporaryFile("w", suffix=".lua")
script.write(SCRIPT)
script.flush()


def run(connections):
    """Wall and CPU time of a request in microseconds, and the number of requests."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(
        ["wrk", "-t1", "-c%d" % connections, "-d1s", "-s", script.name, sys.argv[1] + "/api/publish"],
        env=dict(os.environ, CENT_BENCH_KEY=sys.argv[2]), stdout=subprocess.PIPE, text=True, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit("wrk: " + output)
    count, wall, unit = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m),", output).groups()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return float(wall) * UNITS[unit] / int(count), cpu * 1e6 / int(count), int(count)


for line in sys.stdin:
    name, size, times = line.split()
    if name not in CONNECTIONS:
        print("-", flush=True)
        continue
    wall, cpu, count = run(CONNECTIONS[name])
    scale = int(times) * int(size)
    print("%.3f %.3f %d" % (wall * scale, cpu * scale, count), flush=True)
