"""The rows of the tables in docs/guide/cluster.md. Each is a probe that runs on one broker and returns a cell."""
import json
import signal

from programs import PATIENCE, Node, Subscriber, eventually

TABLES = {}  # title: [(row, probe), …]


def row(table, text):
    """Adds a probe. They run in the order of this file."""
    def add(probe):
        TABLES.setdefault(table, []).append((text, probe))
        return probe
    return add


def cell(answer, success="yes"):
    if answer is None:
        return "no answer"
    return f"error {answer['code']}" if "code" in answer else success


def yes(condition):
    return "yes" if condition else "no"


def heard(node, channel, *publications):
    """The data that a subscriber gets of publications with these members, as text."""
    with Subscriber(node, channel) as subscriber:
        for members in publications:
            node.call("publish", channel=channel, **{"data": 1, **members})
        node.call("publish", channel=channel, data="end")
        return subscriber.until("end")


def ignored(node, channel, *publications):
    """The cell for the last publication, which the server may ignore."""
    last = publications[-1] | {"data": "last"}
    return "published" if '"last"' in heard(node, channel, *publications[:-1], last) else "ignored"


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
    with Subscriber(c.a, "hh:first") as subscriber:
        return "yes" if subscriber.subscription is not None else f"closed with {subscriber.first['disconnect']['code']}"


@row("history", "a subscriber that comes back gets what it missed")
def recovery(c):
    at = c.a.call("publish", channel="hh:missed", data=1)
    c.a.call("publish", channel="hh:missed", data=2)
    with Subscriber(c.b, "hh:missed", recover=True, offset=at.get("offset", 0), epoch=at.get("epoch", "")) as subscriber:
        return yes((subscriber.subscription or {}).get("publications"))


@row("history", "epoch of a channel without publications")
def unused(c):
    result = c.a.call("history", channel="hh:unused")
    return cell(result, "that of later ones" if result.get("epoch") == c.a.call("publish", channel="hh:unused", data=1).get("epoch")
                else "empty text" if result.get("epoch") == "" else "another")


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


RESPELLED = '{"b":1.0,  "a":1e2, "a":1e2}'


@row("payload", f"`{RESPELLED}` for subscribers")
def live(c):
    with Subscriber(c.a, c.channel("text")) as subscriber:
        c.a.call_text("publish", f'{{"channel":"{subscriber.channel}","data":{RESPELLED}}}')
        c.a.call("publish", channel=subscriber.channel, data="end")
        [text] = subscriber.until("end")
    return "unchanged" if text == RESPELLED else f"`{text}`"


@row("payload", "… in the history")
def kept(c):
    text = c.a.read("history", f'{{"channel":"{c.channel("text")}","limit":1}}')
    if '"code"' in text:
        return cell(json.loads(text)["error"])
    return f"`{text[text.index('data') + 6:text.index(',' + chr(34) + 'offset')]}`"


@row("payload", r'`"\u0000"`, `"\ud800"`, `1e200000`')
def awkward(c):
    cells = {cell(c.a.call_text("publish", f'{{"channel":"{c.channel()}","data":{text}}}'))
             for text in (r'"\u0000"', r'"\ud800"', "1e200000")}
    return ", ".join(sorted(cells))


@row("payload", "`b64data` that is not JSON")
def binary(c):
    return cell(c.a.call("publish", channel=c.channel(), b64data="AAEC/w=="))


@row("payload", "2 MiB")
def large(c):
    return cell(c.a.call("publish", channel=c.channel(), data="x" * (2 << 20)))


def named(c, *names):
    """Cell for publishing to these channels and subscribing to them."""
    cells = set()
    for name in names:
        published = cell(c.a.call("publish", channel=name, data=1))
        with Subscriber(c.a, name) as subscriber:
            cells.add(published if subscriber.subscription is not None or published != "yes" else "published, but cannot be subscribed")
    return ", ".join(sorted(cells))


@row("channel names", "a blank, a tab, a line feed")
def blank(c):
    return named(c, "a b", "a\tb", "a\nb")


@row("channel names", "`*`, `a>`, `a.*`, `a.>`")
def wildcards(c):
    return named(c, "*", "a>", "a.*", "a.>")


@row("channel names", "`.a`, `a.`, `a..b`")
def dots(c):
    return named(c, ".a", "a.", "a..b")


@row("channel names", "a zero byte")
def zero(c):
    return named(c, "a\0b")


@row("channel names", "5,000 bytes: `publish`")
def long_name(c):
    return cell(c.a.call("publish", channel="x" * 5000, data=1))


@row("channel names", "… and then to another channel")
def after_long_name(c):
    def fails():
        return "code" in c.a.call("publish", channel="bare", data=1)
    if not eventually(fails, 1):
        return "yes"
    if eventually(lambda: not fails(), 10):
        return "error 100 for a while"
    c.restart_nodes(signal.SIGKILL)
    return "yes" if fails() else "**error 100 until the node is restarted**"


