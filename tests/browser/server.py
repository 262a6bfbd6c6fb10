"""A portal of its own for the browser tests: a real server process with the example content."""

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.browser.settings"}


class Server:
    """A new portal with its data in ``folder``: serves it on a free port between :meth:`start` and :meth:`stop`."""

    def __init__(self, folder):
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder / "data"),
            "DJANGO_DEBUG": "1",
            "SECRET_KEY": settings.SECRET_KEY,  # tests know addresses that the portal must have signed
        }
        self.log = folder / "server.log"
        for command in (["migrate", "--noinput", "--verbosity=0"], ["seed"], ["devaccounts"]):
            self.manage(*command)

    def manage(self, *command):
        """Run ``manage.py`` with ``command``; give what it prints."""
        command = [sys.executable, "manage.py", *command]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{command} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def run(self, code):
        """Run Python ``code`` where the portal's data is; give what it prints."""
        return self.manage("shell", "--no-imports", "--command", code)

    def start(self):
        """The socket is open before the server is there: no port is guessed, and early requests wait in it."""
        with socket.create_server(("127.0.0.1", 0)) as listener, self.log.open("w") as log:
            self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            options = [f"--bind=fd://{listener.fileno()}", "--threads=4", "--no-control-socket"]
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "portal.wsgi", *options],
                cwd=ROOT, env=self.environment | SETTINGS, stdout=log, stderr=log, pass_fds=[listener.fileno()],
            )  # fmt: skip

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)

    def read(self, path):
        """Give the bytes that the portal answers to a visitor without a browser."""
        with urllib.request.urlopen(self.address + path, timeout=60) as response:  # noqa: S310 - it is our own
            return response.read()

    def said(self):
        """Give what the server has written last, for whoever looks for the cause of a fault."""
        return self.log.read_text()[-4000:]
