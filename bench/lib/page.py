"""page.py RAW: writes docs/performance/README.md to standard output.
page.py RAW targets: prints which targets of bench/targets.txt are reached, for work on cent."""
import pathlib
import sys

from figures import CPU, WALL, Raw, median, quantile, readable, spread

raw = Raw(sys.argv[1])
TEXTS = pathlib.Path(__file__).with_name("page.md.in")
CLIENTS = ["cent", "unkeyed", "curl", "gocent", "pycent3", "pycent5", "pycent5_async", "gRPC", "wrk"]
WORKS = ("publish batch1 batch10 batch100 batch1000 batch10000 history10 history1000 history10000 broadcast1000 events "
         "producers1 producers2 producers8 channels1 channels1000 channels1000000").split()
REAL_WORKS = "publish batch1000 batch10000 events producers8".split()


def ratio(name, comparison, variant, base, column=WALL, decimals=3):
    return spread(raw.ratios(name, comparison, variant, base, column), decimals)


def difference(what, probe, base):
    above, below = raw.count(what, probe), raw.count(what, base)
    return None if above is None or below is None else f"{above - below:.2f}"


def counted(what, probe):
    number = raw.count(what, probe)
    return None if number is None else f"{number:.2f}".rstrip("0").rstrip(".")


def quotient(above, below, decimals=2):
    return None if not above or not below else f"{above / below:.{decimals}f}"


def lone(name, q):
    of = {variant: quantile(raw.values(name, "latency", variant, WALL), q) for variant in ("async_future", "client")}
    return quotient(of["async_future"], of["client"])


def kib(what):
    return next((float(line[2]) for line in raw.lines("memory") if line[1] == what), None)


def a_core():
    cost = median(raw.values("batches", "batches", "async_callback_1", CPU))
    return None if not cost else f"{1e6 / cost:.0f}"


def against(client, comparison, name="others"):
    return ratio(name, comparison, "cent", client, CPU, 4)


def instead(client):
    """AsyncClient relative to one call for each publish: medians, since these are two different works."""
    return quotient(median(raw.values("others", "others.events", "cent", CPU)),
                    median(raw.values("others", "others.publish", client, CPU)), 4)


def grew(comparison, least, most, column=CPU):
    return ratio("growth", "growth." + comparison, most, least, column)


def against_simdjson():
    version = raw.word("history", "version")
    return [] if version is None else [
        (f"history decode, time relative to simdjson {version} on demand, which does not check data", ratio("history", "history", "owned", "simdjson_on_demand"), "simdjson"),
        ("… as views", ratio("history", "history", "views", "simdjson_on_demand"), "simdjson_views"),
        ("… relative to simdjson's DOM, which checks data as cent does", ratio("history", "history", "owned", "simdjson_dom"), None),
    ]


