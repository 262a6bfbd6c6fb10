"""The admin of the shelves as a browser uses it: forms that are read, changed and sent; the pages beside them.

The addresses here are those of ``tests.editions.urls`` with the portal's own behind them: what the portal answers where
something is not there, or not allowed, links to its other pages.
"""

from datetime import timedelta

from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils import timezone

from portal.editions.models import Edition
from portal.editions.workflow import adopt
from tests.admin_pages import add_row, admin_url, change_page, errors_of, form_of

from . import urls
from .models import Book, Chapter, Note
from .shelves import (
    make_actor,
    make_book,
    make_chapter,
    make_label,
    make_note,
    make_person,
    make_shelf,
    publish,
    revise,
)
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


def revised(book):
    """Give ``book`` with a newer edition, which has another title."""
    revise(book, make_actor("编辑"), title="新书名")
    return fresh(book)


def page(record, name, *args):
    """Give the address of a page beside the form of ``record``: ``page(book, "preview", 2)``."""
    return admin_url(type(record), name, record.pk, *args)


def open_form(client, record):
    """Give what the form of ``record`` would send if it were saved untouched."""
    response = client.get(change_page(record))
    assert response.status_code == 200
    return form_of(response)


def send(client, record, data, button="_save"):
    """Press ``button`` of the form of ``record`` with ``data`` in it."""
    return client.post(change_page(record), data | {button: "1"})


def save(client, record, *, button="_save", **values):
    """Open the form of ``record``, put ``values`` in, save it; give the newest edition."""
    response = send(client, record, open_form(client, record) | values, button)
    assert response.status_code == 302, errors_of(response)
    return editions(record)[0]


def change_everything(client, book):
    """Give the form of ``book`` with every kind of change in it."""
    data = open_form(client, book) | {
        "title": "新书名",
        "blurb": "新简介",
        "labels": [str(make_label("新标签").pk)],
        "chapters-0-text": "第一章改",
        "chapters-0-ordering": "9000",
        "chapters-1-DELETE": "on",
    }
    add_row(data, "chapters", text="第三章", ordering=5, picture="")
    add_row(data, "notes", mark="乙", text="新注", shelf=make_shelf().pk, answers="")
    return data


def editions(record):
    """Give the editions of ``record``, newest first."""
    return list(Edition.objects.of(record))


def opened(client, record, name):
    """Give what the page ``name`` beside the form would send untouched."""
    response = client.get(page(record, name))
    assert response.status_code == 200
    return form_of(response)


def do(client, record, name, **values):
    """Open the page ``name`` beside the form, put ``values`` in, send it."""
    return client.post(page(record, name), opened(client, record, name) | values)


def minute(**later):
    """Give a moment as the browser's own control sends it."""
    return f"{timezone.localtime(timezone.now() + timedelta(**later)):%Y-%m-%dT%H:%M}"


def is_done(response, record):
    """Whether what was asked is done: the form of the record comes next."""
    return (response.status_code, response.headers.get("Location")) == (302, change_page(record))


def is_refused(response, status, sentence):
    """Whether the page says why it cannot be done and offers no form to do it with."""
    no_form = response.context and "form" not in response.context
    return response.status_code == status and sentence in response.text and bool(no_form)


def complaints(response):
    """Give ``{field: sentences}`` that the page shows; ``__all__`` for what is wrong with the whole."""
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert errors
    assert all(sentence in response.text for sentences in errors.values() for sentence in sentences)
    return dict(errors)


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
