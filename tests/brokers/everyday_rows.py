"""The tables of nodes, history, keys and versions."""
import json

from probes import cell, heard, ignored, row, subscribed, yes
from programs import Subscriber, eventually


@row("nodes", "`info` lists the other node")
def info(c):
    return yes(eventually(lambda: len(c.a.call("info")["nodes"]) == 2, c.patience))


@row("nodes", "its subscribers get publications")
def other_node(c):
    with Subscriber(c.b, c.channel()) as subscriber:
        c.a.call("publish", channel=subscriber.channel, data="end")
        return yes(subscriber.until("end", c.patience) is not None)


@row("nodes", "`channels` lists their channels")
def channels(c):
    with Subscriber(c.b, c.channel()) as subscriber:
        return yes(subscriber.channel in c.a.call("channels")["channels"])


@row("nodes", "`presence` shows them")
def presence(c):
    with Subscriber(c.b, c.channel()) as subscriber:
        return yes(c.a.call("presence", channel=subscriber.channel)["presence"])


@row("nodes", "`disconnect` reaches them")
def disconnect(c):
    with Subscriber(c.b, c.channel()) as subscriber:
        c.a.call("disconnect", user="")
        return yes(subscriber.ends(c.patience))


@row("history", "`publish` answers")
def position(c):
    result = c.a.call("publish", channel="hh:first", data=1)
    return "offset and epoch" if result.get("offset") == 1 and result.get("epoch") else f"`{json.dumps(result)}`"


@row("history", "`history` on the other node")
def history(c):
    result = c.b.call("history", channel="hh:first", limit=-1)
    return cell(result, "the same" if result.get("publications") else "empty")


@row("history", "subscribing")
def subscribing(c):
    return subscribed(c.a, "hh:first")


@row("history", "a subscriber that comes back gets what it missed")
def recovery(c):
    at = c.a.call("publish", channel="hh:missed", data=1)
    c.a.call("publish", channel="hh:missed", data=2)
    since = {"offset": at.get("offset", 0), "epoch": at.get("epoch", "")}
    with Subscriber(c.b, "hh:missed", recover=True, **since) as subscriber:
        return yes((subscriber.subscription or {}).get("publications"))


@row("history", "epoch of a channel without publications")
def unused(c):
    result = c.a.call("history", channel="hh:unused")
    later = c.a.call("publish", channel="hh:unused", data=1).get("epoch")
    now = result.get("epoch")
    return cell(result, "that of later ones" if now == later else "another" if now else "empty text")


@row("history", "`since` with an offset beyond the latest")
def beyond(c):
    result = c.a.call("history", channel="hh:first", limit=-1, since={"offset": 7, "epoch": ""})
    return cell(result, "success, empty" if not result.get("publications") else "publications")


@row("history", "`since` with another epoch")
def epoch(c):
    return cell(c.a.call("history", channel="hh:first", limit=-1, since={"offset": 0, "epoch": "other"}))


def offset_after(c, channel):
    result = c.a.call("publish", channel=channel, data=1)
    return "goes on" if result.get("offset", 0) > 1 else "1 again"


@row("history", "offset after `history_remove`")
def removal(c):
    return cell(c.a.call("history_remove", channel="hh:first"), offset_after(c, "hh:first"))


@row("history", "offset after `history_ttl`")
def expiry(c):
    c.a.call("publish", channel="short:first", data=1)
    if not eventually(lambda: not c.a.call("history", channel="short:first", limit=-1).get("publications")):
        return "kept for longer"
    return cell(c.a.call("history", channel="short:first"), offset_after(c, "short:first"))


@row("history", "a publication with `skip_history`")
def skipped(c):
    c.a.call("publish", channel="hh:skipped", data=1, skip_history=True)
    result = c.a.call("history", channel="hh:skipped", limit=-1)
    return cell(result, "kept all the same" if result.get("publications") else "not kept")


@row("history", "publications with `delta` reach subscribers that ask for deltas")
def delta(c):
    with Subscriber(c.a, c.channel("delta"), delta="fossil") as subscriber:
        for number in range(3):
            c.a.call("publish", channel=subscriber.channel, data=[number, "x" * 100], delta=True)
        c.a.call("publish", channel=subscriber.channel, data="end")
        got = subscriber.lines_until('\\"end\\"')
    return "**the first only**" if got is None else "as deltas" if '"delta":true' in got[-1] else "whole"


@row("history", "… and those that do not")
def delta_whole(c):
    got = heard(c.a, c.channel(), *[{"delta": True}] * 3)
    return "**the first only**" if got is None else "whole"


@row("keys", "the same key again")
def key(c):
    return ignored(c.a, c.channel(), {"idempotency_key": "k"}, {"idempotency_key": "k"})


@row("keys", "… through the other node")
def key_elsewhere(c):
    channel = c.channel()
    c.a.call("publish", channel=channel, data=1, idempotency_key="k")
    return ignored(c.b, channel, {"idempotency_key": "k"})


@row("keys", "… in a channel without a history")
def key_without_history(c):
    return ignored(c.a, "bare", {"idempotency_key": "k"}, {"idempotency_key": "k"})


@row("keys", "… after `history_remove`")
def key_after_removal(c):
    channel = c.channel()
    c.a.call("publish", channel=channel, data=1, idempotency_key="k")
    c.a.call("history_remove", channel=channel)
    return ignored(c.a, channel, {"idempotency_key": "k"})


def joined(c, separator):
    c.a.call("publish", channel="orders", data=1, idempotency_key=f"17{separator}paid")
    return ignored(c.a, f"orders{separator}17", {"idempotency_key": "paid"})


@row("keys", "key `17_paid` of `orders`, then `paid` of `orders_17`")
def joined_by_underscore(c):
    return joined(c, "_")


@row("keys", "key `17.paid` of `orders`, then `paid` of `orders.17`")
def joined_by_dot(c):
    return joined(c, ".")


@row("versions", "a lower version")
def lower(c):
    return ignored(c.a, c.channel(), {"version": 5}, {"version": 4})


@row("versions", "… in a channel without a history")
def lower_without_history(c):
    return ignored(c.a, "bare-version", {"version": 5}, {"version": 4})


@row("versions", "… after a publication without a version")
def forgotten(c):
    return ignored(c.a, c.channel(), {"version": 5}, {}, {"version": 4})


@row("versions", "… after `history_remove`")
def version_after_removal(c):
    channel = c.channel()
    c.a.call("publish", channel=channel, data=1, version=5)
    c.a.call("history_remove", channel=channel)
    return ignored(c.a, channel, {"version": 4})


@row("versions", "… with another `version_epoch`")
def other_version_epoch(c):
    return ignored(c.a, c.channel(), {"version": 5, "version_epoch": "x"}, {"version": 4, "version_epoch": "y"})


@row("versions", "2^53 + 1 after 2^53")
def large_version(c):
    return ignored(c.a, c.channel(), {"version": 2**53}, {"version": 2**53 + 1})