def sections():
    """Each section: its heading, and rows of label, figure, and the name of its target."""
    yield "publish", [
        ("time relative to bare libcurl, payload as ready text", ratio("sequential", "sequential", "cent_text", "curl_url"), "curl_url"),
        ("… payload from nlohmann", ratio("sequential", "sequential", "cent_nlohmann", "curl_url"), None),
        ("… CPU time, payload as ready text", ratio("sequential", "sequential", "cent_text", "curl_url", CPU), None),
        ("time relative to libcurl with a parsed URL", ratio("sequential", "sequential", "cent_text", "curl_parsed"), "curl_parsed"),
        ("noise: bare libcurl relative to itself", ratio("sequential", "sequential", "curl_url_again", "curl_url"), None),
        ("lower bound: a raw blocking socket relative to bare libcurl", ratio("sequential", "sequential", "raw_socket", "curl_url"), None),
        ("instructions above libcurl with a parsed URL, payload as ready text", difference("instructions", "publish_text", "publish_curl_parsed"), "above_curl"),
        ("… payload from nlohmann", difference("instructions", "publish_nlohmann", "publish_curl_parsed"), "above_curl_nlohmann"),
        ("instructions below bare libcurl, payload as ready text", difference("instructions", "publish_curl_url", "publish_text"), "below_curl"),
        ("system calls above libcurl", difference("syscalls", "publish_text", "publish_curl_parsed"), "syscalls"),
        ("allocations above libcurl", difference("allocations", "publish_text", "publish_curl_parsed"), None),
        ("connections for 1,000 calls", counted("connections", "publish_text"), "connections"),
        ("lone publish, AsyncClient relative to Client, median", lone("latency", 0.5), "lone"),
        ("… 99th percentile", lone("latency", 0.99), "lone"),
    ]
    body, send = kib("body_kib"), kib("send_kib")
    yield "json", [
        ("batch encode, from a ready `Json`", counted("instructions", "encode_ready_json"), "encode"),
        ("… from a ready request: writing alone", counted("instructions", "encode_ready_request"), None),
        ("batch encode, from text that is checked each time", counted("instructions", "encode_text"), None),
        ("batch encode, from an nlohmann object", counted("instructions", "encode_nlohmann"), "encode_nlohmann"),
        ("… nlohmann's own dump in it", counted("instructions", "nlohmann_dump"), None),
        ("reply decode", counted("instructions", "decode_replies"), "decode"),
        ("history decode, data as text, for a publication of 220 bytes", counted("instructions", "decode_history"), None),
        ("… as views", counted("instructions", "decode_history_view"), None),
        *against_simdjson(),
        ("token by HS256, in HMACs of the same bytes (one OpenSSL call each)",
         quotient(raw.count("instructions", "token_hs256"), raw.count("instructions", "hmac_one_shot")), "token"),
        ("memory for sending a batch of 100,000, in multiples of its body", quotient(send, body), "batch_memory"),
    ]
    batching = [
        ("CPU µs for a publish, callback form, keys off", spread(raw.values("batches", "batches", "async_callback_1", CPU)), "async_cpu"),
        ("publishes a second on one core", a_core(), "a_core"),
        ("… with keys: CPU µs", spread(raw.values("batches", "batches", "async_callback_keyed_1", CPU)), None),
        ("instructions for a publish, callback form, full batches", counted("instructions", "async_publish"), "async_publish"),
        ("… with keys", counted("instructions", "async_publish_keyed"), "async_publish_keyed"),
        ("allocations for a publish", counted("allocations", "async_publish"), "async_allocations"),
        ("time relative to sequential publishes", ratio("batches", "batches", "async_callback_1", "sequential"), None),
        ("time relative to a hand-made Batch", ratio("batches", "batches", "async_callback_1", "batch"), None),
    ]
    if raw.lines("dev"):
        batching.append(("dev server: time relative to sequential publishes", ratio("dev", "real", "async_callback_1", "sequential"), None))
    if raw.lines("real"):
        version = raw.word("real", "version")
        batching += [
            (f"Centrifugo {version}: time relative to the prebuilt body through bare curl, keys off",
             ratio("real", "real", "async_callback_1", "prebuilt_curl"), "real"),
            ("… relative to the same in bodies of 500", ratio("real", "real", "async_callback_1", "prebuilt_curl_of_500"), None),
            ("… with keys", ratio("real", "real", "async_callback_keyed_1", "prebuilt_curl"), "real_keyed"),
            ("… lone publish, AsyncClient relative to Client, median", lone("real", 0.5), "lone"),
        ]
    yield "batching", batching
    if raw.lines("others"):
        yield "others", [
            ("gocent, sequential publish", against("gocent", "others.publish"), "gocent"),
            ("pycent 3, sequential publish", against("pycent3", "others.publish"), "pycent"),
            ("pycent 5, sequential publish", against("pycent5", "others.publish"), "pycent"),
            ("pycent 5 with asyncio, sequential publish", against("pycent5_async", "others.publish"), None),
            ("10,000 publishes by AsyncClient, relative to one call for each with gocent", instead("gocent"), "instead_gocent"),
            ("… with pycent 3", instead("pycent3"), "instead_pycent"),
            ("… with pycent 5", instead("pycent5"), "instead_pycent"),
            ("10,000 publishes by AsyncClient, relative to one hand-made Pipe of gocent", against("gocent", "others.events"), "pipe"),
            ("… one buffer of pycent 3 (add, send)", against("pycent3", "others.events"), "buffer"),
            ("… one batch of pycent 5", against("pycent5", "others.events"), "buffer"),
            ("bare curl over TLS, sequential publish", against("curl", "tls.publish"), None),
            ("… gocent over TLS", against("gocent", "tls.publish"), None),
            ("… pycent 5 over TLS", against("pycent5", "tls.publish"), None),
            ("publishes a second, AsyncClient without keys relative to wrk with 64 connections, the server on its own core",
             ratio("others", "apart.events", "wrk", "unkeyed"), None),
            ("… with keys", ratio("others", "apart.events", "wrk", "cent"), "wrk"),
        ]
    if raw.lines("growth"):
        per_byte = median(raw.ratios("growth", "growth.payload", "10000000", "100000", CPU))
        yield "growth", [
            ("CPU for a command, 1,000,000 in one Batch relative to 1,000", grew("commands_batch", "1000", "1000000"), "grew_batch"),
            ("CPU for a command, 1,000,000 by AsyncClient at once relative to 1,000", grew("commands_async", "1000", "1000000"), "grew_async"),
            ("CPU for a byte of payload, 10 MB relative to 100 KB", None if per_byte is None else f"{per_byte / 100:.3f}", None),
            ("CPU for a publish, 1,000,000 distinct channels relative to 1,000", grew("channels", "1000", "1000000"), None),
            ("CPU for a publish, 1,000 clients in turn relative to one", grew("clients", "1", "1000"), None),
            ("CPU for a publish, 1,000,000 waiting relative to 1,000", grew("depth", "1000", "1000000"), None),
        ]
    if raw.lines("outbox"):
        yield "outbox", [
            (what, ratio("outbox", "outbox", variant, "copy_by_hand"), target) for what, variant, target in (
                ("`publish` and `insert` with libpq", "libpq", "outbox"),
                ("… with libpqxx", "pqxx", None),
                ("`insert` alone with libpq", "libpq_of_ready_rows", None),
                ("… with libpqxx", "pqxx_of_ready_rows", None))]
    yield "headers", [
        ("`<cent/cent.hpp>` relative to its standard headers alone", ratio("headers", "headers", "cent", "standard"), "headers"),
        ("… relative to `nlohmann/json.hpp` alone", ratio("headers", "headers", "cent", "nlohmann"), "headers_nlohmann"),
    ]


