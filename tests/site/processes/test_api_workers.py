"""Several processes answer for the API as one: they count visitors together and know at once what was published."""

import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest

from .test_settings import PRODUCTION, ROOT, inherited, manage

REDIS = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/9")
WORKERS, RATE = 3, 40


@contextmanager
def server(environment):
    """Start gunicorn with several workers; give its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gunicorn = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--workers", str(WORKERS)]
    command = [*gunicorn, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=ROOT, env=inherited() | environment, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            ask(port, "/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The server does not answer.")


def ask(port, path, **headers):
    """Give status and headers of the answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        connection.close()


@pytest.fixture(params=["files", "redis"])
def environment(request, tmp_path):
    """A site in production with an empty database, behind a proxy; the cache may be that of others."""
    site = PRODUCTION | {
        "DATA_DIR": str(tmp_path),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "0",
        "SECURE_PROXY": "1",
    }
    site |= {"API_RATE": str(RATE), "CACHE_URL": REDIS if request.param == "redis" else ""}
    assert manage("migrate", "--verbosity", "0", **site).stderr == ""
    return site


def test_workers_count_an_address_together(environment):
    with server(environment) as port, ThreadPoolExecutor(WORKERS * 2) as visitors:
        time.sleep(61 - time.time() % 60 if time.time() % 60 > 45 else 0)  # so that the minute does not end in between
        one = f"2001:db8:{random.getrandbits(16):x}:{random.getrandbits(16):x}::1"
        asked = visitors.map(lambda _: ask(port, "/api/v1/columns", x_forwarded_for=one), range(RATE + 20))
        statuses = [status for status, _ in asked]
    assert Counter(statuses) == {200: RATE, 429: 20}


def test_workers_know_at_once_what_was_published_elsewhere(environment):
    make = "from chains.models import Organization; Organization.objects.create(name='新单位', slug='new')"
    environment["API_RATE"] = "0"
    with server(environment) as port:
        tags = {ask(port, "/api/v1/organizations")[1]["ETag"] for _ in range(WORKERS * 4)}
        [before] = tags
        assert ask(port, "/api/v1/organizations", if_none_match=before)[0] == 304
        assert manage("shell", "--verbosity", "0", "--command", make, **environment).stderr == ""
        answers = [ask(port, "/api/v1/organizations", if_none_match=before) for _ in range(WORKERS * 4)]
    assert {status for status, _ in answers} == {200}
    assert len({headers["ETag"] for _, headers in answers}) == 1
