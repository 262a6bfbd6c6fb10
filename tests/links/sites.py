"""A real server on this machine that answers well, badly, slowly and never."""

import contextlib
import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# For the name localhost, of nobody whom anyone trusts; valid until 2126 (openssl req -x509 -newkey ec …).
CERTIFICATE = Path(__file__).with_name("localhost.pem")


class Handler(BaseHTTPRequestHandler):
    """Answers by the path: ``/200``, ``/404``, ``/to?address``, ``/slow``, ``/drip``, ``/huge``, ``/dies``…"""

    def do_GET(self):
        self.server.asked.append((self.command, self.path, dict(self.headers), time.monotonic()))
        name = self.path.strip("/").partition("?")[0].partition("/")[0]
        if name.isdigit():
            return self.answer(int(name))
        return getattr(self, name)()

    do_HEAD = do_GET

    def answer(self, status, **headers):
        self.send_response(status)
        for header, value in headers.items():
            self.send_header(header, value)
        self.end_headers()

    def to(self):
        self.answer(302, Location=self.path.partition("?")[2])

    def deep(self):
        """Redirect as often as the number says."""
        number = int(self.path.rpartition("/")[2])
        self.answer(302, Location=f"/deep/{number - 1}" if number > 1 else "/200")

    def nohead(self):
        self.answer(405 if self.command == "HEAD" else 200)

    def headdies(self):
        self.answer(200) if self.command == "GET" else self.dies()

    def slow(self):
        self.server.ending.wait(5)
        self.answer(200)

    def drip(self):
        """Send a header that never ends, a byte at a time, so that no single read is slow."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        with contextlib.suppress(OSError):
            while not self.server.ending.wait(0.02):
                self.wfile.write(b"x")

    def huge(self):
        """Send more than anyone should read, where HEAD is not enough."""
        if self.command == "HEAD":
            return self.answer(403)
        self.answer(200)
        with contextlib.suppress(OSError):
            while not self.server.ending.is_set():
                self.server.sent += self.wfile.write(b"x" * 65536)
        return None

    def continues(self):
        with contextlib.suppress(OSError):
            while not self.server.ending.wait(0.01):
                self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def dies(self):
        self.connection.shutdown(socket.SHUT_RDWR)

    def garbage(self):
        self.wfile.write(b"no HTTP at all\r\n\r\n")

    def log_message(self, *arguments):
        pass


class Server(ThreadingHTTPServer):
    """``asked``: what was asked, in order; ``sent``: bytes of ``/huge``. Slow answers end with ``ending``."""

    daemon_threads = True
    request_queue_size = 50

    def __init__(self, tls=False):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.sent, self.ending = [], 0, threading.Event()
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request, client_address):
        pass

    def url(self, path, host="127.0.0.1"):
        return f"http://{host}:{self.server_port}{path}"


@contextlib.contextmanager
def serving(tls=False):
    """Give a running :class:`Server`."""
    with Server(tls) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.ending.set()
            server.shutdown()
            thread.join()


def unused_port():
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return sock.getsockname()[1]
