"""Where an address leads, and whether the public finds something there."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponseRedirect
from django.urls import path
from hypothesis import given, settings
from hypothesis import strategies as st

from news.models import Feature
from portal import urls as portal_urls
from portal.links.addresses import LONGEST, read
from portal.links.answers import FINE, Answer, Outcome
from portal.links.judging import BROKEN, NO_FILE, NO_PAGE, NO_UPLOAD, NOT_FOR_READERS, NOT_YET, judge, stem
from tests import factories as make

HOSTS = {"portal.example.gov.cn", "127.0.0.1"}
BASE = "/news/5-story/"


# What an address is


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/news/", "/news/"),
        (" /news/\n", "/news/"),
        ("/news/#top", "/news/"),
        ("/news/?column=a&page=2", "/news/?column=a&page=2"),
        ("?page=2", "/news/5-story/?page=2"),
        ("../6-other/", "/news/6-other/"),
        ("图.png", "/news/5-story/%E5%9B%BE.png"),
        ("https://portal.example.gov.cn/about/", "/about/"),
        ("//PORTAL.example.gov.cn", "/"),
        ("http://portal.example.gov.cn?q=1", "/?q=1"),
        ("http://127.0.0.1:8000/news/", "/news/"),
        ("https://portal.example.gov.cn//evil.example/x", "//evil.example/x"),
    ],
)
def test_an_internal_address_is_read_as_its_path(address, target):
    reading = read(address, BASE, HOSTS)
    assert (reading.kind, reading.target, reading.fault) == ("internal", target, "")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("http://www.example.org", "http://www.example.org"),
        ("HTTPS://WWW.Example.org/A?b=c#d", "https://www.example.org/A?b=c"),
        ("//www.example.org/a", "https://www.example.org/a"),
        ("https://例子.测试/路 径", "https://xn--fsqu00a.xn--0zwm56d/%E8%B7%AF%20%E5%BE%84"),
        ("https://www.example.org:8443/", "https://www.example.org:8443/"),
    ],
)
def test_an_external_address_is_read_in_one_form(address, target):
    reading = read(address, BASE, HOSTS)
    assert (reading.kind, reading.target, reading.fault) == ("external", target, "")


@pytest.mark.parametrize("address", ["", "#top", "mailto:a@example.org", "tel:+86531"])
def test_what_leads_to_no_page_is_no_link(address):
    assert read(address, BASE, HOSTS) is None


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("javascript:alert(1)", "“javascript:”开头的不是网页地址。"),
        ("java\nscript:alert(1)", "“javascript:”开头的不是网页地址。"),
        ("ftp://www.example.org/", "“ftp:”开头的不是网页地址。"),
        ("www.example.org/a", "网址没有写完整，前面要有https://。"),
        ("example.com", "网址没有写完整，前面要有https://。"),
        ("https//www.example.org", "网址没有写完整，前面要有https://。"),
        ("http://https://www.example.org", "网址里的网站名不完整。"),
        ("https://localhost/", "网址里的网站名不完整。"),
        ("https://portal.example.gov.cn@evil.example/", "这个网址在域名前面夹带了别的内容，容易让人认错去处。"),
        ("https://www.example.org:99999/", "网址里的端口不对。"),
        ("https://[::zz]/", "这个网址里看不出是哪个网站。"),
        ("https://www.example.org/" + "a" * LONGEST, "网址太长，打不开。"),
    ],
)
def test_what_cannot_be_an_address_is_said_to_be_none(address, fault):
    assert read(address, BASE, HOSTS).fault == fault


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_whatever_was_typed_is_read(address):
    for typed in (address, f"https://{address}", f"/{address}"):
        reading = read(typed, BASE, HOSTS)
        assert reading is None or bool(reading.target) != bool(reading.fault)


# What is there


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/news/",
        "/news",
        "/search/?q=%E6%BF%80%E5%85%89",
        "/about/",
        "/feed/",
        "/sitemap.xml",
        "/api/v1/features/",
        "/api/v1/docs/",
        "/robots.txt",
        "/static/css/base.css",
    ],
)
def test_a_page_is_there(target):
    assert judge(target) == FINE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("/no/", NO_PAGE),
        ("//evil.example/x", NO_PAGE),
        ("/news/1/", "没有这篇新闻，或它尚未公开。"),
        ("/news/99999999999999999999/", "没有这篇新闻，或它尚未公开。"),
        ("/news/page/7/", "这个列表没有第7页。"),
        ("/news/column/no/", "没有这个栏目，或它还没有公开的新闻。"),
        ("/news/?column=no", "本网的这个地址打不开（400）。"),
        ("/leaving/?url=https://www.example.org", "本网的这个地址打不开（400）。"),
        ("/api/v1/features/7/", "本网的这个地址打不开（404）。"),
        ("/admin/", NOT_FOR_READERS),
        ("/admin/news/feature/add/", NOT_FOR_READERS),
        ("/preview/abc/", NOT_FOR_READERS),
        ("/media/attachments/no.pdf", NO_UPLOAD),
        ("/media/../settings.py", NO_UPLOAD),
        ("/media/a%00b", NO_UPLOAD),
        ("/media/", NO_UPLOAD),
        ("/static/no.css", NO_FILE),
    ],
)
def test_nothing_is_there(target, why):
    answer = judge(target)
    assert (answer.outcome, answer.why) == (Outcome.GONE, why)


@pytest.mark.django_db
def test_an_upload_is_there_while_something_public_uses_it():
    attachment = make.make_attachment()
    story = make.make_attachment_block(attachment=attachment).parent
    assert judge(attachment.file.url) == FINE
    Feature.objects.filter(pk=story.pk).update(public_from=None)
    assert judge(attachment.file.url) == Answer(Outcome.GONE, NO_UPLOAD)


@pytest.mark.django_db
def test_a_file_that_no_row_names_is_not_there():
    name = default_storage.save("kept/1-a.pdf", ContentFile(b"%PDF"))
    assert judge(f"/media/{name}") == Answer(Outcome.GONE, NO_UPLOAD)


@pytest.mark.django_db
def test_an_old_slug_leads_on_and_a_page_beyond_the_last_does_not():
    story = make.make_feature(slug="new-slug")
    indicator = make.make_indicator()
    assert judge(f"/news/{story.pk}-old-slug/") == FINE
    assert judge(f"{indicator.get_absolute_url()}page/99/").why == "历次数值没有第99页。"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["feature", "committee", "initiative", "indicator"])
def test_what_is_not_public_yet_is_said_to_be_so(kind):
    record = getattr(make, f"make_{kind}")(public_from=None)
    assert judge(record.get_absolute_url()).why == NOT_YET


def faulty(request):
    raise RuntimeError


def endless(request):
    return HttpResponseRedirect("/endless/")


urlpatterns = [*portal_urls.urlpatterns, path("faulty/", faulty), path("endless/", endless)]


@pytest.mark.django_db
def test_a_fault_of_a_page_is_told_and_harms_nobody(settings, caplog):
    settings.ROOT_URLCONF = __name__
    assert (judge("/faulty/").outcome, judge("/faulty/").why) == (Outcome.FAILED, BROKEN)
    assert "/faulty/" in caplog.text
    assert judge("/endless/").outcome is Outcome.GONE


@pytest.mark.django_db
def test_hosts_need_not_be_named_for_pages_that_write_them_out(settings):
    for hosts in (["*"], [".example.gov.cn"]):
        settings.ALLOWED_HOSTS = hosts
        assert judge("/robots.txt") == FINE


@pytest.mark.parametrize(
    ("target", "common"),
    [
        ("/news/5-old/", "/news/5"),
        ("/news/005/", "/news/5"),
        ("/news/5", "/news/5"),
        ("/indicators/gdp/data.csv?a=1", "/indicators/gdp"),
        ("/indicators/gdp/page/2/", "/indicators/gdp"),
        ("/news/column/notices/page/2/", "/news/column/notices"),
        ("/news/", "/news/"),
        ("/admin/news/feature/5/change/", ""),
        ("/no/", ""),
    ],
)
def test_the_addresses_of_one_record_have_a_stem_in_common(target, common):
    assert stem(target) == common
