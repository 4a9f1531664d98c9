"""plots.py RAW FOLDER: draws the growth of the cost from RAW/growth.txt, one SVG for each plot."""
import collections
import math
import pathlib
import statistics
import sys

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 80, 20, 50, 60
COLOURS = ["#1f5fa8", "#c2571a", "#2c7a3f"]

# file: title, horizontal axis, {comparison: label}
PLOTS = {
    "commands": ("Cost of a command as their number grows", "commands in one go", {
        "growth.commands_batch": "one Batch, sent by Client",
        "growth.commands_async": "AsyncClient, one producer",
    }),
    "payload": ("Cost of a publish as its payload grows", "bytes of payload", {"growth.payload": "Client::publish"}),
    "channels": ("Cost of a publish as the channels grow", "distinct channels", {"growth.channels": "AsyncClient"}),
    "clients": ("Cost of a publish as the clients grow", "clients in one process, each with a connection", {
        "growth.clients": "Client, in turn",
        "growth.clients_async": "AsyncClient, 10,000 in turn",
    }),
    "depth": ("Cost of a publish as more of them wait", "commands without an outcome at most", {
        "growth.depth": "AsyncClient",
    }),
}


def medians(path):
    """{comparison: [(size, CPU µs, wall µs)]}, medians over the rounds."""
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    for line in path.read_text().splitlines():
        name, size, _, wall, cpu = line.split()
        found[name][int(size)].append((float(cpu), float(wall)))
    return {name: [(size, statistics.median(c for c, _ in values), statistics.median(w for _, w in values))
                   for size, values in sorted(sizes.items())] for name, sizes in found.items()}


def decades(values):
    return math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))


def power(exponent):
    return "{:,}".format(10 ** exponent) if exponent >= 0 else "%g" % 10.0 ** exponent


def plot(title, axis, lines):
    points = [(size, cost) for _, line in lines for size, *costs in line for cost in costs]
    (x0, x1), (y0, y1) = decades([p[0] for p in points]), decades([p[1] for p in points])

    def x(value):
        return LEFT + (math.log10(value) - x0) / max(1, x1 - x0) * (WIDTH - LEFT - RIGHT)

    def y(value):
        return HEIGHT - BOTTOM - (math.log10(value) - y0) / max(1, y1 - y0) * (HEIGHT - TOP - BOTTOM)

    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">'
           % (WIDTH, HEIGHT), '<rect width="100%" height="100%" fill="white"/>',
           '<text x="%d" y="20" font-size="15">%s</text>' % (LEFT, title)]
    for e in range(x0, x1 + 1):
        out.append('<path d="M%.1f %d V%d" stroke="#ddd"/>' % (x(10.0 ** e), TOP, HEIGHT - BOTTOM))
        out.append('<text x="%.1f" y="%d" text-anchor="middle">%s</text>' % (x(10.0 ** e), HEIGHT - 42, power(e)))
    for e in range(y0, y1 + 1):
        out.append('<path d="M%d %.1f H%d" stroke="#ddd"/>' % (LEFT, y(10.0 ** e), WIDTH - RIGHT))
        out.append('<text x="%d" y="%.1f" text-anchor="end">%s</text>' % (LEFT - 6, y(10.0 ** e) + 4, power(e)))
    out.append('<text x="%d" y="%d" text-anchor="middle">%s</text>' % ((LEFT + WIDTH - RIGHT) // 2, HEIGHT - 18, axis))
    out.append('<text transform="translate(16 %d) rotate(-90)" text-anchor="middle">microseconds each</text>'
               % ((TOP + HEIGHT - BOTTOM) // 2))
    for number, (label, line) in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        for column, dash, kind in ((1, "", "CPU"), (2, ' stroke-dasharray="5 4"', "wall")):
            path = " ".join("%.1f,%.1f" % (x(p[0]), y(p[column])) for p in line)
            out.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="2"%s/>' % (path, colour, dash))
        for p in line:
            out.append('<circle cx="%.1f" cy="%.1f" r="3" fill="%s"><title>%s: %s CPU µs at %s</title></circle>'
                       % (x(p[0]), y(p[1]), colour, label, "%.3g" % p[1], "{:,}".format(p[0])))
        out.append('<text x="%d" y="38" fill="%s">%s (CPU; dashed: wall)</text>' % (LEFT + number * 290, colour, label))
    return "\n".join(out + ["</svg>", ""])


def main():
    raw, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    found = medians(raw / "growth.txt")
    for file, (title, axis, named) in PLOTS.items():
        lines = [(label, found[name]) for name, label in named.items() if name in found]
        if lines:
            (folder / (file + ".svg")).write_text(plot(title, axis, lines))


main()
