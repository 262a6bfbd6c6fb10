"""As much of a browser as the tests need: it keeps cookies, and fills in and sends forms, over real HTTP."""

import html
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode


class FormParser(HTMLParser):
    """Collects the forms of a page, each as the ``(name, value)`` pairs that a browser would send."""

    def __init__(self):
        super().__init__()
        self.forms, self.textarea, self.select = [[]], None, None

    def handle_starttag(self, tag, attributes):
        values = {name: value or "" for name, value in attributes}
        kind = values.get("type", "text")
        if tag == "form":
            self.forms.append([])
        elif tag == "textarea":
            self.textarea = [values["name"], ""]
        elif tag == "select":
            self.select = values.get("name")
        elif tag == "option" and "selected" in values:
            self.add(self.select, values["value"])
        elif tag == "input" and kind not in ("submit", "file") and (kind != "checkbox" or "checked" in values):
            self.add(values.get("name"), values.get("value", ""))

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            name, value = self.textarea
            self.textarea = None
            self.add(name, value.removeprefix("\r").removeprefix("\n"))

    def add(self, name, value):
        if name:
            self.forms[-1].append((name, value))


@dataclass
class Page:
    """What a server answered."""

    status: int
    text: str

    @property
    def words(self):
        return html.unescape(self.text)

    def form(self, name="title"):
        """Give the fields of the form that has a field of this name."""
        parser = FormParser()
        parser.feed(self.text)
        found = [form for form in parser.forms if name in dict(form)]
        assert found, self.text
        return found[0]


class Browser:
    """Somebody at ``port`` of this machine, logged in where there is a ``session``."""

    def __init__(self, port, session=None):
        self.port = port
        self.cookies = SimpleCookie({"sessionid": session} if session else {})

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, fields):
        return self.ask("POST", path, urlencode(fields))

    def ask(self, method, path, body=None):
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            for header in response.headers.get_all("Set-Cookie", []):
                self.cookies.load(header)
            return Page(response.status, response.read().decode())
        finally:
            connection.close()


def typed(form, **values):
    """Give the fields of a form after somebody has typed ``values`` and pressed the button that saves."""
    return pressed([(name, values.get(name, value)) for name, value in form])


def pressed(form):
    return [*form, ("_save", "保存")]


def without_token(fields):
    return [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
