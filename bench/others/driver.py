"""The loop of the drivers in Python, see driver.hpp."""
import sys
import threading
import time

CHANNEL = "public_chat"
DATA = {"input": "test"}
KEEP = 10000  # commands in a batch, if a work has more of them


def cpu():
    return time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID)


def serve(works):
    for line in sys.stdin:
        name, size, times = line.split()
        if name not in works:
            print("-", flush=True)
            continue
        began, before = time.perf_counter(), cpu()
        for _ in range(int(times)):
            works[name](int(size))
        print("%.3f %.3f" % ((time.perf_counter() - began) * 1e6, (cpu() - before) * 1e6), flush=True)


def check(condition):
    if not condition:
        sys.exit("a reply is not what was asked for")


def names(size, first=0, count=None):
    """`count` of `size` channel names in turn; without `count`, each name once."""
    return [CHANNEL + str(i % size) for i in range(first, first + (size if count is None else count))]


def produce(publishers, size):
    """Publishes from one thread for each publisher."""

    def run(publish):
        for i in range(size // len(publishers)):
            publish(CHANNEL + str(i % 8))

    threads = [threading.Thread(target=run, args=(publish,)) for publish in publishers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
