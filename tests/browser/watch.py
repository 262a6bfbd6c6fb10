"""What goes wrong in pages while somebody uses them: nothing of it may pass unseen."""

from urllib.parse import urlsplit

import pytest

# The page was left before the answer came.
LEFT = "net::ERR_ABORTED"


class Watch:
    """Collects the faults of all pages of ``context``: of scripts, of requests, and requests to anyone but ``server``.

    ``expected``: statuses of errors that are none.
    """

    def __init__(self, context, server, expected):
        self.host = urlsplit(server.address).netloc
        self.begin(expected)
        context.on("console", self.read_console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self.read_request)
        context.on("requestfailed", self.read_failure)
        context.on("response", self.read_response)

    def begin(self, expected):
        """Forget what was, and expect other errors."""
        self.expected = expected
        self.faults = []

    def read_console(self, message):
        """Statuses are the business of :meth:`read_response`."""
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text} ({message.location['url']})")

    def read_request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.faults.append(f"to another host: {request.url}")

    def read_failure(self, request):
        if request.failure != LEFT:
            self.faults.append(f"failed: {request.method} {request.url} {request.failure}")

    def read_response(self, response):
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")


def nothing(of, sentences):
    """Fail with all of ``sentences``, each once, unless there is none."""
    if sentences:
        pytest.fail(f"{of}:\n" + "\n".join(dict.fromkeys(sentences)), pytrace=False)
