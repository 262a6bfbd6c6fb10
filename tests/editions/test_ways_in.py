"""Every way into a record, tried by everybody: what may not be done is refused on the server, whatever is sent."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from portal.editions import workflow
from portal.editions.admin.urls import record_urls
from portal.editions.models import Edition
from tests.admin_pages import add_page, change_page, changelist, form_of

from . import shelves
from .admin import site
from .models import Book, Leaflet
from .pages import client_of, editions, live_book, open_form, page, public_page, revised, send, signed_in
from .steps import draft, fresh, in_hours, sign_until, submit
from .ways import REVIEWERS, STATES, everything, ways, what_is_public

pytestmark = pytest.mark.django_db


def viewer():
    """Somebody who may look at books and do nothing else."""
    user = shelves.make_person()
    user.user_permissions.set(Permission.objects.filter(codename="view_book"))
    return client_of(user)


def test_every_page_beside_the_form_is_tried_here():
    names = {pattern.name.rpartition("_")[2] for pattern in record_urls(site._registry[Book])}
    assert names == set(ways(live_book()))


# People without rights


@pytest.mark.parametrize("state", STATES)
def test_somebody_without_rights_gets_nowhere_and_changes_nothing(state):
    book, client = STATES[state](), signed_in()
    before = everything(book)
    for name, (arguments, data) in ways(book).items():
        address = page(book, name, *arguments)
        for response in (client.get(address), client.post(address, data)):
            assert response.status_code == 403, name
            assert book.head.title not in response.text, name
    for address in (changelist(Book), add_page(Book), change_page(book), delete_page(book)):
        assert client.get(address).status_code == 403
        assert client.post(address, {"title": "改", "post": "yes"}).status_code == 403
    assert everything(book) == before


def delete_page(book):
    return change_page(book).replace("/change/", "/delete/")


def test_somebody_without_rights_does_not_even_bring_a_row_into_editions():
    book, client = shelves.make_book(public_from=in_hours(-1)), signed_in()
    for name in ("editions", "compare", "submit", "links", "publish", "presence"):
        assert client.get(page(book, name)).status_code == 403
        assert client.post(page(book, name)).status_code == 403
    assert not Edition.objects.exists()


@pytest.mark.parametrize("permissions", [["view_leaflet", "change_leaflet"], ["publish_edition"], ["delete_book"]])
def test_a_right_to_something_else_opens_no_page(permissions):
    user = shelves.make_person()
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    book, client = revised(live_book()), client_of(user)
    before = everything(book)
    for name, (arguments, data) in ways(book).items():
        address = page(book, name, *arguments)
        assert client.get(address).status_code == 403, name
        assert client.post(address, data).status_code == 403, name
    assert everything(book) == before


def test_a_record_of_another_kind_is_not_reached_through_the_pages_of_a_kind_that_one_may_see():
    Leaflet.objects.create(pk=777, title="传单")
    client = viewer()
    for name in ("editions", "compare", "submit"):
        assert client.get(f"/admin/shelves/book/777/{name}/").status_code == 404


# People who may only look


READABLE = {"editions", "compare", "preview", "sheet", "findings"}


@pytest.mark.parametrize("state", STATES)
def test_a_viewer_reads_and_changes_nothing(state):
    book, client = STATES[state](), viewer()
    before = everything(book)
    for name, (arguments, data) in ways(book).items():
        address = page(book, name, *arguments)
        seen = client.get(address).status_code
        assert seen in ((200, 404) if name in READABLE else (403, 409, 405)), name
        assert client.post(address, data).status_code in (403, 405, 409), name
    assert client.get(change_page(book)).status_code == 200
    assert client.post(change_page(book), {"title": "改"}).status_code == 403
    assert client.post(change_page(book), {"title": "改", "_saveasnew": "1"}).status_code == 403
    assert client.post(add_page(Book), {"title": "改"}).status_code == 403
    assert client.post(delete_page(book), {"post": "yes"}).status_code == 403
    assert everything(book) == before


def test_a_viewer_finds_nothing_to_save_with_on_the_form():
    text = viewer().get(change_page(revised(live_book()))).text
    for name in ("_save", "_continue", "_submit", "_addanother"):
        assert f'name="{name}"' not in text
    assert "新书名" in text


# Editors


@pytest.mark.parametrize("state", STATES)
def test_an_editor_publishes_by_no_post(state):
    book, client = STATES[state](), signed_in("编辑")
    before = what_is_public(book)
    for name, (arguments, data) in ways(book).items():
        client.post(page(book, name, *arguments), data)
        assert what_is_public(book) == before, name
        assert fresh(book).live == book.live, name


@pytest.mark.parametrize("state", STATES)
def test_an_editor_does_nothing_that_is_for_reviewers_or_publishers(state):
    book, client = STATES[state](), signed_in("编辑")
    before = everything(book)
    for name in ("review", "send-back", "publish", "withdraw", "dates"):
        arguments, data = ways(book)[name]
        assert client.post(page(book, name, *arguments), data).status_code in (403, 409), name
    assert everything(book) == before


@pytest.mark.parametrize("state", STATES)
def test_an_editor_saves_whatever_the_state_and_the_public_sees_no_difference(state):
    book, client = STATES[state](), signed_in("编辑")
    before = what_is_public(book)
    assert send(client, book, open_form(client, book) | {"title": "再改"}).status_code == 302
    assert editions(book)[0].title == "再改"
    assert editions(book)[0].state == Edition.State.DRAFT
    assert what_is_public(book) == before


def test_a_save_of_what_is_scheduled_stops_the_schedule():
    book, client = STATES["never public and scheduled"](), signed_in("编辑")
    send(client, book, open_form(client, book) | {"title": "再改"})
    assert workflow.publish_due(in_hours(48)) == 0
    assert public_page(book)[0] == 404


# Reviewers

# What each may do in each state that changes anything: everything else leaves all as it was.
DEEDS = {
    ("初审", "in review"): {"review"},
    ("终审", "in the last review"): {"review", "withdraw", "dates"},
    ("终审", "scheduled"): {"send-back", "withdraw", "dates"},
    ("终审", "never public and scheduled"): {"send-back"},
    ("终审", "in review"): {"withdraw", "dates"},
    ("终审", "public"): {"withdraw", "dates"},
    ("终审", "public with a draft"): {"withdraw", "dates"},
    ("终审", "withdrawn"): {"dates"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("group", REVIEWERS)
def test_a_reviewer_does_what_is_theirs_and_nothing_else(group, state):
    book, client = STATES[state](), signed_in(group)
    allowed = DEEDS.get((group, state), set())
    before = everything(book)
    for name, (arguments, data) in ways(book).items():
        if name not in allowed:
            response = client.post(page(book, name, *arguments), data)
            assert response.status_code in (403, 405, 409), name
            assert everything(book) == before, name
    assert client.post(change_page(book), form_of(client.get(change_page(book)))).status_code == 403
    assert everything(book) == before


@pytest.mark.parametrize(
    ("group", "state", "name"), [(*key, name) for key, names in DEEDS.items() for name in sorted(names)]
)
def test_what_is_a_reviewers_to_do_is_done(group, state, name):
    book, client = STATES[state](), signed_in(group)
    before = everything(book)
    arguments, data = ways(book)[name]
    assert client.post(page(book, name, *arguments), data).status_code == 302
    assert everything(book) != before


@pytest.mark.parametrize("group", ["编辑", "初审", "复审"])
def test_nothing_is_public_before_the_last_signature_whoever_asks(group):
    record = sign_until(submit(draft()), "终审").record
    client = signed_in(group)
    for name, (arguments, data) in ways(record).items():
        client.post(page(record, name, *arguments), data)
    assert public_page(record)[0] == 404
    assert fresh(record).public_from is None


# Who is not signed in, or not by the site's own pages


def gates(book):
    """Give every address of the admin about ``book``."""
    beside = [page(book, name, *arguments) for name, (arguments, _) in ways(book).items()]
    return [*beside, change_page(book), add_page(Book), changelist(Book), delete_page(book)]


def is_sent_to_login(response):
    return response.status_code == 302 and response["Location"].startswith("/admin/login/?next=")


def test_whoever_is_not_signed_in_is_sent_to_the_login():
    book = revised(live_book())
    before = everything(book)
    for address in gates(book):
        for response in (Client().get(address), Client().post(address, {"title": "改", "reason": "发", "post": "yes"})):
            assert is_sent_to_login(response), address
    assert everything(book) == before


@pytest.mark.parametrize("values", [{"is_staff": False}, {"is_active": False}])
def test_whoever_was_shut_out_is_sent_to_the_login(values):
    book, user = revised(live_book()), shelves.make_person("编辑", *REVIEWERS, is_superuser=True)
    client = client_of(user)
    assert client.get(page(book, "publish")).status_code == 200
    type(user).objects.filter(pk=user.pk).update(**values)
    before = everything(book)
    for name, (arguments, data) in ways(book).items():
        assert is_sent_to_login(client.post(page(book, name, *arguments), data)), name
    assert everything(book) == before


@pytest.mark.parametrize("state", ["public with a draft", "in review", "in the last review", "scheduled"])
def test_a_post_from_another_site_does_nothing(state):
    book = STATES[state]()
    client = Client(enforce_csrf_checks=True)
    client.force_login(shelves.make_person(is_superuser=True))
    before = everything(book)
    for name, (arguments, data) in ways(book).items():
        address = page(book, name, *arguments)
        assert client.post(address, data).status_code == 403, name
        assert client.post(address, data | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403, name
    for address in (change_page(book), add_page(Book), changelist(Book), delete_page(book)):
        assert client.post(address, {"title": "改", "post": "yes"}).status_code == 403, address
    assert everything(book) == before


@pytest.mark.parametrize("name", ["submit", "publish", "withdraw", "dates", "restore", "links", "presence"])
def test_a_post_from_our_own_page_is_taken(name):
    book = revised(live_book())
    client = Client(enforce_csrf_checks=True)
    client.force_login(shelves.make_person(is_superuser=True))
    arguments, data = ways(book)[name]
    token = client.get(change_page(book)).context["csrf_token"]
    response = client.post(page(book, name, *arguments), data | {"csrfmiddlewaretoken": str(token)})
    assert response.status_code == (200 if name == "presence" else 302)
