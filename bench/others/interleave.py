"""Runs the same works with several drivers (see driver.hpp), in turn in each round.

interleave.py PREFIX full|trial WORKS NAME=COMMAND...
prints `PREFIX.WORK NAME ROUND WALL CPU`, microseconds a unit, and `failed PREFIX.WORK NAME` for what ended.
"""
import shlex
import subprocess
import sys
import time

# work: its name for the drivers, size, repetitions for one figure, units in one.
WORKS = {
    "publish": ("publish", 1, 100, 1),
    "history10": ("history", 10, 50, 10),
    "history1000": ("history", 1000, 5, 1000),
    "history10000": ("history", 10000, 1, 10000),
    "broadcast1000": ("broadcast", 1000, 5, 1000),
    "events": ("events", 10000, 1, 10000),
    "producers1": ("producers1", 2000, 1, 2000),
    "producers2": ("producers2", 2000, 1, 2000),
    "producers8": ("producers8", 2000, 1, 2000),
    "channels1": ("channels", 1, 1, 10000),
    "channels1000": ("channels", 1000, 1, 10000),
    "channels1000000": ("channels", 1000000, 1, 1000000),
}
for count, times in ((1, 100), (10, 50), (100, 20), (1000, 5), (10000, 1)):
    WORKS["batch%d" % count] = ("batch", count, times, count)


class Driver:
    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, name, size, times):
        """Wall and CPU time in microseconds; None if it does not support this work. Raises if it ended."""
        self.process.stdin.write("%s %d %d\n" % (name, size, times))
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise BrokenPipeError
        return None if answer.startswith("-") else [float(value) for value in answer.split()]

    def close(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        self.process.wait()


class Run:
    """Runs one driver with one work, until it has all its rounds, has used its share of the time, or has ended."""

    def __init__(self, driver, rounds, seconds):
        self.driver, self.rounds, self.left = driver, rounds, seconds

    def once(self, label, work, number):
        name, size, times, units = work
        began = time.monotonic()
        try:
            took = self.driver.run(name, size, times)
        except BrokenPipeError:
            took = None
            print("failed %s %s" % (label, self.driver.name), flush=True)
        self.left -= time.monotonic() - began
        if took is None:
            return False
        if number >= 0:
            print("%s %s %d %.4f %.4f" % (label, self.driver.name, number, took[0] / times / units,
                                          took[1] / times / units), flush=True)
        return number + 1 < self.rounds and (self.left > 0 or number < 0)


def main():
    prefix, scale, works, commands = sys.argv[1], sys.argv[2], sys.argv[3].split(","), sys.argv[4:]
    rounds, seconds = (21, 3.0) if scale == "full" else (3, 0.3)
    drivers = [Driver(*command.split("=", 1)) for command in commands]
    for name in works:
        label, work = prefix + "." + name, WORKS[name]
        runs = [Run(driver, rounds, seconds) for driver in drivers if driver.process.poll() is None]
        warmed = work[1] < 1000000  # the largest works need no warm-up
        for number in range(-1 if warmed else 0, rounds):
            # Each round begins with another one, so that none always runs after the same neighbour.
            turn = number % len(runs) if runs else 0
            runs = [run for run in runs[turn:] + runs[:turn] if run.once(label, work, number)]
    for driver in drivers:
        driver.close()


if __name__ == "__main__":
    main()