def client_table(name, prefix, column, works):
    print("| |" + "".join(f" {client} |" for client in CLIENTS))
    print("| --- |" + " --- |" * len(CLIENTS))
    for work in works:
        cells = []
        for client in CLIENTS:
            cost = median(raw.values(name, f"{prefix}.{work}", client, column))
            share = None if client == "cent" else median(raw.ratios(name, f"{prefix}.{work}", "cent", client, column))
            cells.append(("–" if cost is None else readable(cost)) + ("" if share is None else f" ({share:.2g})"))
        print(f"| {work} | " + " | ".join(cells) + " |")
    print()


def absolute_tables():
    ways = [line[1] for line in raw.lines("batches") if line[0] == "batches" and line[2] == "0"]
    tables = [("one core, sequential", "sequential", "sequential", "raw_socket curl_url curl_parsed cent_text cent_nlohmann".split()),
              ("10,000 publishes, counting server", "batches", "batches", ways),
              ("10,000 publishes, dev server", "dev", "real", ways),
              (f"10,000 publishes, Centrifugo {raw.word('real', 'version')}", "real", "real", ways)]
    for title, name, comparison, variants in tables:
        if not raw.lines(name):
            continue
        print(f"| {title} | wall | CPU |\n| --- | --- | --- |")
        for variant in variants:
            both = [median(raw.values(name, comparison, variant, column)) for column in (WALL, CPU)]
            print(f"| {variant} | " + " | ".join("–" if one is None else f"{one:.2f}" for one in both) + " |")
        print()


def not_run():
    failed = [f"{line[2]} ended at {line[1]}" for path in sorted(raw.folder.glob("*.txt"))
              for line in raw.lines(path.stem) if line and line[0] == "failed"]
    left_out = [" ".join(line) for line in raw.lines("notrun")] + failed
    return "\n".join("- " + line for line in left_out) or "Everything ran."


def write_page():
    rows = dict(sections())
    for part in TEXTS.read_text().split("\n@"):
        head, _, text = part.partition("\n")
        name = head.lstrip("@")
        if name in ("others", "growth", "outbox") and name not in rows:
            continue
        text = text.replace("{machine}", "\n".join("- " + " ".join(line) for line in raw.lines("machine")))
        before, mark, after = text.partition("{rows}")
        print(before.rstrip("\n") if not mark else before, end="" if mark else "\n\n")
        if mark:
            for what, figure, _ in rows[name]:
                print(f"| {what} | {figure or 'not measured'} |")
            print(after.rstrip("\n"))
            if after.strip():
                print()
        if name == "others":
            client_table("others", "others", CPU, WORKS)
            if any(line and line[0].startswith("others_real") for line in raw.lines("real")):
                version = raw.word("real", "version")
                print(f"The same work on Centrifugo {version}, which runs on its own core. Wall time, µs each:\n")
                client_table("real", "others_real", WALL, REAL_WORKS)
                print("CPU µs of the client:\n")
                client_table("real", "others_real", CPU, REAL_WORKS)
        if name == "absolute":
            absolute_tables()
    print(f"## Not run\n\n{not_run()}")


def judge_targets():
    targets = {}
    for line in (TEXTS.parent.parent / "targets.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, relation, number = line.split()
            targets[name] = (relation, float(number))
    for _, rows in sections():
        for what, figure, target in rows:
            if target is None or figure is None:
                continue
            relation, limit = targets[target]
            measured = float(figure.split()[0])
            good = measured <= limit if relation == "<=" else measured >= limit
            print(f"{'reached' if good else 'MISSED '}  {what}: {figure} (target {relation} {limit:g})")


judge_targets() if sys.argv[2:] == ["targets"] else write_page()
