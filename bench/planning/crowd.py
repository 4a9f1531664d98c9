"""Subscribers of one channel over plain HTTP streams, which count what they receive."""
import json
import selectors
import socket
import threading
import time

MARK = b'"pub"'


class Crowd:
    def __init__(self, host, port, channel, size):
        self.received = 0
        self.connected = 0
        self.selector = selectors.DefaultSelector()
        self.sockets = [self.join(host, port, channel) for _ in range(size)]
        self.ended = False
        self.thread = threading.Thread(target=self.drain)
        self.thread.start()
        self.wait(lambda: self.connected >= size)

    def join(self, host, port, channel):
        one = socket.create_connection((host, port))
        body = json.dumps({"subs": {channel: {}}}).encode()
        one.sendall(b"POST /connection/uni_http_stream HTTP/1.1\r\nHost: localhost\r\n"
                    b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        self.selector.register(one, selectors.EVENT_READ, [b""])
        return one

    def drain(self):
        while not self.ended:
            for key, _ in self.selector.select(0.1):
                text = key.fileobj.recv(1 << 18)
                if not text:
                    self.selector.unregister(key.fileobj)
                    continue
                text = key.data[0] + text
                self.connected += text.count(b'"connect"')
                self.received += text.count(MARK)
                key.data[0] = text[-(len(MARK) - 1):]  # a mark may lie across two reads

    def wait(self, done):
        end = time.monotonic() + 60
        while not done():
            if time.monotonic() > end:
                raise TimeoutError("%d connected, %d received" % (self.connected, self.received))
            time.sleep(0.001)

    def close(self):
        self.ended = True
        self.thread.join()
        for one in self.sockets:
            one.close()
