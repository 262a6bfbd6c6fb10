"""Previews: the public page of an edition, for those who write it, and by a link for whoever was given one."""

from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from portal.editions.models import AuditEntry, Edition, PreviewLink
from portal.editions.models.links import SALT
from tests.admin_pages import form_of

from . import pages, shelves
from .models import Leaflet
from .pages import client_of, live_book, messages_of, open_form, page, public_page, save, send, signed_in, tables
from .steps import actions, draft, fresh, in_hours, schedule, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(shelves.make_person("编辑", last_name="张", first_name="三"))


@pytest.fixture
def book(client):
    """A public book with a draft over it."""
    book = live_book()
    save(client, book, title="新书名", **{"chapters-0-text": "第一章改", "chapters-1-DELETE": "on"})
    return fresh(book)


# In the admin


def test_a_preview_is_the_public_page_with_the_draft_on_it(client, book):
    text = client.get(page(book, "preview", 2)).text
    assert "<h1>新书名</h1><p>第一章改</p>" in text
    assert "旧书名" not in text
    assert "第二章" not in text
    assert "<h1>旧书名</h1><p>第一章</p><p>第二章</p>" in client.get(page(book, "preview", 1)).text


def test_a_preview_says_what_it_is_and_is_kept_by_no_cache_and_no_index(client, book):
    response = client.get(page(book, "preview", 2))
    assert response.status_code == 200
    assert "预览：第2版（草稿）" in response.text
    assert "这不是公开页面" in response.text
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.text.index("<body") < response.text.index("预览：第2版")


def test_a_preview_leaves_the_public_page_and_every_table_as_they_were(client, book):
    seen, before, trail = public_page(book), tables(), actions(book)
    client.get(page(book, "preview", 2))
    client.get(page(book, "preview", 1))
    assert (public_page(book), tables(), actions(book)) == (seen, before, trail)
    edition = Edition.objects.of(book).get(number=2)
    assert (edition.state, edition.published_at, fresh(book).live.number) == ("draft", None, 1)


def test_what_was_never_public_has_a_preview_and_no_public_page(client):
    record = draft(title="头一稿").record
    assert "<h1>头一稿</h1>" in client.get(page(record, "preview", 1)).text
    assert public_page(record)[0] == 404
    assert fresh(record).public_from is None


def test_a_record_without_parts_has_a_preview(client):
    leaflet = Leaflet.objects.create(title="传单")
    client.get(page(leaflet, "editions"))
    assert "<h1>传单</h1>" in client.get(page(leaflet, "preview", 1)).text


@pytest.mark.parametrize("make_edition", [lambda: submit(draft()), schedule])
def test_what_is_under_way_has_a_preview(client, make_edition):
    edition = make_edition()
    assert f"预览：第1版（{edition.state_label}）" in client.get(page(edition.record, "preview", 1)).text


def test_a_withdrawn_record_has_a_preview_and_stays_withdrawn(client, book):
    shelves.workflow.withdraw(book, shelves.superuser(), reason="有误")
    assert "<h1>新书名</h1>" in client.get(page(book, "preview", 2)).text
    assert public_page(book)[0] == 404


def test_a_preview_shows_the_correction_note_that_was_submitted(client, book):
    submit(book.head, correction="书名有误，现予更正。")
    assert "更正：书名有误，现予更正。" in client.get(page(book, "preview", 2)).text
    assert "更正" not in public_page(book)[1].decode()


def test_whoever_reviews_may_preview_and_whoever_may_not_look_may_not(book):
    for stage in ("初审", "复审", "终审"):
        assert signed_in(stage).get(page(book, "preview", 2)).status_code == 200
    refused = signed_in().get(page(book, "preview", 2))
    assert refused.status_code == 403
    assert "新书名" not in refused.text


def asked(request, pk):
    """A public page that says how it was asked for."""
    sent = f"{request.user.get_username()}{''.join(request.COOKIES)}{request.GET.urlencode()}"
    return HttpResponse(f"<html><body>{request.method} {request.path} from [{sent}]</body></html>")


urlpatterns = [path("books/<int:pk>/", asked, name="book"), *pages.urlpatterns]


