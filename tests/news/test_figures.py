"""Figures that stories quote: what is pinned stays, and whoever reads or edits the story is told what became of it."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from news.models import Feature, FigureBlock
from news.templatetags.stories import moved_stories, story_part
from tests import factories as make
from tests.admin_pages import add_row, change_page, changelist, count_queries, form_of
from tests.apis import get, results

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator():
    return make.make_indicator("产值", slug="output")


@pytest.fixture
def value(indicator):
    return make.make_observation(indicator, period="2021", value=148)


@pytest.fixture
def story(value):
    return make.make_figure_block(observation=value).parent


def words(html):
    return unescape(strip_tags(html)).strip()


def changes(client, story):
    """Give what the page of ``story`` says of its figures, beyond what is pinned."""
    page = client.get(story.get_absolute_url()).text
    return [words(said) for said in re.findall(r'<dd class="figure-change">(.*?)</dd>', page, re.DOTALL)]


def withdraw(indicator):
    type(indicator).objects.filter(pk=indicator.pk).update(public_until=make.an_hour_ago())


# Corrected


def test_a_correction_stands_below_what_was_pinned_and_says_why(client, value, story):
    make.make_correction(value, value="148.5", reason="统计口径有误。")
    assert changes(client, story) == ["该数值已更正为148.5亿元（统计口径有误）"]
    assert words(story.body_groups[0].block.wording) == "148亿元"
    assert '<dd class="value"><span class="numeral">148</span>亿元</dd>' in client.get(story.get_absolute_url()).text


def test_a_correction_leads_to_the_indicator(client, value, story):
    make.make_correction(value, value="148.5")
    link = f'<a href="{value.indicator.get_absolute_url()}">该数值已更正为148.5亿元</a>'
    assert link in client.get(story.get_absolute_url()).text


def test_of_two_corrections_the_one_that_stands_is_named(client, value, story):
    make.make_correction(make.make_correction(value, value=150), value=160, reason="再次更正")
    assert changes(client, story) == ["该数值已更正为160亿元（再次更正）"]


def test_who_quoted_a_correction_is_told_of_the_next_one_only(client, value):
    first = make.make_correction(value, value=150)
    story = make.make_figure_block(observation=first).parent
    assert changes(client, story) == []
    make.make_correction(first, value=160, reason="再次更正")
    assert changes(client, story) == ["该数值已更正为160亿元（再次更正）"]


def test_what_was_corrected_back_is_not_marked(client, value, story):
    make.make_correction(make.make_correction(value, value=150), value=148)
    assert changes(client, story) == []


def test_another_status_of_the_same_number_is_no_correction(client, indicator):
    value = make.make_observation(indicator, status="preliminary", value="148.50")
    story = make.make_figure_block(observation=value).parent
    make.make_correction(value, value="148.5", status="verified", reason="核定")
    assert changes(client, story) == []


def test_a_number_that_is_less_exact_is_a_correction(client, value, story):
    make.make_correction(value, value=148, qualifier="over", reason="原文为突破")
    assert changes(client, story) == ["该数值已更正为突破148亿元（原文为突破）"]


@pytest.mark.parametrize(("before", "after"), [(None, 157), (157, 169), (157, None)])
def test_a_rank_among_others_is_a_correction(client, before, after):
    value = make.make_observation(make.make_indicator(unit="位", decimals=0), value=10, of=before)
    block = make.make_figure_block(observation=value)
    make.make_correction(value, value=10, of=after, reason="总数有误")
    assert changes(client, block.parent) == [f"该数值已更正为第10位{f'（共{after}家）' if after else ''}（总数有误）"]


def test_another_period_of_the_same_end_corrects_nothing(client, value, story):
    make.make_observation(value.indicator, period="2021-Q4", value=40)
    assert changes(client, story) == []


def test_the_reason_of_a_correction_is_text(client, value, story):
    make.make_correction(value, value=150, reason="<script>alert(1)</script>")
    page = client.get(story.get_absolute_url()).text
    assert "（&lt;script&gt;alert(1)&lt;/script&gt;）" in page
    assert "<script>alert" not in page


# Outdated


def test_the_newest_value_is_named_with_its_period_and_leads_to_the_indicator(client, value, story):
    make.make_observation(value.indicator, period="2022", value=200)
    make.make_observation(value.indicator, period="2023-Q1", value="48.1", qualifier="over")
    assert changes(client, story) == ["已有更新数据：2023年一季度突破48.1亿元"]
    assert f'<a href="{value.indicator.get_absolute_url()}">已有更新数据：' in client.get(story.get_absolute_url()).text


def test_of_a_newest_value_that_was_corrected_the_correction_is_named(client, value, story):
    make.make_correction(make.make_observation(value.indicator, period="2022", value=200), value=210)
    assert changes(client, story) == ["已有更新数据：2022年210亿元"]


def test_the_newest_is_the_one_that_the_indicator_shows(client, value, story):
    for period in ("2022", "2022-Q4", "to 2022"):
        make.make_observation(value.indicator, period=period)
    block = story.body[0]
    assert block.newer == value.indicator.latest
    assert changes(client, story) == ["已有更新数据：2022年四季度12.5亿元"]


def test_a_value_for_an_earlier_period_is_not_newer(client, value, story):
    make.make_observation(value.indicator, period="2020")
    assert changes(client, story) == []


def test_a_figure_may_be_corrected_and_have_a_newer_value(client, value, story):
    make.make_correction(value, value=150, reason="有误")
    make.make_observation(value.indicator, period="2022", value=200)
    assert changes(client, story) == ["该数值已更正为150亿元（有误）", "已有更新数据：2022年200亿元"]


# Which values count


def test_two_figures_of_one_indicator_are_each_compared_with_their_own_period(client, value, story):
    later = make.make_observation(value.indicator, period="2022", value=200)
    make.make_figure_block(story, later)
    make.make_correction(value, value=150, reason="有误")
    assert changes(client, story) == ["该数值已更正为150亿元（有误）", "已有更新数据：2022年200亿元"]
    first, second = story.body
    assert [(block.corrected_to is not None, block.newer) for block in (first, second)] == [
        (True, later),
        (False, None),
    ]


def test_values_of_another_indicator_change_nothing(client, story):
    make.make_observation(period="2021", value=1)
    make.make_observation(period="2022-07")
    assert changes(client, story) == []


def test_a_figure_whose_value_was_removed_is_still_compared(client, value, story):
    indicator = value.indicator
    value.delete()
    assert changes(client, story) == []
    make.make_observation(indicator, period="2021", value=150)
    make.make_observation(indicator, period="2022", value=200)
    assert FigureBlock.objects.get().observation is None
    assert changes(client, story) == ["该数值已更正为150亿元", "已有更新数据：2022年200亿元"]


@pytest.fixture
def moved(value, story):
    """A story of which a figure is corrected and has a newer value."""
    make.make_correction(value, value="150.25", reason="不可外传")
    make.make_observation(value.indicator, period="2022", value="200.75")
    return story


def test_nothing_is_said_of_a_withdrawn_indicator(client, indicator, moved):
    assert len(changes(client, moved)) == 2
    withdraw(indicator)
    page = client.get(moved.get_absolute_url()).text + str(get(client, f"features/{moved.pk}"))
    assert "148" in page
    assert re.findall("150.25|200.75|不可外传", page) == []


def test_nothing_is_said_of_an_indicator_whose_subject_is_not_public(client, indicator, moved):
    indicator.committee = make.make_committee(public_from=None)
    indicator.save()
    assert changes(client, moved) == []


def test_a_newer_value_in_a_draft_is_not_known(client, editor_client, value, story):
    page = change_page(value.indicator)
    data = form_of(editor_client.get(page))
    add_row(data, "observations", period="2022", value="200", qualifier="exact", status="verified", of="",
            source=value.source_id, place="", note="", known_from="", replaces="", reason="")  # fmt: skip
    assert editor_client.post(page, data).status_code == 302
    value.indicator.refresh_from_db()
    assert "200" in str(value.indicator.head.snapshot)
    assert changes(client, story) == []


def test_the_changes_cost_no_query_however_many_figures_and_values_there_are(client, value, story):
    address = story.get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as before:
        client.get(address)
    for number in range(5):
        make.make_observation(value.indicator, period=f"{2022 + number}")
        other = make.make_observation(value=1)
        make.make_figure_block(story, other)
        make.make_correction(other, value=2)
    with CaptureQueriesContext(
        connection,
    ) as after:
        assert len(changes(client, story)) == 6
    assert len(after) == len(before)


# For programs


def test_programs_get_both_values_and_the_reason(client, moved):
    figure = get(client, f"features/{moved.pk}")["body"][0]
    assert (figure["value"], figure["wording"]) == ("148", "148亿元")
    newer, corrected = figure["newer"], figure["corrected_to"]
    names = ["period", "period_label", "value", "unit", "qualifier", "wording"]
    assert [newer[name] for name in names] == ["2022", "2022年", "200.75", "亿元", "exact", "200.75亿元"]
    assert [corrected[name] for name in names] == ["2021", "2021年", "150.25", "亿元", "exact", "150.25亿元"]
    assert corrected["reason"] == "不可外传"


def test_programs_get_null_where_nothing_changed(client, story):
    figure = get(client, f"features/{story.pk}")["body"][0]
    assert (figure["newer"], figure["corrected_to"]) == (None, None)


# Stories that quote an indicator


@pytest.fixture
def quoting(value):
    """Seven stories that quote one indicator, the oldest first, and one that quotes another."""
    stories = [make.make_feature() for _ in range(7)]
    for story in stories:
        make.make_figure_block(story, value)
        make.make_figure_block(story, value)
    make.make_figure_block()
    return stories


def titles(response):
    return [story.title for story in response.context["object_list"]]


def test_the_list_holds_every_story_that_quotes_the_indicator_once(client, quoting):
    response = client.get("/news/?indicator=output")
    newest_first = list(reversed(quoting))
    assert titles(response) == [story.title for story in newest_first]
    assert [row["id"] for row in results(client, "features", indicator="output")] == [row.pk for row in newest_first]


def test_the_list_says_which_indicator_it_is_about_and_how_to_leave_it(client, quoting, indicator):
    page = client.get("/news/?indicator=output").text
    assert "<h1>引用“产值”的新闻</h1>" in page
    assert f'<a href="{indicator.get_absolute_url()}">看指标“产值”</a>' in page
    assert '<a href="/news/">不限指标，看全部</a>' in page


def test_the_form_offers_no_indicator_but_the_one_that_is_set(client, quoting):
    assert 'name="indicator"' not in client.get("/news/?q=新闻").text
    page = client.get("/news/?indicator=output&q=新闻").text
    options = re.search(r'<select name="indicator".*?</select>', page, re.DOTALL)[0]
    assert re.findall(r'<option value="(.*?)"( selected)?>', options) == [("", ""), ("output", " selected")]


def test_the_form_stands_open_for_what_the_heading_does_not_say(client, quoting):
    opened = '<details class="filter-more" open>'
    assert opened not in client.get("/news/?indicator=output").text
    assert opened in client.get("/news/?indicator=output&year=2022").text
    assert opened in client.get("/news/?indicator=nobody").text


def test_an_indicator_that_is_not_public_is_unknown(client, quoting, indicator):
    withdraw(indicator)
    response = client.get("/news/?indicator=output")
    assert response.status_code == 400
    assert "没有“output”这一项。" in response.text
    assert "产值" not in response.text
    get(client, "features", 400, indicator="output")


def test_a_column_can_be_narrowed_to_an_indicator(client, quoting):
    column = quoting[0].column
    assert titles(client.get(f"{column.get_absolute_url()}?indicator=output")) == [quoting[0].title]


def part(record):
    return story_part(record, "引用这一指标的新闻")


def test_beside_the_indicator_all_stories_are_linked_when_there_are_more(quoting, indicator, django_assert_num_queries):
    with django_assert_num_queries(1):
        shown = part(indicator)
    assert shown["stories"] == list(reversed(quoting))[:6]
    assert shown["more"] == "/news/?indicator=output"
    quoting[0].delete()
    assert part(indicator)["more"] == ""


def test_a_source_has_no_list_of_its_stories():
    source = make.make_source()
    for _ in range(7):
        make.make_feature(source=source, origin="compiled")
    assert (len(part(source)["stories"]), part(source)["more"]) == (6, "")


# On the desk


@pytest.fixture
def desk():
    """Stories by what became of their figures, the oldest first."""
    found = {}
    for name in ("unmoved", "corrected", "outdated", "both", "draft", "withdrawn"):
        value = make.make_observation(period="2021", value=100)
        feature = make.make_feature(name, public_from=None if name == "draft" else make.an_hour_ago())
        make.make_figure_block(feature, value)
        if name not in ("unmoved", "outdated"):
            make.make_correction(value, value=110)
        if name in ("outdated", "both", "withdrawn"):
            make.make_observation(value.indicator, period="2022", value=120)
        if name == "withdrawn":
            withdraw(value.indicator)
        found[name] = feature
    make.make_text(make.make_feature("no figures"))
    return found


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ("corrected", ["draft", "both", "corrected"]),
        ("outdated", ["both", "outdated"]),
    ],
)
def test_the_list_is_narrowed_to_stories_whose_figures_moved(editor_client, desk, chosen, names):
    response = editor_client.get(changelist(Feature), {"figures": chosen})
    assert [row.title for row in response.context["cl"].result_list] == names


def test_a_filter_that_nobody_knows_narrows_nothing(editor_client, desk):
    response = editor_client.get(changelist(Feature), {"figures": "delete"})
    assert response.context["cl"].result_count == Feature.objects.count()


def test_public_stories_with_corrections_come_first_and_then_those_with_newer_values(desk):
    assert [story.title for story in moved_stories()] == ["both", "corrected", "outdated"]


def test_the_index_names_story_figure_and_change(editor_client, desk):
    page = editor_client.get("/admin/").text
    section = page[page.index("文中数据有变化的新闻") : page.index('id="content-related"')]
    said = re.sub(r"\s+", "", words(section))
    name = desk["both"].body[0].name
    assert f"both{name}2021年100亿元该数值已更正为110亿元已有更新数据：2022年120亿元" in said
    assert f'<a href="{change_page(desk["both"])}">both</a>' in section
    assert re.findall(">(draft|unmoved|withdrawn|no figures)<", section) == []


def test_the_index_leads_to_all_public_stories_of_either_kind(editor_client, desk):
    links = re.findall(r'href="(.*?figures=.*?)">(.*?)<', editor_client.get("/admin/").text)
    listed = {label: editor_client.get(unescape(link)).context["cl"].result_list for link, label in links}
    assert {label: [row.title for row in rows] for label, rows in listed.items()} == {
        "有更正": ["both", "corrected"],
        "有更新": ["both", "outdated"],
    }


def test_lists_and_pages_tell_the_same(desk):
    figures = list(FigureBlock.objects.with_changes())
    assert set(FigureBlock.objects.corrected()) == {figure for figure in figures if figure.corrected_to}
    assert set(FigureBlock.objects.outdated()) == {figure for figure in figures if figure.newer}
    assert set(FigureBlock.objects.moved()) == {figure for figure in figures if figure.corrected_to or figure.newer}


def test_of_one_story_the_corrected_figures_come_first(value):
    feature = make.make_feature()
    make.make_observation(value.indicator, period="2022")
    outdated = make.make_figure_block(feature, value)
    corrected = make.make_figure_block(feature)
    make.make_correction(corrected.observation)
    make.make_figure_block(feature)
    assert moved_stories()[0].moved_figures == [corrected, outdated]


def test_the_index_says_nothing_while_no_figure_moved(editor_client, story):
    assert "文中数据" not in editor_client.get("/admin/").text


def test_the_index_says_nothing_to_who_may_not_change_stories(powerless_client, desk):
    assert "文中数据" not in powerless_client.get("/admin/").text


def test_the_index_keeps_all_that_there_is_to_manage(editor_client, desk):
    page = editor_client.get("/admin/").text
    assert "model-feature" in page


def test_a_title_and_a_caption_on_the_index_are_text(editor_client, value):
    story = make.make_feature("<b>标题</b>")
    make.make_figure_block(story, value, caption="<i>说明</i>")
    make.make_correction(value)
    page = editor_client.get("/admin/").text
    assert "&lt;b&gt;标题&lt;/b&gt;" in page
    assert "&lt;i&gt;说明&lt;/i&gt; 2021年" in page
    assert "<i>说明" not in page


def quote(*, corrected):
    """Make a story of which two figures are corrected or outdated."""
    block = make.make_figure_block(observation=make.make_observation(period="2021"))
    make.make_figure_block(block.parent, block.observation)
    if corrected:
        make.make_correction(block.observation)
    else:
        make.make_observation(block.indicator, period="2022")


def test_ten_stories_are_shown_at_most_for_the_same_three_queries(editor_client, desk, django_assert_num_queries):
    few = count_queries(editor_client, "/admin/")
    for number in range(14):
        quote(corrected=number % 2)
    assert count_queries(editor_client, "/admin/") == few
    with django_assert_num_queries(3):
        figures = [story.moved_figures for story in moved_stories()]
        corrected = [all(figure.correction_wording for figure in of_story) for of_story in figures]
    assert corrected == [True] * 9 + [False]


def test_corrections_alone_may_fill_the_list(desk, django_assert_num_queries):
    for _ in range(10):
        quote(corrected=True)
    with django_assert_num_queries(2):
        assert all(figure.corrected_to for story in moved_stories() for figure in story.moved_figures)
    assert len(moved_stories()) == 10
