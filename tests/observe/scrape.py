"""scrape.py PROMETHEUS INSTANCE DASHBOARD: asserts what a running Prometheus has scraped from scrape_target."""
import json
import sys
import time
import urllib.parse
import urllib.request

prometheus, instance, dashboard = sys.argv[1:]
LABELS = 'client="a \\"quoted\\" \\\\ name\\nof two lines, \u00e9"'


def query(expression):
    url = prometheus + "/api/v1/query?" + urllib.parse.urlencode({"query": expression})
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        sys.exit(f"{expression}: {error.read().decode()}")
    assert answer["status"] == "success", answer
    return answer["data"]["result"]


def eventually(expression, holds):
    """The value of the first sample, once it holds."""
    end = time.monotonic() + 60
    found = None
    while time.monotonic() < end:
        found = query(expression)
        if found and holds(float(found[0]["value"][1])):
            return float(found[0]["value"][1])
        time.sleep(0.2)
    sys.exit(f"after 60 s: {expression} is {found}")


# Four scrapes: each finds one more round of events.
scrapes = eventually(f'cent_keys_refused_total{{{LABELS},instance="{instance}"}}', lambda value: value >= 4)
eventually(f'up{{instance="{instance}"}}', lambda value: value == 1)
same = f'instance="{instance}"'
for metric, each in [
    ('cent_commands_total{method="publish",outcome="applied",%s}', 1),
    ('cent_commands_total{method="publish",outcome="not_sent",%s}', 1),
    ('cent_commands_total{method="broadcast",outcome="applied",%s}', 1),
    ('cent_command_failures_total{kind="connect",%s}', 1),
    ('cent_request_failures_total{kind="connect",%s}', 1),
    ("cent_failed_channels_total{%s}", 3),
    ("cent_requests_total{%s}", 2),
    ("cent_request_retries_total{%s}", 1),
    ("cent_sent_bytes_total{%s}", 200),
    ("cent_received_bytes_total{%s}", 40),
    ("cent_connections_opened_total{%s}", 1),
    ("cent_addresses_set_aside_total{%s}", 1),
    ("cent_command_duration_seconds_count{%s}", 3),
    ("cent_command_duration_seconds_sum{%s}", 0.0414),
    ('cent_command_duration_seconds_bucket{le="0.001",%s}', 2),
    ('cent_command_duration_seconds_bucket{le="+Inf",%s}', 3),
]:
    # As a ratio to a figure of the same scrape, since scrapes go on.
    found = eventually(f"sum({metric % same}) / sum(cent_keys_refused_total{{{same}}})", lambda value: True)
    assert abs(found - each) < 1e-9, f"{metric}: {found} a round instead of {each}"
for metric, expected in [
    ("cent_pending_commands", 12),
    ("cent_queued_commands", 11),
    ("cent_queue_bytes", 4096),
    ("cent_queue_oldest_seconds", 1.5),
]:
    eventually(f"{metric}{{{same}}}", lambda value: value == expected)
eventually(f"cent_last_error_age_seconds{{{same}}}", lambda value: 0 <= value < 60)
median = eventually(
    f"histogram_quantile(0.5, sum by (le) (cent_command_duration_seconds_bucket{{{same}}}))", lambda value: True
)
assert 0.0005 < median <= 0.001, median

# Every expression of the dashboard is valid and finds something.
with open(dashboard, encoding="utf-8") as file:
    panels = json.load(file)["panels"]
count = 0
for panel in panels:
    for target in panel["targets"]:
        expression = target["expr"].replace("$__rate_interval", "30s")
        expression = expression.replace("$job", ".*").replace("$instance", ".*")
        eventually(expression, lambda value: value >= 0)
        count += 1
assert count >= 20, count

with urllib.request.urlopen(prometheus + "/api/v1/rules", timeout=10) as response:
    groups = json.load(response)["data"]["groups"]
rules = [rule for group in groups for rule in group["rules"]]
assert len(rules) == 8, rules
print(f"{int(scrapes)} scrapes, {count} expressions of the dashboard, {len(rules)} rules")
