"""Admin pages as a browser uses them: read the form of a page, change it, send it."""

from html.parser import HTMLParser

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def admin_url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def changelist(model):
    return admin_url(model, "changelist")


def add_page(model):
    return admin_url(model, "add")


def change_page(record):
    return admin_url(type(record), "change", record.pk)


class FormReader(HTMLParser):
    """Collects what a browser would send of a page's fields; rows that are not added yet and files are left out."""

    def __init__(self):
        super().__init__()
        self.data = {}
        self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        match tag:
            case "input" if attrs.get("type") in ("checkbox", "radio"):
                if "checked" in attrs:
                    self.keep(attrs["name"], attrs.get("value", "on"))
            case "input" if attrs.get("type") not in ("submit", "button", "file"):
                self.keep(attrs.get("name"), attrs.get("value", ""))
            case "select":
                self.select = attrs
            case "option" if self.select:
                self.read_option(attrs)
            case "textarea":
                self.textarea = attrs.get("name")
                self.keep(self.textarea, "")

    def read_option(self, attrs):
        name = self.select.get("name")
        if "multiple" in self.select:
            if "selected" in attrs:
                self.keep(name, [*self.data.get(name, []), attrs["value"]])
        elif "selected" in attrs or name not in self.data:
            self.keep(name, attrs.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        if tag == "textarea":
            self.textarea = None

    def handle_data(self, data):
        if self.textarea:
            self.keep(self.textarea, self.data.get(self.textarea, "") + data.removeprefix("\n"))

    def keep(self, name, value):
        if name and "__prefix__" not in name and name != "csrfmiddlewaretoken" and name[0] != "_":
            self.data[name] = value


def form_of(response):
    """Give what a browser would send if the form of ``response`` were saved untouched."""
    reader = FormReader()
    reader.feed(response.text)
    return reader.data


def add_row(data, prefix, **values):
    """Add a row to the inline ``prefix``, as its "add" link does."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
    data |= {f"{prefix}-{number}-{name}": str(value) for name, value in values.items()}
    return number


def lost(data, response):
    """Give what was sent with ``data`` and is no longer in the form of ``response``."""
    shown = form_of(response)
    return {name: value for name, value in data.items() if shown.get(name, "") != value}


def add_block(data, prefix, ordering, **values):
    return add_row(data, prefix, region="body", ordering=ordering, **values)


def errors_of(response):
    """Give all sentences that the page complains with."""
    form = response.context["adminform"].form
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    errors = [form.errors, *(row for formset in formsets for row in formset.errors)]
    said = [said for of in errors for sentences in of.values() for said in sentences]
    return said + [said for formset in formsets for said in formset.non_form_errors()]


def count_queries(client, url):
    client.get("/robots.txt")  # The first request of a process looks for what is due.
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries)