def kept_after(c, restart):
    """The cell for a channel's history after `restart`. Its key is used by the next row."""
    channel = c.channel()
    first = c.a.call("publish", channel=channel, data=1, idempotency_key="k")
    c.a.call("publish", channel=channel, data=2)
    restart()
    after = c.b.call("history", channel="hh:" + channel.split(":")[-1], limit=-1)
    return cell(after, "kept" if len(after.get("publications", [])) == 2 and after["epoch"] == first["epoch"] else "lost")


@row("restarts", "both nodes killed: history")
def nodes_killed(c):
    return kept_after(c, lambda: c.restart_nodes(signal.SIGKILL))


@row("restarts", "… keys")
def nodes_killed_key(c):
    return ignored(c.b, c.last, {"idempotency_key": "k"})


@row("restarts", "broker ended in order: history")
def broker_ended(c):
    return kept_after(c, lambda: c.restart_broker(None)) if c.broker else "–"


@row("restarts", "… keys")
def broker_ended_key(c):
    return ignored(c.b, c.last, {"idempotency_key": "k"}) if c.broker else "–"


@row("restarts", "broker killed: history")
def broker_killed(c):
    return kept_after(c, lambda: c.restart_broker(signal.SIGKILL)) if c.broker else "–"


@row("restarts", "… keys")
def broker_killed_key(c):
    return ignored(c.b, c.last, {"idempotency_key": "k"}) if c.broker else "–"


@row("restarts", "… a channel that was published to before and after a save")
def rolled_back(c):
    if not c.broker:
        return "–"
    channel = c.channel()
    c.a.call("publish", channel=channel, data="saved")
    c.restart_broker(None)
    unsaved = c.a.call("publish", channel=channel, data="after")
    c.restart_broker(signal.SIGKILL)
    again = c.a.call("publish", channel=channel, data="again")
    if "offset" not in again:
        return cell(c.a.call("history", channel="hh:" + channel, limit=-1))
    if again["epoch"] != unsaved["epoch"]:
        return "another epoch"
    return "**an offset is used twice**" if again["offset"] == unsaved["offset"] else "goes on"


def while_away(c, probe, number=signal.SIGKILL):
    if not c.broker:
        return "–"
    if c.broker_is != number:
        c.take_broker_away(number)
    return probe()


@row("broker ended", "`publish`")
def publish_without(c):
    return while_away(c, lambda: cell(c.a.call("publish", channel=c.channel(), data=1)))


@row("broker ended", "`history`")
def history_without(c):
    return while_away(c, lambda: cell(c.a.call("history", channel="hh:first", limit=1)))


@row("broker ended", "`presence`")
def presence_without(c):
    return while_away(c, lambda: cell(c.a.call("presence", channel="hh:first")))


@row("broker ended", "`channels`")
def channels_without(c):
    return while_away(c, lambda: cell(c.a.call("channels")))


@row("broker ended", "`info`")
def info_without(c):
    return while_away(c, lambda: cell(c.a.call("info")))


@row("broker ended", "`disconnect`")
def disconnect_without(c):
    return while_away(c, lambda: cell(c.a.call("disconnect", user="nobody")))


@row("broker ended", "a new subscriber")
def subscriber_without(c):
    def probe():
        with Subscriber(c.a, "bare") as subscriber:
            return "yes" if subscriber.subscription is not None else f"closed with {subscriber.first['disconnect']['code']}"
    return while_away(c, probe)


@row("broker ended", "a node that starts")
def node_without(c):
    def probe():
        node = Node(c.folder, c.settings)
        node.begin()
        ended = eventually(lambda: node.process.poll() is not None or node.healthy(), 20)
        status = node.process.poll()
        node.kill()
        return "ends" if status is not None else "runs" if ended else "waits"
    return while_away(c, probe)


@row("broker ended", "once it is back: the subscribers")
def subscribers_afterwards(c):
    if not c.broker:
        return "–"
    c.bring_broker_back()
    with Subscriber(c.b, "bare") as subscriber:
        c.take_broker_away(signal.SIGKILL)
        c.bring_broker_back()
        c.a.call("publish", channel="bare", data="end")
        return "get publications again" if subscriber.until("end", 10) is not None else "get nothing"


@row("broker frozen", "`publish`")
def publish_frozen(c):
    return while_away(c, lambda: cell(c.a.call("publish", channel=c.channel(), data=1)), signal.SIGSTOP)


@row("broker frozen", "`history`")
def history_frozen(c):
    cells = while_away(c, lambda: cell(c.a.call("history", channel="hh:first", limit=1)), signal.SIGSTOP)
    c.bring_broker_back()
    return cells
