"""The admin of the shelves as a browser uses it: forms that are read, changed and sent; the pages beside them.

The addresses here are those of ``tests.editions.urls`` with the portal's own behind them: what the portal answers where
something is not there, or not allowed, links to its other pages.
"""

from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from portal.editions.models import Edition
from portal.editions.workflow import adopt
from tests.admin_pages import admin_url, change_page, form_of

from . import urls
from .models import Book, Chapter, Note
from .shelves import make_book, make_chapter, make_label, make_note, make_person, publish
from .steps import fresh

urlpatterns = [*urls.urlpatterns, path("", include("portal.urls"))]
handler404 = "portal.views.not_found"


def client_of(user):
    """Give a browser in which ``user`` is signed in."""
    client = Client()
    client.force_login(user)
    return client


def signed_in(*groups, **kwargs):
    """Give the browser of a new person who is a member of ``groups``."""
    return client_of(make_person(*groups, **kwargs))


def hidden_book(**kwargs):
    """Give a book that was never published, in its first edition, with two chapters, a note and a label."""
    book = make_book("旧书名", labels=[make_label("旧标签")], blurb="旧简介", **kwargs)
    make_chapter(book, "第一章")
    make_chapter(book, "第二章")
    make_note(book, "甲")
    adopt(book)
    return fresh(book)


def live_book(**kwargs):
    """Give the same, published."""
    book = hidden_book(**kwargs)
    publish(book)
    return fresh(book)


def page(record, name, *args):
    """Give the address of a page beside the form of ``record``: ``page(book, "preview", 2)``."""
    return admin_url(type(record), name, record.pk, *args)


def open_form(client, record):
    """Give what the form of ``record`` would send if it were saved untouched."""
    response = client.get(change_page(record))
    assert response.status_code == 200, response.text
    return form_of(response)


def send(client, record, data, button="_save"):
    """Press ``button`` of the form of ``record`` with ``data`` in it."""
    return client.post(change_page(record), data | {button: "1"})


def save(client, record, *, button="_save", **values):
    """Open the form of ``record``, put ``values`` in, save it; give the newest edition."""
    response = send(client, record, open_form(client, record) | values, button)
    assert response.status_code == 302, response.text
    return editions(record)[0]


def editions(record):
    """Give the editions of ``record``, newest first."""
    return list(Edition.objects.of(record))


def messages_of(response):
    """Give what the page would say at its top after ``response``."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def public_page(record):
    """Give what visitors get at the address of ``record``: status and page."""
    response = Client().get(record.get_absolute_url())
    return response.status_code, response.content


def tables():
    """Give every row of books and their parts, as it stands in the tables."""
    models = [Book, Chapter, Note, Book.labels.through, Note.labels.through]
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


def count(client, url):
    """Give the number of queries that the page at ``url`` takes; where a transaction begins and ends is none."""
    client.get("/books/")  # the first request of a process looks for what is due
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len([query for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))])
