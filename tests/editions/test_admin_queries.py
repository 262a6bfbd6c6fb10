"""What the form of a publishable record costs: the stock form of the same record, and a little more."""

import pytest
from django.contrib import admin
from django.contrib.admin.sites import all_sites
from django.urls import path

from portal.editions.admin import EditionAdmin

from . import pages, shelves
from .models import Book, Chapter, Note
from .pages import client_of, count
from .steps import fresh

pytestmark = pytest.mark.django_db

stock_site = admin.AdminSite(name="stock")
edition_site = admin.AdminSite(name="admin")
all_sites.discard(stock_site)  # It is wrong by intention, and none of the project's.


class ChapterInline(admin.TabularInline):
    """Fields without a choice: Django asks for the choices once for each row."""

    model = Chapter
    fields = ["text", "ordering"]
    extra = 0


class NoteInline(admin.TabularInline):
    model = Note
    fields = ["mark", "text"]
    extra = 0


class Inlines:
    inlines = [ChapterInline, NoteInline]


@admin.register(Book, site=stock_site)
class StockAdmin(Inlines, admin.ModelAdmin):
    pass


@admin.register(Book, site=edition_site)
class BookAdmin(Inlines, EditionAdmin):
    list_display = ["title", "state"]


urlpatterns = [
    path("stock/", stock_site.urls),
    path("admin/", edition_site.urls),
    *pages.urlpatterns,
]


@pytest.fixture(autouse=True)
def addresses(shelves, settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def client():
    return client_of(shelves.make_person("编辑"))


def add_parts(book, number):
    for _ in range(number):
        shelves.make_chapter(book)
        shelves.make_note(book)


def with_draft(number):
    """Give a public book with ``number`` parts of each kind, and a draft in which all of them are different."""
    book = shelves.make_book()
    add_parts(book, number)
    shelves.publish(book)

    def change(row):
        row.chapters.update(text="改过")
        row.notes.update(text="改过")
        add_parts(row, number)

    shelves.revise(book, shelves.make_actor("编辑"), change, title="改过")
    return fresh(book)


def form(book, site="admin"):
    return f"/{site}/shelves/book/{book.pk}/change/"


def test_a_form_with_a_draft_takes_the_same_queries_for_two_parts_and_for_fifty(client):
    few, many = with_draft(2), with_draft(50)
    client.get(form(few))  # Django remembers what kinds of content there are.
    assert count(client, form(few)) == count(client, form(many))


def test_a_form_with_a_draft_takes_at_most_twice_the_queries_of_the_stock_form(client):
    book = with_draft(10)
    client.get(form(book))
    stock = count(client, form(book, "stock"))
    assert count(client, form(book)) <= 2 * stock


@pytest.mark.parametrize("number", [2, 50])
def test_a_form_without_a_draft_takes_few_queries_more_than_the_stock_form(client, number):
    book = shelves.make_book()
    add_parts(book, number)
    shelves.publish(book)
    client.get(form(book))
    assert count(client, form(book)) - count(client, form(book, "stock")) <= 4


def test_the_stock_form_shows_what_is_public_and_ours_the_draft(client):
    book = with_draft(2)
    ours, stock = (client.get(form(book, site)).text for site in ("admin", "stock"))
    assert "改过" in ours
    assert "改过" not in stock


def test_the_list_takes_the_same_queries_for_two_drafts_and_for_eight(client):
    """The list of a site whose ``list_display`` says where each record stands."""
    counts = []
    for number in (2, 6):
        for _ in range(number):
            with_draft(1)
        counts.append(count(client, "/admin/shelves/book/"))
    assert counts[0] == counts[1]
