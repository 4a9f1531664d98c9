"""Computes figures from the raw files of a benchmark run: paired ratios, medians, counts."""
import math
import pathlib
import statistics

WALL, CPU = 3, 4  # columns of `comparison variant round wall cpu`


class Raw:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.files = {}

    def lines(self, name):
        if name not in self.files:
            path = self.folder / (name + ".txt")
            self.files[name] = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
        return self.files[name]

    def by_round(self, name, comparison, variant, column):
        return {line[2]: float(line[column]) for line in self.lines(name)
                if len(line) > column and line[0] == comparison and line[1] == variant}

    def values(self, name, comparison, variant, column):
        return list(self.by_round(name, comparison, variant, column).values())

    def ratios(self, name, comparison, variant, base, column):
        """Ratios of two variants, round by round."""
        above = self.by_round(name, comparison, variant, column)
        below = self.by_round(name, comparison, base, column)
        return [above[at] / below[at] for at in above if below.get(at, 0) > 0]

    def count(self, what, probe):
        found = [float(line[3]) for line in self.lines("counts") if line[1:3] == [what, probe]]
        return found[0] if found else None

    def word(self, name, first):
        return next((" ".join(line[1:]) for line in self.lines(name) if line and line[0] == first), None)


def quantile(numbers, q):
    ordered = sorted(numbers)
    return ordered[min(len(ordered), int((len(ordered) - 1) * q + 1.5)) - 1] if ordered else None


def median(numbers):
    return quantile(numbers, 0.5)


def spread(numbers, decimals=3):
    """Median and quartiles; None if nothing was measured."""
    if not numbers:
        return None
    middle, low, high = (quantile(numbers, q) for q in (0.5, 0.25, 0.75))
    return f"{middle:.{decimals}f} [{low:.{decimals}f}–{high:.{decimals}f}]"


def readable(number):
    """Three digits or more, no exponent."""
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}" \
        if number >= 1 else f"{number:.3f}"
