"""quick.py PAGE: prints ten figures of PAGE, which page.py wrote, beside those in README.md and docs/performance.
quick.py check: fails if a figure of performance in README.md is not one of these ten, or differs from docs/performance."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "docs/performance/README.md"

SHOWN = {
    "million": (lambda x: f"{x / 1e6:.2f} million", lambda x: f"{x / 1e6:.1f} million"),
    "percent": (lambda x: f"{x * 100:.1f} %", lambda x: f"{x * 100:.0f} %"),
    "as long": (lambda x: f"{x * 100:.1f} %", lambda x: "as long" if abs(x - 1) <= 0.03 else "not as long"),
    "count": (lambda x: f"{x:,.0f}", None),
    "fraction": (lambda x: f"{x:.2f}", None),
}

# A figure for people, its row in the page, a key of SHOWN (here and rounded as in README.md), README.md's words, its tool.
LINES = [
    ("publications a second on one core, batched by AsyncClient",
     "publishes a second on one core", "million", r"([\d.]+ million) publications a second on one core", None),
    ("time of 10,000 batched publications / one call for each",
     "time relative to sequential publishes", "percent", r"(\d+ %) of the time that one call for each takes", None),
    ("time of one publish / with bare libcurl",
     "time relative to bare libcurl, payload as ready text", "as long", r"(as long) as with bare libcurl", None),
    ("CPU of one publish / with gocent (Go)",
     "gocent, sequential publish", "percent", r"(\d+ %) of the CPU of gocent", "gocent"),
    ("CPU of one publish / with pycent 5 (Python)",
     "pycent 5, sequential publish", "percent", r"(\d+ %) of that of pycent", "pycent5"),
    ("CPU of 10,000 batched publications / in one Pipe of gocent",
     "10,000 publishes by AsyncClient, relative to one hand-made Pipe of gocent", "percent", None, "gocent"),
    ("latency of one publish, median, AsyncClient / Client",
     "lone publish, AsyncClient relative to Client, median", "percent", None, None),
    ("CPU instructions for a batched publication",
     "instructions for a publish, callback form, full batches", "count", None, "valgrind"),
    ("CPU instructions with an idempotency key",
     "instructions for a publish, callback form, full batches … with keys", "count", None, "valgrind"),
    ("heap allocations for a batched publication",
     "allocations for a publish", "fraction", None, "valgrind"),
]


def rows(page):
    """The first figure of each row; one that begins with … belongs to the row above without it."""
    found, above = {}, ""
    for label, figure in re.findall(r"^\| (.+?) \| ([\d.]+)[^|]*\|$", page, re.MULTILINE):
        above = above if label.startswith("…") else label
        found.setdefault(label if label == above else f"{above} {label}", float(figure))
    return found


def quoted(words, readme):
    found = re.search(words, readme)
    return found.group(1) if found else "nothing of it"


def report(page):
    now, published, readme = rows(page), rows(PUBLISHED.read_text()), (ROOT / "README.md").read_text()
    print(f"{'':58}{'now':>22}   published")
    for what, row, kind, words, tool in LINES:
        exact, _ = SHOWN[kind]
        here = exact(now[row]) if row in now else f"not run: needs {tool}"
        print(f"{what:58}{here:>22}   {quoted(words, readme) + ' (README.md)' if words else exact(published[row])}")
    print("\nPublished without a name: docs/performance. A / B is A's cost relative to B's, from the same rounds. Absolute times\n"
          "depend on the machine, and instructions on the compiler. Client and server share one core, over loopback.\n")
    for title, text in (("now", page), ("published", PUBLISHED.read_text())):
        print(f"{title + ':':11}" + ", ".join(re.findall("^- ((?:machine|load|compiler|libcurl|commit) .*)$", text, re.MULTILINE)))


def check():
    report(PUBLISHED.read_text())
    published, readme = rows(PUBLISHED.read_text()), (ROOT / "README.md").read_text()
    wrong, left = [], readme
    for what, row, kind, words, _ in LINES:
        if row not in published:
            wrong.append(f"docs/performance has no row '{row}'")
        elif words:
            rounded, here = SHOWN[kind][1](published[row]), quoted(words, readme)
            left = re.sub(words, "", left)
            if here != rounded:
                wrong.append(f"{what}: README.md has {here}, docs/performance {rounded}")
    wrong += [f"README.md has '{figure}', which `scripts/bench quick` does not show"
              for figure in re.findall(r"[\d.]+ (?:%|million)[^,.\n]*", left)]
    print("\n".join(wrong) or f"{len(LINES)} figures")
    return 1 if wrong else 0


sys.exit(check() if sys.argv[1] == "check" else report(pathlib.Path(sys.argv[1]).read_text()))
