"""The tables of nodes and brokers that end or freeze."""
import json
import signal

from probes import cell, ignored, row, subscribed, yes
from programs import Node, Subscriber, eventually


def has_broker(c):
    return c.broker


def has_kept(c):
    return c.broker and c.keeps_history


def kept_after(c, restart):
    """The cell for a channel's history after a restart. The next row uses its key."""
    channel = c.channel()
    before = c.a.call("publish", channel=channel, data=1, idempotency_key="k")
    restart()
    after = c.b.call("history", channel=channel, limit=-1)
    return cell(after, "kept" if after["publications"] and after["epoch"] == before["epoch"] else "lost")


def key_after(c):
    return ignored(c.b, c.last, {"idempotency_key": "k"})


@row("restarts", "both nodes killed: history", lambda c: c.keeps_history)
def history_of_nodes(c):
    return kept_after(c, lambda: c.restart_nodes(signal.SIGKILL))


@row("restarts", "… keys", lambda c: c.keeps_history)
def keys_of_nodes(c):
    return key_after(c)


@row("restarts", "one node killed: `presence` of its subscribers", has_broker)
def presence_of_dead(c):
    with Subscriber(c.b, c.channel()) as subscriber:
        c.b.kill()
        return "still shown" if c.a.call("presence", channel=subscriber.channel)["presence"] else "not shown"


@row("restarts", "… `channels` of the other node", has_broker)
def channels_beside_dead(c):
    answer = c.a.call("channels")
    c.b.start()
    # Its time for asking ends together with that for writing the answer, which is error 100 or nothing.
    return "yes" if answer and "code" not in answer else "fails after 10 s"


@row("restarts", "broker ended in order: history", has_kept)
def history_of_broker(c):
    return kept_after(c, c.restart_broker)


@row("restarts", "… keys", has_kept)
def keys_of_broker(c):
    return key_after(c)


@row("restarts", "broker killed: history", has_kept)
def history_of_killed(c):
    return kept_after(c, lambda: c.restart_broker(signal.SIGKILL))


@row("restarts", "… keys", has_kept)
def keys_of_killed(c):
    return key_after(c)


@row("restarts", "… offset of the next publication, if some were saved and some not", has_kept)
def offset_after_killed(c):
    channel = c.channel()
    c.a.call("publish", channel=channel, data="saved")
    c.restart_broker()
    lost = c.a.call("publish", channel=channel, data="not saved")
    c.restart_broker(signal.SIGKILL)
    again = c.a.call("publish", channel=channel, data="again")
    if again["epoch"] != lost["epoch"]:
        return "another epoch"
    return "goes on" if again["offset"] > lost["offset"] else "**used twice**"


def broker_down(text):
    """A row that is run while the broker is not there, and the node knows it."""
    def applies(c):
        if c.broker and not c.broker_is:
            c.take_broker_away(signal.SIGKILL)
            eventually(lambda: c.a.call("publish", channel="bare", data=1) != {}, 10)
        return c.broker
    return row("broker down", text, applies)


@broker_down("`publish`")
def publish_down(c):
    return cell(c.a.call("publish", channel=c.channel(), data=1))


@broker_down("`history`")
def history_down(c):
    return cell(c.a.call("history", channel="hh:first", limit=1))


@broker_down("`presence`")
def presence_down(c):
    return cell(c.a.call("presence", channel="hh:first"))


@broker_down("`channels`, `disconnect`")
def survey_down(c):
    cells = {cell(c.a.call("channels")), cell(c.a.call("disconnect", user="nobody"))}
    return ", ".join(sorted(cells))


@broker_down("`info`")
def info_down(c):
    return cell(c.a.call("info"))


@broker_down("a new subscriber")
def subscriber_down(c):
    return subscribed(c.a, "bare")


@broker_down("a node that starts")
def node_down(c):
    node = Node(c.folder, c.settings)
    node.begin()
    eventually(lambda: node.process.poll() is not None or node.healthy(), 20)
    ended = node.process.poll() is not None
    node.kill()
    return "ends" if ended else "runs"


@row("broker down", "once it is back: subscribers get publications", has_broker)
def subscribers_afterwards(c):
    c.bring_broker_back()
    with Subscriber(c.b, "bare") as subscriber:
        c.restart_broker(signal.SIGKILL)
        c.a.call("publish", channel="bare", data="end")
        return yes(subscriber.until("end", 10) is not None)


@row("broker down", "broker frozen: `publish`", has_broker)
def publish_frozen(c):
    c.take_broker_away(signal.SIGSTOP)
    answer = cell(c.a.call_text("publish", json.dumps({"channel": c.channel(), "data": 1}), 20))
    c.bring_broker_back()
    return answer
