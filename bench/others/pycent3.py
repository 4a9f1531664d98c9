"""The driver for pycent 3: pycent3.py ADDRESS KEY [CA-FILE]."""
import sys

from cent import Client

from driver import CHANNEL, DATA, KEEP, check, names, produce, serve


def opened():
    verify = sys.argv[3] if len(sys.argv) > 3 else True
    return Client(sys.argv[1], api_key=sys.argv[2], timeout=120, verify=verify)


client = opened()
# One client for each thread: its buffer of commands is not thread-safe.
clients = [opened() for _ in range(8)]


def batch(channels):
    for channel in channels:
        client.add("publish", client.get_publish_params(channel, DATA))
    replies = client.send()
    check(len(replies) == len(channels))
    for reply in replies:
        check("error" not in reply)


def spread(size):
    for first in range(0, max(size, KEEP), KEEP):
        batch(names(size, first, KEEP))


def producers(count):
    return lambda size: produce([lambda channel, c=c: c.publish(channel, DATA) for c in clients[:count]], size)


def history(size):
    # This version's method has no limit, unlike the server's history command.
    reply = client.send("history", {"channel": CHANNEL, "limit": size})[0]
    check(len(reply["result"]["publications"]) == size)


serve({
    "publish": lambda size: client.publish(CHANNEL, DATA),
    "batch": lambda size: batch([CHANNEL] * size),
    "history": history,
    "broadcast": lambda size: client.broadcast(names(size), DATA),
    "events": lambda size: batch([CHANNEL] * size),
    "producers1": producers(1),
    "producers2": producers(2),
    "producers8": producers(8),
    "channels": spread,
})
