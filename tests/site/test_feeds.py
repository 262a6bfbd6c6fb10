"""The feeds, read as a feed reader reads them: in RSS and in Atom."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.urls import reverse

from portal.identity.models import SiteIdentity
from portal.shared.feeds import LENGTH
from tests import factories as make
from tests.site.machines import NAMESPACES, page_of, texts, xml_of
from tests.site.portals import addresses, fill

pytestmark = pytest.mark.django_db

SECRET = "尚未公开的秘密名称"
MORNING = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)  # 09:30 in Beijing
BEIJING = timedelta(hours=8)


def of_committee(committee, form=""):
    return reverse(f"committee_feed{form}", args=[committee.slug])


def feed_addresses(form):
    return {name: address for name, address in addresses().items() if name.endswith(f"feed{form}")}


def titles(client, address):
    """Give the titles of the entries of an RSS feed, in their order."""
    return texts(xml_of(client, address), "channel/item/title")


def guids(client, address):
    return texts(xml_of(client, address), "channel/item/guid")


def only_item(client, address):
    [item] = xml_of(client, address).findall("channel/item")
    return item


def only_entry(client, address):
    [entry] = xml_of(client, address).findall("atom:entry", NAMESPACES)
    return entry


def test_every_rss_feed_has_what_rss_asks_for(client):
    fill(2)
    assert len(feed_addresses("")) == 5
    for name, address in feed_addresses("").items():
        root = xml_of(client, address)
        channel = root.find("channel")
        items = channel.findall("item")
        assert client.get(address)["Content-Type"] == "application/rss+xml; charset=utf-8", name
        assert root.attrib["version"] == "2.0", name
        assert all(channel.findtext(tag) for tag in ("title", "description")), name
        assert channel.findtext("language") == "zh-CN", name
        assert channel.findtext("link").startswith("http://testserver/"), name
        [own] = channel.findall("atom:link", NAMESPACES)
        assert own.attrib == {"rel": "self", "href": f"http://testserver{address}"}, name
        assert items, name
        assert len(set(guids(client, address))) == len(items), name
        for item in items:
            assert item.findtext("title"), name
            assert item.findtext("link").startswith("http://testserver/"), name
            assert item.findtext("guid").startswith("http://testserver/"), name
            assert parsedate_to_datetime(item.findtext("pubDate")).utcoffset() == BEIJING, name


def test_every_atom_feed_has_what_atom_asks_for(client):
    fill(2)
    assert len(feed_addresses("_atom")) == 5
    for name, address in feed_addresses("_atom").items():
        feed = xml_of(client, address)
        entries = feed.findall("atom:entry", NAMESPACES)
        assert client.get(address)["Content-Type"] == "application/atom+xml; charset=utf-8", name
        assert feed.tag == f"{{{NAMESPACES['atom']}}}feed", name
        assert all(feed.findtext(f"atom:{tag}", namespaces=NAMESPACES) for tag in ("title", "subtitle", "id")), name
        assert feed.findtext("atom:author/atom:name", namespaces=NAMESPACES), name
        own = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall("atom:link", NAMESPACES)}
        assert own["self"] == f"http://testserver{address}", name
        assert own["alternate"].startswith("http://testserver/"), name
        assert entries, name
        ids = texts(feed, "atom:entry/atom:id")
        assert len(set(ids)) == len(entries), name
        assert all(key.startswith("http://testserver/") for key in ids), name
        for moment in [feed, *entries]:
            updated = datetime.fromisoformat(moment.findtext("atom:updated", namespaces=NAMESPACES))
            assert updated.utcoffset() == BEIJING, name
        assert all(texts(feed, "atom:entry/atom:published")), name


def test_both_formats_carry_the_same_entries(client):
    fill(2)
    for name, address in feed_addresses("").items():
        assert guids(client, address) == texts(xml_of(client, f"{address}atom/"), "atom:entry/atom:id"), name


def test_entries_come_newest_first_and_their_number_is_bounded(client):
    column = make.make_column()
    made = [make.make_feature(column=column, public_from=MORNING + timedelta(hours=n)) for n in range(LENGTH + 2)]
    newest = [story.title for story in reversed(made)][:LENGTH]
    for address in ("/feed/", "/news/feed/", f"/news/column/{column.slug}/feed/"):
        assert titles(client, address) == newest


def test_the_feed_of_the_site_mixes_all_kinds_by_time(client):
    made = [
        make.make_committee(public_from=MORNING),
        make.make_feature(public_from=MORNING + timedelta(minutes=1)),
        make.make_milestone(public_from=MORNING + timedelta(minutes=2)),
        make.make_initiative(public_from=MORNING + timedelta(minutes=3)),
    ]
    assert titles(client, "/feed/") == [str(record) for record in reversed(made)]


def test_nothing_unpublished_is_in_any_feed(client):
    fill(1)
    shown = make.make_committee(industry=make.make_industry())
    hidden = make.make_committee(f"{SECRET}组织", industry=make.make_industry(f"{SECRET}领域"), public_from=None)
    make.make_committee(f"{SECRET}的另一个", industry=shown.industry, public_from=None)
    make.make_initiative(f"{SECRET}举措", committee=shown, public_from=None)
    make.make_milestone(f"{SECRET}大事", committee=shown, public_from=None)
    make.make_feature(committees=[shown, hidden])
    story = make.make_feature(f"{SECRET}新闻", committees=[shown], public_from=None)
    make.make_feature(column=story.column)
    more = [reverse("news:column_feed", args=[story.column.slug]), of_committee(shown)]
    more.append(reverse("industry_feed", args=[shown.industry.slug]))
    for address in [*feed_addresses("").values(), *more]:
        for form in ("", "atom/"):
            page = client.get(address + form)
            assert page.status_code == 200
            assert SECRET not in page.content.decode(), address


def test_a_column_has_a_feed_of_its_own_stories(client):
    story = make.make_feature()
    make.make_feature()
    assert titles(client, reverse("news:column_feed", args=[story.column.slug])) == [story.title]


def test_a_committee_has_a_feed_of_its_stories_initiatives_and_milestones(client):
    committee, other = make.make_committee(), make.make_committee()
    for about in (committee, other):
        make.make_feature(f"新闻说{about.name}", committees=[about])
        make.make_initiative(f"举措属{about.name}", committee=about)
        make.make_milestone(f"大事属{about.name}", committee=about)
    found = titles(client, of_committee(committee))
    assert len(found) == 3
    assert all(title.endswith(committee.name) for title in found)


def test_an_industry_has_a_feed_of_its_committees_and_the_stories_about_them(client):
    committee = make.make_committee(industry=make.make_industry())
    twin = make.make_committee(industry=committee.industry)
    story = make.make_feature(committees=[committee, twin])
    make.make_feature(committees=[make.make_committee(industry=make.make_industry())])
    found = titles(client, reverse("industry_feed", args=[committee.industry.slug]))
    assert sorted(found) == sorted([committee.name, twin.name, story.title])


@pytest.mark.parametrize("form", ["", "atom/"])
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/news/column/nothing/feed/", "没有这个栏目，或它还没有公开的新闻。"),
        ("/chains/nothing/feed/", "没有这个产业链组织，或它尚未公开。"),
        ("/chains/industry/nothing/feed/", "没有这个领域。"),
    ],
)
def test_a_feed_of_nothing_known_says_so(client, address, sentence, form):
    response = client.get(address + form)
    assert response.status_code == 404
    assert sentence in response.content.decode()


def test_an_unpublished_committee_has_no_feed(client):
    assert client.get(of_committee(make.make_committee(public_from=None))).status_code == 404


def test_an_empty_feed_is_whole_and_says_the_same_whenever_it_is_asked(client, monkeypatch):
    committee = make.make_committee(industry=make.make_industry())
    empty = make.make_industry()
    for address in (of_committee(committee), reverse("industry_feed", args=[empty.slug]), "/news/feed/"):
        for form in ("", "atom/"):
            first = client.get(address + form)
            root = xml_of(client, address + form)
            assert not root.findall("channel/item")
            assert not root.findall("atom:entry", NAMESPACES)
            assert b"1970-01-01T08:00:00+08:00" in first.content or b"01 Jan 1970 08:00:00 +0800" in first.content
            assert client.get(address + form).content == first.content


def test_times_are_whole_and_in_beijing_time(client):
    later = MORNING + timedelta(days=1, seconds=5)
    make.make_feature(public_from=MORNING, updated_at=later)
    channel = xml_of(client, "/news/feed/").find("channel")
    assert channel.findtext("item/pubDate") == "Sun, 01 Mar 2026 09:30:00 +0800"
    assert channel.findtext("lastBuildDate") == "Mon, 02 Mar 2026 09:30:05 +0800"
    feed = xml_of(client, "/news/feed/atom/")
    assert texts(feed, "atom:updated") == ["2026-03-02T09:30:05+08:00"]
    assert texts(feed, "atom:entry/atom:published") == ["2026-03-01T09:30:00+08:00"]
    assert texts(feed, "atom:entry/atom:updated") == ["2026-03-02T09:30:05+08:00"]


def test_a_changed_title_and_slug_make_no_second_entry(client):
    story = make.make_feature(slug="old")
    [before] = guids(client, "/news/feed/")
    story.title, story.slug = "新的标题", "new"
    story.save()
    assert guids(client, "/news/feed/") == [before]
    assert client.get(before.removeprefix("http://testserver"))["Location"] == story.get_absolute_url()
    assert only_item(client, "/news/feed/").find("guid").attrib == {"isPermaLink": "true"}


def test_a_milestone_that_moves_on_the_timeline_makes_no_second_entry(client):
    milestone = make.make_milestone(date="2021-03")
    [before] = guids(client, "/feed/")
    milestone.date = type(milestone)._meta.get_field("date").to_python("2022")
    milestone.save()
    assert guids(client, "/feed/") == [before]
    assert only_item(client, "/feed/").find("guid").attrib == {"isPermaLink": "false"}


def test_a_story_is_filed_under_column_industries_and_kind(client):
    laser, chips = make.make_industry("激光"), make.make_industry("集成电路")
    about = [make.make_committee(industry=industry) for industry in (laser, chips, laser)]
    story = make.make_feature(committees=[*about, make.make_committee(industry=None)])
    assert texts(only_item(client, "/news/feed/"), "category") == [story.column.name, "激光", "集成电路", "新闻"]
    terms = only_entry(client, "/news/feed/atom/").findall("atom:category", NAMESPACES)
    assert [term.attrib["term"] for term in terms] == [story.column.name, "激光", "集成电路", "新闻"]


def test_a_committee_is_filed_under_industry_and_kind(client):
    make.make_committee(industry=make.make_industry("激光"), kind="alliance")
    assert texts(only_item(client, "/feed/"), "category") == ["激光", "产业链组织", "党建联盟"]


def test_author_and_source_are_named_where_known(client):
    source = make.make_source("一篇报道")
    make.make_feature(byline="本网编辑整理", source=source, origin="compiled")
    item, entry = only_item(client, "/news/feed/"), only_entry(client, "/news/feed/atom/")
    assert item.findtext("dc:creator", namespaces=NAMESPACES) == "本网编辑整理"
    assert item.findtext("dc:source", namespaces=NAMESPACES) == source.citation
    assert texts(entry, "atom:author/atom:name") == ["本网编辑整理"]
    [via] = [link.attrib for link in entry.findall("atom:link", NAMESPACES) if link.attrib["rel"] == "via"]
    assert via == {"rel": "via", "href": f"http://testserver{source.get_absolute_url()}", "title": source.citation}


def test_an_original_story_without_byline_names_neither(client):
    make.make_feature()
    feeds = client.get("/news/feed/").content + client.get("/news/feed/atom/").content.split(b"<entry>")[1]
    for element in (b"dc:creator", b"dc:source", b"<author>", b"via"):
        assert element not in feeds


def test_the_cover_is_enclosed_with_its_size_and_type(client):
    cover = make.make_photo()
    make.make_feature(cover=cover)
    enclosed = {"url": f"http://testserver{cover.image.url}", "length": str(cover.image.size), "type": "image/png"}
    assert only_item(client, "/news/feed/").find("enclosure").attrib == enclosed
    links = only_entry(client, "/news/feed/atom/").findall("atom:link", NAMESPACES)
    [enclosure] = [link.attrib for link in links if link.attrib["rel"] == "enclosure"]
    assert (enclosure["href"], enclosure["length"], enclosure["type"]) == tuple(enclosed.values())


def test_a_lost_picture_stops_no_feed(client):
    cover = make.make_photo()
    make.make_feature(cover=cover)
    cover.image.storage.delete(cover.image.name)
    assert only_item(client, "/news/feed/").find("enclosure").attrib["length"] == "0"


def test_what_people_typed_is_text_in_every_feed(client):
    typed = "<b>标题</b> & “引号”"
    make.make_feature(typed, summary=typed, column=make.make_column(typed))
    item = only_item(client, "/news/feed/")
    assert item.findtext("title") == typed
    assert item.findtext("description") == "&lt;b&gt;标题&lt;/b&gt; &amp; “引号”"
    assert typed in texts(item, "category")
    assert only_entry(client, "/news/feed/atom/").findtext("atom:title", namespaces=NAMESPACES) == typed


def test_signs_that_no_xml_may_hold_are_left_out(client):
    column = make.make_column("栏\x0b目", description="一\x0c句")
    make.make_feature("标\x0b题\ufffe", summary="摘\x1f要", byline="记\x01者", column=column)
    for address in ("/feed/", "/news/feed/", f"/news/column/{column.slug}/feed/"):
        assert titles(client, address) == ["标题"]
        assert "摘要" in client.get(f"{address}atom/").content.decode()


def test_who_has_the_newest_is_told_that_nothing_changed(client):
    story = make.make_feature()
    for address in ("/feed/", "/news/feed/", "/news/feed/atom/"):
        response = client.get(address)
        assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    make.make_feature(public_from=story.public_from + timedelta(minutes=1))
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 200


def test_who_goes_by_a_date_hears_of_a_withdrawal(client):
    make.make_feature()
    later = "Fri, 01 Jan 2100 00:00:00 GMT"
    assert client.get("/feed/", headers={"if-modified-since": later}).status_code == 200


def test_a_feed_bears_the_name_that_the_site_has_now(client):
    SiteIdentity(name="新名称", organiser="某管委会").save()
    story = make.make_feature()
    column = reverse("news:column_feed", args=[story.column.slug])
    names = [xml_of(client, address).findtext("channel/title") for address in ("/feed/", "/news/feed/", column)]
    assert names == ["新名称", "新名称 · 新闻", f"新名称 · {story.column.name}"]
    feed = xml_of(client, "/news/feed/atom/")
    assert texts(feed, "atom:title") == ["新名称 · 新闻"]
    assert texts(feed, "atom:author/atom:name") == ["某管委会"]


def test_addresses_follow_the_scheme_of_the_request(client):
    make.make_feature(cover=make.make_photo())
    feed = client.get("/news/feed/", secure=True).content
    assert b'"http://testserver' not in feed
    assert b">http://testserver" not in feed


def test_pages_lead_to_the_feeds_of_what_they_show(client):
    fill(1)
    pages = addresses()
    feeds = {"news:features": "news:feed", "column": "news:column_feed", "committee": "committee_feed"}
    for name, own in (feeds | {"industry": "industry_feed", "about": None}).items():
        names = [own, "feed"] if own else ["feed"]
        page = page_of(client, pages[name])
        assert page.linked("alternate", "application/rss+xml") == [pages[feed] for feed in names], name
        assert page.linked("alternate", "application/atom+xml") == [pages[f"{feed}_atom"] for feed in names], name
