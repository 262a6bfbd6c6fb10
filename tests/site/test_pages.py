"""The public pages: what is there, what is not, and what a wrong address says."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from tests import factories as make
from tests.search.entries import write_all
from tests.site.portals import addresses, fill

pytestmark = pytest.mark.django_db

SECRET = "尚未公开的秘密名称"


def text_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def words_of(client, address):
    """Give what a visitor reads at ``address``: the page without its tags."""
    return re.sub(r"\s+", "", strip_tags(text_of(client, address)))


def test_every_page_opens_on_an_empty_portal(client):
    for name in ["home", "news:features", "chains:committees", "chains:initiatives", "chains:indicators"]:
        text_of(client, reverse(name))
    for name in [
        "chains:timeline",
        "about",
        "accessibility",
        "sitemap",
        "feed",
        "news:feed",
        "sitemap_index",
        "robots",
    ]:
        text_of(client, reverse(name))


def test_every_page_has_one_heading_a_title_and_chinese_as_its_language(client):
    fill(2)
    for name, address in addresses().items():
        if client.get(address)["Content-Type"].startswith("text/html"):
            page = text_of(client, address)
            assert page.count("<h1") == 1, name
            assert '<html lang="zh-CN"' in page, name
            assert page.count("<title>") == 1, name


def test_nothing_unpublished_is_named_on_any_page(client):
    fill(2)
    committee = make.make_committee(name=f"{SECRET}组织", public_from=None)
    initiative = make.make_initiative(name=f"{SECRET}举措", public_from=None)
    indicator = make.make_indicator(name=f"{SECRET}指标", public_from=None, committee=committee)
    make.make_observation(indicator, source=addresses_source())
    make.make_milestone(title=f"{SECRET}大事", public_from=None)
    make.make_milestone(committee=committee)
    make.make_milestone(initiative=initiative)
    make.make_initiative(committee=committee)
    make.make_committee(led_by=committee)
    make.make_observation(make.make_indicator(name=f"{SECRET}组织的指标", committee=committee, headline=True))
    shown = make.make_feature(committees=[committee], initiatives=[initiative])
    make.make_feature(title=f"{SECRET}新闻", public_from=None, column=shown.column)
    pages = addresses() | {row.slug or row.pk: row.get_absolute_url() for row in public_records()}
    for name, address in pages.items():
        assert SECRET not in text_of(client, address), name
    for hidden in (committee, initiative, indicator):
        assert SECRET not in text_of(client, hidden.get_absolute_url(), status=404)


def addresses_source():
    from chains.models import Source

    return Source.objects.first()


def public_records():
    from chains.models import Committee, Indicator, Initiative
    from news.models import Feature

    for model in (Committee, Initiative, Indicator, Feature):
        yield from model.objects.public()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/chains/nobody/", "没有这个产业链组织，或它尚未公开。"),
        ("/chains/industry/nothing/", "没有这个领域。"),
        ("/services/nothing/", "没有这项举措，或它尚未公开。"),
        ("/indicators/nothing/", "没有这个指标，或它尚未公开。"),
        ("/indicators/topic/nothing/", "没有这个数据主题。"),
        ("/sources/nothing/", "没有这个来源。"),
        ("/news/999-nothing/", "没有这篇新闻，或它尚未公开。"),
        ("/news/column/nothing/", "没有这个栏目，或它还没有公开的新闻。"),
        ("/news/year/1999/", "1999年没有新闻。"),
        ("/news/year/0000/", "没有找到"),
        ("/news/page/9/", "第9页"),
        ("/chains/page/0/", "第0页"),
        ("/nothing/at/all/", "没有找到"),
    ],
)
def test_a_wrong_address_says_what_is_not_there(client, address, sentence):
    assert sentence in text_of(client, address, status=404)


@pytest.mark.parametrize(
    "address",
    [
        "/news/?column=nothing",
        "/news/?year=abc",
        "/news/?industry=nothing",
        "/chains/?kind=nothing",
        "/services/?committee=nothing",
        "/indicators/?topic=nothing",
        "/timeline/?year=22",
    ],
)
def test_a_wrong_filter_says_which_and_shows_no_rows(client, address):
    fill(1)
    page = text_of(client, address, status=400)
    value = address.partition("=")[2]
    assert f"没有“{value}”这一项。" in page or "年份应为四位数字。" in page


def test_more_words_than_a_person_types_are_refused_before_they_cost_anything(client):
    assert "最多写10个词。" in text_of(client, "/news/?q=" + "+".join("一二三四五六七八九十百"), status=400)
    assert client.get("/api/v1/features/?search=" + "+".join("ab" * 60)).status_code == 400
    text_of(client, "/news/?q=" + "+".join("一二三四五六七八九十"))


def test_the_page_of_a_source_shows_which_values_no_longer_stand(client):
    old = make.make_observation(period="2021", value=100)
    make.make_correction(old, source=old.source)
    page = text_of(client, old.source.get_absolute_url())
    assert f"<s>{old.wording}</s>" in page


def test_an_unknown_parameter_is_no_reason_to_refuse_a_page(client):
    text_of(client, "/news/?from=timeline&isappinstalled=0")


def test_a_changed_title_breaks_no_link(client):
    feature = make.make_feature(slug="new-slug")
    for slug in (f"{feature.pk}-old-slug", str(feature.pk)):
        response = client.get(f"/news/{slug}/")
        assert (response.status_code, response["Location"]) == (301, f"/news/{feature.pk}-new-slug/")


def test_the_first_page_has_one_address(client):
    response = client.get("/news/page/1/?q=%E6%BF%80%E5%85%89")
    assert (response.status_code, response["Location"]) == (301, "/news/?q=%E6%BF%80%E5%85%89")


def test_pages_of_a_list_have_paths_and_keep_the_filters(client):
    column = make.make_column(slug="news-column")
    features = [make.make_feature(title=f"激光新闻{number}", column=column) for number in range(25)]
    write_all()
    first = text_of(client, "/news/column/news-column/?q=激光")
    assert "/news/column/news-column/page/2/?q=%E6%BF%80%E5%85%89" in first
    second = text_of(client, "/news/column/news-column/page/2/?q=激光")
    shown = [feature.title for feature in features if f">{feature.title}<" in second or feature.title + "\n" in second]
    assert shown == [feature.title for feature in features[:5]]


def test_a_list_is_cut_and_says_how_to_reach_the_rest(client, monkeypatch):
    monkeypatch.setattr("portal.shared.views.MOST_PAGES", 2)
    year = [make.make_feature(title=f"往年新闻{number}", public_from="2020-05-01T12:00Z") for number in range(3)]
    for number in range(45):
        make.make_feature(title=f"新闻{number}")
    cut = "更早的，请按年份、栏目或关键词缩小范围来看。"
    assert cut in text_of(client, "/news/page/2/")
    assert "page/3/" not in text_of(client, "/news/page/2/")
    assert cut in text_of(client, "/news/page/3/", status=404)
    page = text_of(client, "/news/year/2020/")
    assert cut not in page
    assert all(story.title in page for story in year)


def test_filters_narrow_a_list_together(client):
    industry = make.make_industry(slug="laser")
    wanted = make.make_committee(name="激光产业链党委", industry=industry)
    others = [make.make_committee(name="激光党建联盟", industry=industry, kind="alliance"), make.make_committee()]
    write_all()
    page = text_of(client, "/chains/?industry=laser&kind=chain_committee&q=激光")
    assert wanted.name in page
    assert not any(other.name in page for other in others)


def test_lists_of_the_register_are_narrowed_by_industry_and_year(client):
    committee = make.make_committee("激光党委", industry=make.make_industry(slug="laser"), founded="2021-03")
    hidden = make.make_committee(industry=committee.industry, public_from=None)
    rows = {
        "/chains/?year=2021": (committee, make.make_committee("别的党委", founded="2020")),
        "/services/?industry=laser": (
            make.make_initiative("甲举措", committee=committee),
            make.make_initiative("乙举措"),
        ),
        "/services/?year=2019": (make.make_initiative("丙举措", launched="2019-05"), make.make_initiative("丁举措")),
        "/indicators/?industry=laser": (
            make.make_indicator("甲指标", committee=committee),
            make.make_indicator("乙指标"),
        ),
        "/timeline/?industry=laser": (
            make.make_milestone("甲大事", committee=committee),
            make.make_milestone("乙大事", committee=hidden),
        ),
    }
    for address, (wanted, other) in rows.items():
        page = text_of(client, address)
        name = "title" if hasattr(wanted, "title") else "name"
        assert f">{getattr(wanted, name)}<" in page, address
        assert f">{getattr(other, name)}<" not in page, address


def test_a_list_that_is_narrowed_to_nothing_offers_a_way_out(client):
    fill(1)
    page = text_of(client, "/news/?q=没有这样的词")
    assert 'href="/news/"' in page


def test_an_empty_column_is_not_offered(client):
    empty, used = make.make_column(name="空栏目"), make.make_column(name="有稿栏目")
    make.make_feature(column=used)
    make.make_feature(column=empty, public_from=None)
    for address in ("/", "/news/", "/sitemap/"):
        page = text_of(client, address)
        assert used.name in page
        assert empty.name not in page


def test_a_committee_leads_to_its_members_initiatives_figures_and_stories(client):
    committee = make.make_committee()
    member = make.make_membership(committee, role="supporting")
    initiative = make.make_initiative(committee=committee)
    value = make.make_observation(make.make_indicator(committee=committee))
    story = make.make_feature(committees=[committee])
    page = text_of(client, committee.get_absolute_url())
    assert member.organization.name in page
    assert value.wording in words_of(client, committee.get_absolute_url())
    for row in (initiative, value.indicator, story):
        assert f'href="{row.get_absolute_url()}"' in page


def test_an_indicator_shows_value_period_source_remark_and_the_stories_that_quote_it(client):
    value = make.make_observation(period="2022-Q1", place="第二节", note="来源前后不一致。")
    story = make.make_feature()
    make.make_figure_block(story, value)
    page = text_of(client, value.indicator.get_absolute_url())
    assert value.wording in words_of(client, value.indicator.get_absolute_url())
    for words in ("2022年一季度", value.source.title, "第二节", "来源前后不一致。"):
        assert words in page
    assert f'href="{value.source.get_absolute_url()}"' in page
    assert f'href="{story.get_absolute_url()}"' in page


def test_a_corrected_value_stays_in_the_history_with_the_reason(client):
    old = make.make_observation(period="2021", value=100)
    new = make.make_correction(old, value=101, reason="来源另行更正")
    page = words_of(client, old.indicator.get_absolute_url())
    for words in (old.wording, new.wording, "来源另行更正"):
        assert words in page


def test_a_story_quotes_a_figure_as_it_was_when_the_indicator_moves_on(client):
    value = make.make_observation(period="2021", value=100)
    story = make.make_feature()
    make.make_figure_block(story, value)
    make.make_correction(value, value=250)
    value.indicator.name = "改了名的指标"
    value.indicator.save()
    page = words_of(client, story.get_absolute_url())
    assert "100亿元" in page
    assert "改了名的指标" not in page


def test_a_story_says_where_it_comes_from_and_when_it_was_published(client):
    source = make.make_source("一篇报道", published="2022-06")
    story = make.make_feature(source=source, origin="compiled")
    page = text_of(client, story.get_absolute_url())
    assert "据《一篇报道》（齐鲁壹点，2022年6月）整理" in page
    assert f'<meta name="ArticleTitle" content="{story.title}">' in page
    assert page.count('<meta name="PubDate"') == 1


def test_a_drawing_is_called_one(client):
    photo = make.make_photo(is_illustration=True, caption="几座楼")
    story = make.make_feature(cover=photo)
    assert "示意图：几座楼" in text_of(client, story.get_absolute_url())


def test_what_people_typed_is_shown_as_text(client):
    evil = "<script>alert(1)</script>"
    story = make.make_feature(title=evil, summary=evil)
    make.make_quote(story, text=evil)
    make.make_text(story, text=f"<p>正文{evil}</p>")
    for address in (story.get_absolute_url(), "/", "/news/", f"/news/?q={evil}"):
        assert evil not in text_of(client, address, status=200)


def test_the_site_answers_whether_it_lives_and_is_ready(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "database": True}


def test_whoever_watches_the_process_may_ask_without_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert [client.get(address).status_code for address in ("/healthz", "/readyz", "/about/")] == [200, 200, 301]


def test_the_feeds_carry_public_stories_newest_first(client):
    first, second = make.make_feature(), make.make_feature()
    make.make_feature(title=SECRET, public_from=None)
    feed = text_of(client, "/news/feed/")
    assert feed.index(second.title) < feed.index(first.title)
    assert SECRET not in feed
    assert SECRET not in text_of(client, "/feed/")


def test_the_sitemap_lists_public_pages_with_the_day_of_publication(client):
    feature = make.make_feature()
    hidden = make.make_feature(public_from=None)
    assert "sitemap-features.xml" in text_of(client, "/sitemap.xml")
    section = text_of(client, "/sitemap-features.xml")
    assert feature.get_absolute_url() in section
    assert hidden.get_absolute_url() not in section
    assert f"<lastmod>{timezone.localtime(feature.public_from):%Y-%m-%d}" in section


def test_no_page_asks_another_host_for_anything(client):
    fill(1)
    for name, address in addresses().items():
        response = client.get(address)
        if response["Content-Type"].startswith("text/html"):
            page = response.content.decode()
            for attribute in ('src="http', 'src="//', "url(http", "@import"):
                assert attribute not in page, name


def test_a_fault_of_ours_is_admitted_in_chinese(client, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("ours")

    monkeypatch.setattr("portal.views.Home.get_context_data", fail)
    client.raise_request_exception = False
    page = text_of(client, "/", status=500)
    assert '<html lang="zh-CN"' in page
    assert "RuntimeError" not in page
