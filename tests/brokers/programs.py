"""Starts a broker and Centrifugo nodes on loopback, and speaks to the nodes over HTTP."""
import contextlib
import glob
import http.client
import json
import os
import pathlib
import pwd
import random
import shutil
import signal
import socket
import subprocess
import time

PATIENCE = 60  # seconds, for what is sure to come


def eventually(condition, patience=PATIENCE):
    """Returns the condition's value as soon as it is true, and its last value when the time is over."""
    end = time.monotonic() + patience
    while True:
        value = condition()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.02)


def free_port():
    """Outside the range that the system uses for outgoing connections, so that a program can return to it."""
    while True:
        port = random.randrange(20000, 30000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


def find(name):
    """Path of an installed program, or None."""
    if name == "centrifugo" and "CENT_CENTRIFUGO" in os.environ:
        return os.environ["CENT_CENTRIFUGO"]
    folders = ["/usr/sbin", *sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    return shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *folders]))


class Program:
    """A server program in its own process group. It ends with this one."""

    def __init__(self, command, port, log, ready=None, ending=signal.SIGTERM):
        self.command, self.port, self.log, self.process, self.ending = command, port, log, None, ending
        self.ready = ready or self.listens

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def begin(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(["setpriv", "--pdeathsig=KILL", *self.command], stdout=log, stderr=log,
                                            start_new_session=True, cwd=os.path.dirname(self.log))

    def start(self):
        """Ready when it returns. It is begun again if it ends, as PostgreSQL does while children of a killed one live."""
        for _ in range(20):
            self.begin()
            eventually(lambda: self.process.poll() is not None or self.ready())
            if self.process.poll() is None and self.ready():
                return
            self.kill()
            time.sleep(0.5)
        raise RuntimeError(f"{self.command[0]} does not start: {pathlib.Path(self.log).read_text()[-2000:]}")

    def send(self, number):
        """To its children as well: those of PostgreSQL have groups of their own."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        for pid in (self.process.pid, *map(int, children.split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def stop(self, number=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.send(number)
            self.process.wait(PATIENCE)

    def kill(self):
        self.stop(signal.SIGKILL)


def redis(folder):
    """With Debian's settings: the data goes to disk when it ends in order, and at intervals."""
    port = free_port()

    def ready():
        return subprocess.run(["redis-cli", "-p", str(port), "PING"], capture_output=True).stdout == b"PONG\n"

    command = [find("redis-server"), "--bind", "127.0.0.1", "--port", str(port), "--dir", folder]
    return Program(command, port, f"{folder}/log", ready)


def nats(folder):
    port = free_port()
    return Program([find("nats-server"), "-a", "127.0.0.1", "-p", str(port)], port, f"{folder}/log")


def postgres(folder):
    """In a cluster of its own. PostgreSQL refuses to run as root."""
    port, user = free_port(), []
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--pdeathsig=KILL"]
    data = ["-D", f"{folder}/db"]
    initdb = [find("initdb"), *data, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
    subprocess.run([*user, *initdb], check=True, capture_output=True, cwd=folder)
    command = [*user, find("postgres"), *data, "-p", str(port)]
    for option in ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "jit=off"):
        command += ["-c", option]
    asks = [find("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    return Program(command, port, f"{folder}/log", lambda: subprocess.run(asks).returncode == 0, signal.SIGINT)


class Node(Program):
    """A Centrifugo. Channels that begin with `hh:` have a history, those with `short:` one that lasts a second."""

    def __init__(self, folder, broker):
        port = free_port()
        open_to_all = {"presence": True, "allowed_delta_types": ["fossil"], "allow_subscribe_for_client": True,
                       "allow_subscribe_for_anonymous": True}
        kept = {"history_size": 100, "history_ttl": "300s", "force_recovery": True, **open_to_all}
        configuration = {
            "http_server": {"address": "127.0.0.1", "port": port},
            "http_api": {"insecure": True},
            "health": {"enabled": True},
            "client": {"allow_anonymous_connect_without_token": True, "queue_max_size": 16 << 20},
            "channel": {"without_namespace": open_to_all,
                        "namespaces": [{"name": "hh", **kept}, {"name": "short", **kept, "history_ttl": "1s"}]},
            "uni_http_stream": {"enabled": True},
            "http_stream": {"enabled": True},
            "usage_stats": {"disabled": True},
            **broker}
        file = f"{folder}/{port}.json"
        pathlib.Path(file).write_text(json.dumps(configuration))
        super().__init__([find("centrifugo"), "-c", file], port, f"{folder}/{port}.log", self.healthy)

    def healthy(self):
        try:
            connection, response = self.post("/health", "", method="GET")
        except OSError:
            return False
        connection.close()
        return response.status == 200

    def post(self, path, body, method="POST", timeout=PATIENCE):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        connection.request(method, path, body.encode())
        return connection, connection.getresponse()

    def call(self, method, **params):
        """The result, or the error: `{"code": …}`. None without an answer."""
        return self.call_text(method, json.dumps(params))

    def call_text(self, method, params, timeout=PATIENCE):
        text = self.read(method, params, timeout)
        answer = text and json.loads(text)
        return answer and answer.get("result", answer.get("error"))

    def read(self, method, params, timeout=PATIENCE):
        """The answer's text."""
        try:
            connection, response = self.post("/api/" + method, params, timeout=timeout)
            with connection.sock or response:
                return response.read().decode()
        except (OSError, http.client.HTTPException):
            return None


class Subscriber:
    """A connection that has subscribed to a channel when constructed, with these members in its request."""

    def __init__(self, node, channel, **members):
        self.channel = channel
        if "delta" in members:  # which only bidirectional connections can ask for
            body = '{"id":1,"connect":{}}\n' + json.dumps({"id": 2, "subscribe": {"channel": channel, **members}})
            self.connection, self.stream = node.post("/connection/http_stream", body)
            self.stream.readline()
            self.stream.readline()
            return
        body = json.dumps({"subs": {channel: members}})
        self.connection, self.stream = node.post("/connection/uni_http_stream", body)
        self.first = json.loads(self.stream.readline() or "{}")
        # None if it was refused.
        self.subscription = self.first.get("connect", {}).get("subs", {}).get(channel)

    def lines_until(self, last, patience=PATIENCE):
        """The lines with data before the one with this text. None if the time or the connection ends before."""
        self.connection.sock.settimeout(patience)
        lines = []
        try:
            while line := self.stream.readline().decode():
                if last in line:
                    return lines
                if '"data":' in line:
                    lines.append(line)
        except TimeoutError:
            pass
        return None

    def until(self, last, patience=PATIENCE):
        """The data of all publications before this one, as text. None if the time or the connection ends before."""
        lines = self.lines_until(f'"data":"{last}"', patience)
        if lines is None:
            return None
        texts = [line[line.index('"data":') + 7:] for line in lines]
        return [text[:json.JSONDecoder().raw_decode(text)[1]] for text in texts]

    def ends(self, patience=PATIENCE):
        """True if the server closes the connection in this time."""
        self.connection.sock.settimeout(patience)
        try:
            while self.stream.readline():
                pass
        except TimeoutError:
            return False
        return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