def test_a_preview_is_asked_for_as_a_visitor_would_and_not_as_the_editor(client, book, settings):
    settings.ROOT_URLCONF = __name__
    text = client.get(page(book, "preview", 2), {"secret": "1"}).text
    assert f"GET {book.get_absolute_url()} from []" in text


def break_edition(edition):
    edition.refresh_from_db()
    edition.snapshot["fields"]["printed_on"] = "很久以前"
    edition.save()


def test_an_edition_that_cannot_be_shown_says_why_and_leads_to_the_history(client, book):
    break_edition(book.head)
    address = page(book, "preview", 2)
    response = client.get(address)
    assert response.status_code == 409
    assert "第2版现在不能预览：“印刷日期”中的“很久以前”现在读不出来。" in response.text
    link = response.text.partition("恢复一个旧版本")[0].rpartition('href="')[2].partition('"')[0]
    assert urljoin(address, link) == page(book, "editions")


def test_a_preview_can_only_be_looked_at(client, book):
    assert client.post(page(book, "preview", 2)).status_code == 405


# By a link


def make_link(client, book, **values):
    data = form_of(client.get(page(book, "links"))) | values
    response = client.post(page(book, "links"), data)
    assert response.status_code == 302, response.text
    return PreviewLink.objects.first()


def visit(link):
    return Client().get(link.get_absolute_url())


def test_whoever_has_a_link_reads_the_edition_without_an_account(client, book):
    link = make_link(client, book)
    response = visit(link)
    assert response.status_code == 200
    assert "<h1>新书名</h1><p>第一章改</p>" in response.text
    assert "预览：第2版（草稿）" in response.text
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert "旧书名".encode() in public_page(book)[1]


