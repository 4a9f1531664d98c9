"""A list of the probes behind the tables in docs/guide/cluster.md, and what several of them need.

A probe runs on one broker (table.py, Column) and returns a cell. Those of a table run in the order of their rows."""
from programs import Subscriber

TABLES = {}  # title: [(row, probe), …]
NONE = "–"   # the cell of a broker to which a row does not apply


def row(table, text, applies=lambda c: True):
    """Adds a probe as this row."""
    def add(probe):
        TABLES.setdefault(table, []).append((text, lambda c: probe(c) if applies(c) else NONE))
        return probe
    return add


def cell(answer, success="yes"):
    if answer is None:
        return "no answer"
    return f"error {answer['code']}" if "code" in answer else success


def yes(condition):
    return "yes" if condition else "no"


def subscribed(node, channel):
    """The cell for a new subscriber."""
    with Subscriber(node, channel) as subscriber:
        return "yes" if subscriber.subscription is not None else f"closed with {subscriber.first['disconnect']['code']}"


def heard(node, channel, *publications):
    """The data, as text, that a subscriber gets of publications with these members. None if its connection ends."""
    with Subscriber(node, channel) as subscriber:
        for members in publications:
            node.call("publish", channel=channel, **{"data": 1, **members})
        node.call("publish", channel=channel, data="end")
        return subscriber.until("end")


def ignored(node, channel, *publications):
    """The cell for the last publication."""
    texts = heard(node, channel, *publications[:-1], {**publications[-1], "data": "last"})
    return "published" if '"last"' in texts else "ignored"
