"""The tests' side of ``worker.py``: start processes, let them go at one moment, hear what became of them."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60  # seconds for any one answer


class Failed(Exception):
    """A task raised; the text is its traceback."""


class Ended(Exception):
    """A process was gone before it answered: killed, by itself or by the test."""


class Process:
    """One process with one task. It is connected to its database and waits for :meth:`go`."""

    def __init__(self, channel, request):
        self.socket = channel
        channel.settimeout(PATIENCE)
        self.lines = channel.makefile("rw", encoding="utf-8")
        try:
            self.say(request)
            self.pid = self.hear()["ready"]
        except BaseException:
            self.end()
            raise

    def say(self, line):
        self.lines.write(json.dumps(line) + "\n")
        self.lines.flush()

    def hear(self):
        try:
            line = self.lines.readline()
        except ConnectionResetError:
            line = ""
        if not line:
            raise Ended
        heard = json.loads(line)
        if "fault" in heard:
            raise Failed(heard["fault"])
        return heard

    def go(self):
        self.say({})
        return self

    def answer(self):
        """Give the next answer of the task; raise :class:`Failed` or :class:`Ended`."""
        return self.hear()["answer"]

    def answers(self):
        """Give the answers until the process is gone."""
        with contextlib.suppress(Ended):
            while True:
                yield self.answer()

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def end(self):
        """Hang up; a process that is still at work ends by that. Wait until it is gone."""
        if self.socket.fileno() >= 0:
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
                while self.socket.recv(65536):
                    pass
            self.lines.close()
            self.socket.close()


class Workers:
    """The process that forks the others; ``environment`` names its database, ``folder`` takes its files and its log."""

    def __init__(self, folder, environment):
        self.log = folder / "worker.log"
        self.control, theirs = socket.socketpair()
        settings = {"DJANGO_SETTINGS_MODULE": "tests.editions.processes.settings", "DJANGO_DEBUG": "1"}
        inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        with self.log.open("w") as log, theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.editions.processes.worker", str(theirs.fileno())],
                cwd=ROOT,
                env=inherited | settings | {"DATA_DIR": str(folder), "TMPDIR": str(folder)} | environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def start(self, database, task, **arguments):
        """Give a new :class:`Process` that is about to do ``task`` on the database of that name."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.control, [b"-"], [theirs.fileno()])
        try:
            return Process(ours, {"task": task, "database": str(database), "arguments": arguments})
        except Ended:
            raise Failed(f"A process did not start:\n{self.log.read_text()}") from None

    def close(self):
        self.control.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