def test_a_link_is_made_for_the_newest_edition_and_seven_days_unless_something_else_is_chosen(client, book):
    data = form_of(client.get(page(book, "links")))
    assert (data["number"], data["days"]) == ("2", "7")
    link = make_link(client, book)
    assert link.edition.number == 2
    assert abs(link.expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
    link = make_link(client, book, number="1", days="30")
    assert link.edition.number == 1
    assert abs(link.expires_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)


def test_the_number_of_days_that_links_last_is_set_for_the_whole_site(client, book, settings):
    settings.EDITIONS = {**settings.EDITIONS, "PREVIEW_DAYS": 3}
    assert form_of(client.get(page(book, "links")))["days"] == "3"


def test_the_page_of_the_links_has_their_addresses_makers_and_ends(client, book):
    link = make_link(client, book)
    response = client.get(page(book, "links"))
    assert messages_of(response)[-1:] in ([], ["预览链接已建立，可以复制给要看的人。"])
    assert f"http://testserver{link.get_absolute_url()}" in response.text
    assert "张三" in response.text
    assert f"{timezone.localtime(link.expires_at):%Y-%m-%d %H:%M}" in response.text


@pytest.mark.parametrize(
    ("values", "field"),
    [({"days": "0"}, "days"), ({"days": "31"}, "days"), ({"days": "很久"}, "days"), ({"number": "99"}, "number")],
)
def test_a_link_that_cannot_be_made_says_why_at_its_field_and_keeps_what_was_typed(client, book, values, field):
    data = form_of(client.get(page(book, "links"))) | values
    response = client.post(page(book, "links"), data)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"].errors[field][0] in response.text
    if field == "days":
        assert form_of(response)["days"] == values["days"]
    assert not PreviewLink.objects.exists()


def refusal(link):
    """Give what somebody reads who opens a link that does not work."""
    response = visit(link) if isinstance(link, PreviewLink) else Client().get(link)
    assert response.status_code == 404
    assert "noindex" in response["X-Robots-Tag"]
    assert "新书名" not in response.text
    return response.text


GONE = "这个预览链接不存在、已过期或已收回。请向发给您链接的人要一个新的。"


def test_a_link_that_has_expired_says_so(client, book):
    link = make_link(client, book)
    PreviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert GONE in refusal(link)
    assert "已过期" in client.get(page(book, "links")).text


def test_a_link_that_was_revoked_says_so(client, book):
    link = make_link(client, book)
    response = client.post(page(book, "links"), {"revoke": str(link.pk)})
    assert (response.status_code, response["Location"]) == (302, page(book, "links"))
    assert GONE in refusal(link)
    assert "已收回" in client.get(page(book, "links")).text


def test_revoking_twice_is_one_line_of_the_trail(client, book):
    link = make_link(client, book)
    for _ in range(2):
        assert client.post(page(book, "links"), {"revoke": str(link.pk)}).status_code == 302
    assert actions(book).count("unlinked") == 1


def test_a_link_that_we_did_not_sign_shows_nothing(client, book):
    token = make_link(client, book).get_absolute_url().rstrip("/").rpartition("/")[2]
    forged = [
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        token.partition(":")[0],
        signing.dumps(PreviewLink.objects.get().pk),
        signing.dumps(PreviewLink.objects.get().pk, salt=SALT, key="another key"),
        str(PreviewLink.objects.get().pk),
        "x" * 2000,
        "%00",
        "密",
    ]
    for text in forged:
        assert GONE in refusal(f"/preview/{text}/")


def test_a_link_that_there_never_was_shows_nothing():
    assert GONE in refusal(f"/preview/{signing.dumps(999, salt=SALT)}/")


def test_a_link_shows_its_edition_also_after_newer_ones_and_after_publication(client, book):
    link = make_link(client, book)
    save(client, book, title="更新的书名")
    assert "<h1>新书名</h1>" in visit(link).text
    shelves.workflow.publish_alone(fresh(book).head, shelves.superuser(), reason="测试")
    assert "<h1>新书名</h1>" in visit(link).text
    assert "更新的书名".encode() in public_page(book)[1]


def test_a_link_to_what_was_deleted_or_cannot_be_shown_says_so(client):
    record = draft().record
    link = make_link(client, record)
    break_edition(record.head)
    assert "这一版现在不能预览：" in refusal(link)
    shelves.workflow.delete(fresh(record), shelves.superuser())
    assert "这条记录已被删除。" in refusal(link)


def test_a_link_of_one_record_cannot_be_revoked_under_another(client, book):
    link, other = make_link(client, book), draft().record
    assert client.post(page(other, "links"), {"revoke": str(link.pk)}).status_code == 404
    assert visit(link).status_code == 200


@pytest.mark.parametrize("key", ["", "x", "-1", "999", "²", "9" * 30, "9" * 5000])
def test_a_link_that_there_is_not_cannot_be_revoked(client, book, key):
    assert client.post(page(book, "links"), {"revoke": key}).status_code == 404


def test_a_link_can_only_be_read(client, book):
    link = make_link(client, book)
    assert Client().post(link.get_absolute_url()).status_code == 405
    assert Client().head(link.get_absolute_url()).status_code == 200


def test_making_and_revoking_a_link_is_written_down(client, book):
    link = make_link(client, book)
    client.post(page(book, "links"), {"revoke": str(link.pk)})
    made, revoked = AuditEntry.objects.filter(action__in=["linked", "unlinked"]).order_by("pk")
    assert (made.person_name, made.edition.number, revoked.edition.number) == ("张三", 2, 2)
    assert made.detail.startswith("第2版，有效期至")


def test_whoever_may_only_look_makes_and_sees_no_links(client, book):
    link = make_link(client, book)
    viewer = signed_in("终审")
    assert viewer.get(page(book, "links")).status_code == 403
    assert viewer.post(page(book, "links"), {"number": "2", "days": "7"}).status_code == 403
    assert viewer.post(page(book, "links"), {"revoke": str(link.pk)}).status_code == 403
    assert visit(link).status_code == 200


def test_the_form_offers_links_only_to_whoever_may_make_them(client, book):
    assert page(book, "links") in client.get(f"/admin/shelves/book/{book.pk}/change/").text
    assert page(book, "links") not in signed_in("终审").get(f"/admin/shelves/book/{book.pk}/change/").text


def test_a_link_is_no_way_into_the_admin(client, book):
    link = make_link(client, book)
    reader = Client()
    reader.get(link.get_absolute_url())
    assert reader.get(page(book, "preview", 2)).status_code == 302
    assert not reader.session.keys()
    assert send(reader, book, open_form(client, book) | {"title": "改"}).status_code == 302
    assert fresh(book).head.number == 2


def test_a_link_ends_at_its_moment_and_not_before(client, book):
    link = make_link(client, book)
    PreviewLink.objects.update(expires_at=in_hours(0.01))
    assert visit(link).status_code == 200
