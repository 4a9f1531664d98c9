"""The driver for pycent 5: pycent5.py ADDRESS KEY [CA-FILE]."""
import os
import sys

import requests
from cent import BatchRequest, BroadcastRequest, Client, HistoryRequest, PublishRequest

from driver import CHANNEL, DATA, KEEP, check, names, produce, serve


if len(sys.argv) > 3:
    os.environ["REQUESTS_CA_BUNDLE"] = sys.argv[3]  # has precedence over a session's setting


def opened():
    session = requests.Session()
    return Client(sys.argv[1] + "/api", sys.argv[2], timeout=120, session=session)


client = opened()
clients = [opened() for _ in range(8)]  # one for each thread, as requests' sessions need


def batch(channels):
    commands = [PublishRequest(channel=channel, data=DATA) for channel in channels]
    replies = client.batch(BatchRequest(requests=commands)).replies
    check(len(replies) == len(channels))
    for reply in replies:
        check(reply is not None)


def spread(size):
    for first in range(0, max(size, KEEP), KEEP):
        batch(names(size, first, KEEP))


def publisher(one):
    return lambda channel: one.publish(PublishRequest(channel=channel, data=DATA))


def producers(count):
    return lambda size: produce([publisher(one) for one in clients[:count]], size)


def history(size):
    check(len(client.history(HistoryRequest(channel=CHANNEL, limit=size)).publications) == size)


serve({
    "publish": lambda size: publisher(client)(CHANNEL),
    "batch": lambda size: batch([CHANNEL] * size),
    "history": history,
    "broadcast": lambda size: client.broadcast(BroadcastRequest(channels=names(size), data=DATA)),
    "events": lambda size: batch([CHANNEL] * size),
    "producers1": producers(1),
    "producers2": producers(2),
    "producers8": producers(8),
    "channels": spread,
})
