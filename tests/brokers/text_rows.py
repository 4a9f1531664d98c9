"""The tables of payloads and channel names."""
import json
import signal

from probes import NONE, cell, row, subscribed
from programs import Subscriber, eventually

SPELLED = '{"b":1.0,  "a":1e2, "a":1e2}'


@row("payload", f"`{SPELLED}` for subscribers")
def live(c):
    with Subscriber(c.a, c.channel("spelled")) as subscriber:
        c.a.call_text("publish", f'{{"channel":"{subscriber.channel}","data":{SPELLED}}}')
        c.a.call("publish", channel=subscriber.channel, data="end")
        [text] = subscriber.until("end")
    return "unchanged" if text == SPELLED else f"`{text}`"


@row("payload", "… in the history", lambda c: c.keeps_history)
def kept(c):
    text = c.a.read("history", json.dumps({"channel": c.channel("spelled"), "limit": 1}))
    return f"""`{text[text.index('"data":') + 7:text.index(',"offset"')]}`"""


@row("payload", r'`"\u0000"`, `"\ud800"`, `1e200000`')
def awkward(c):
    return together(cell(c.a.call_text("publish", f'{{"channel":"{c.channel()}","data":{text}}}'))
                    for text in (r'"\u0000"', r'"\ud800"', "1e200000"))


@row("payload", "`b64data` that is not JSON")
def binary(c):
    return cell(c.a.call("publish", channel=c.channel(), b64data="AAEC/w=="))


@row("payload", "2 MiB")
def large(c):
    return cell(c.a.call("publish", channel=c.channel(), data="x" * (2 << 20)))


def together(cells):
    return ", ".join(sorted(set(cells)))


def name(c, channel):
    published = cell(c.a.call("publish", channel=channel, data=1))
    subscription = subscribed(c.a, channel)
    return published if published != "yes" or subscription == "yes" else f"published, subscribing: {subscription}"


@row("channel names", "a blank, a tab, a line feed")
def blank(c):
    return together(name(c, channel) for channel in ("a b", "a\tb", "a\nb"))


@row("channel names", "`*`, `a>`, `a.*`, `a.>`")
def wildcards(c):
    return together(name(c, channel) for channel in ("*", "a>", "a.*", "a.>"))


@row("channel names", "`.a`, `a.`, `a..b`")
def dots(c):
    return together(name(c, channel) for channel in (".a", "a.", "a..b"))


@row("channel names", "a zero byte")
def zero(c):
    return name(c, "a\0b")


@row("channel names", "5,000 bytes: `publish`")
def long_name(c):
    return cell(c.a.call("publish", channel="x" * 5000, data=1))


@row("channel names", "… and then to another channel")
def after_long_name(c):
    def fails():
        return "code" in c.a.call("publish", channel="bare", data=1)
    if not eventually(fails, 5):
        return "yes"
    if eventually(lambda: not fails(), 10):
        return "error 100 for a while"
    c.restart_nodes(signal.SIGKILL)
    return NONE if fails() else "**error 100 until the node is restarted**"
