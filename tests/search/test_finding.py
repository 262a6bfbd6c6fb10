"""What is found: by every word, with nothing missed and nothing made up."""

import datetime
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.search import index
from portal.search.folding import fold
from portal.search.forms import SearchForm
from portal.search.queries import Word, entries, typed_words, words
from portal.search.results import Results
from portal.search.searchables import REGISTRY
from tests import factories as make
from tests.search.entries import found, write_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def laser():
    story = make.make_feature("激光装备怎样连成一条链", summary="党委牵线，16家企业签约。")
    make.make_text(story, "<p>收入<strong>48.1</strong>亿元，约1,500户。</p><ul><li>BYD汽车</li><li>产业链</li></ul>")
    make.make_feature("别的事", summary="说别的。")
    write_all()
    return story.title


@pytest.mark.parametrize(
    "query",
    [
        "激光", "党委", "链", "怎", "BYD", "byd", "48.1", "１６", "16家", "1500", "1,500户", "產業鏈", "激光 党委",
        "“激光装备”", "「怎样连成」", '"收入48.1亿元"', "产业链，签约", "亿", "汽车　企业", "“激 光”",
        "1，500户", "激光,党委", "激光/党委;链|怎", "激光:党委", "16,党委",
    ],
)  # fmt: skip
def test_what_the_text_says_is_found(laser, query):
    assert found(query) == [laser]


@pytest.mark.parametrize(
    "query",
    ["激装", "光激", "激光 别的", "48", "8.1", "150", "BY", "“装备激光”", "汽车产业", "链收入", "byd汽车厂"],
)
def test_what_no_text_says_is_not(laser, query):
    assert found(query) == []


def test_words_of_two_paragraphs_are_no_phrase(laser):
    assert found("“汽车产业”") == []
    assert found("汽车 产业") == [laser]


def test_every_kind_is_found():
    committee = make.make_committee("量子党委")
    make.make_observation(make.make_indicator("量子收入", committee=committee), value="48.1")
    make.make_initiative("量子举措")
    make.make_milestone("量子大事")
    make.make_organization("量子公司")
    make.make_source("量子报道")
    make.make_feature("量子新闻")
    write_all()
    assert len(found("量子")) == 7
    assert found("量子", kind="organization") == ["量子公司"]
    assert found("48.1") == ["量子收入（量子党委）"]


def test_all_that_the_page_of_a_story_says_is_found():
    story = make.make_feature("标题", kicker="引题甲", subtitle="副题乙", byline="署名丙")
    make.make_credit(story, role="记者", name="张三丰")
    make.make_quote(story, "引语丁", attribution="出处戊")
    make.make_photo_block(story, caption="图注己")
    make.make_attachment_block(story, make.make_attachment("附件庚"))
    make.make_figure_block(
        story, make.make_observation(make.make_indicator("数字辛", unit="户"), value=7321, period="2021")
    )
    write_all()
    for word in (
        "引题甲",
        "副题乙",
        "署名丙",
        "张三丰",
        "引语丁",
        "出处戊",
        "图注己",
        "附件庚",
        "数字辛",
        "7321",
        "“2021年7321户”",
    ):
        assert "标题" in found(word), word


def test_all_that_the_page_of_an_indicator_says_is_found():
    indicator = make.make_indicator("收入", definition="口径甲", unit="亿元")
    value = make.make_observation(indicator, value="12.5", period="2021")
    make.make_correction(value, value="13.7")
    make.make_target(indicator, label="目标乙", value="20.9", period="2022")
    write_all()
    for word in ("口径甲", "12.5", "13.7", "目标乙", "20.9", "亿元", "经济运行"):
        assert found(word) == ["收入"], word


@pytest.mark.parametrize("query", ["biyadi", "bidi", "byd", "BYD", "biya", "BiYaDi", "yadi"])
def test_names_are_found_by_their_pinyin_and_so_is_what_speaks_of_them(query):
    make.make_organization("济南比亚迪汽车有限公司")
    make.make_feature("签约", summary="比亚迪来了。")
    make.make_feature("别的")
    write_all()
    assert found(query) == ["济南比亚迪汽车有限公司", "签约"]


@pytest.mark.parametrize("query", ["bǐyàdí", "bi'ya'di", "bi’yadi"])
def test_pinyin_may_have_tones_and_apostrophes(query):
    make.make_organization("比亚迪")
    write_all()
    assert found(query) == ["比亚迪"]


def test_letters_that_are_nearly_a_name_take_no_time():
    make.make_organization("南宁" * 40)
    write_all()
    started = time.process_time()
    assert found("n" * 18 + "zz") == []
    assert time.process_time() - started < 5  # it was minutes where every way of reading them was tried


@pytest.mark.parametrize("query", ["by", "adi", "biyad", "biqi", "didi", "bydz"])
def test_letters_that_spell_no_name_find_nothing(query):
    make.make_organization("济南比亚迪汽车有限公司")
    write_all()
    assert found(query) == []


def test_a_name_is_spelt_as_it_is_read():
    make.make_organization("重庆银行")
    write_all()
    assert found("chongqing") == found("yinhang") == ["重庆银行"]


# Against plain Python

LETTERS = st.sampled_from("激光装备产業A5. ，，「」")
TEXTS = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=6)


def units(text):
    """Give the characters and words of a text, each with whether it goes on from the character before."""
    matches = list(re.finditer(r"[激光装备产业]|[a-z0-9]+(?:\.[0-9]+)*", fold(text)))
    ends = [None, *(match.end() for match in matches)]
    return [(match[0], match.start() == end and match[0] > "z") for match, end in zip(matches, ends, strict=False)]


def says(text, word):
    """Whether ``text`` says the word, tried at every place.

    Words of other scripts are whole, and signs may stand between them and Chinese; within Chinese, none may.
    """
    said, wanted = units(text), units(word)
    starts = range(len(said) - len(wanted) + 1)
    return any(said[start][0] == wanted[0][0] and goes_on(said[start:], wanted) for start in starts)


def goes_on(said, wanted):
    pairs = zip(wanted[1:], said[1:], wanted, said, strict=False)
    return all(
        unit == other and (joined == also or min(before[0], unit) <= "z")
        for (unit, joined), (other, also), before, _ in pairs
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS, query=st.text(LETTERS, min_size=1, max_size=5))
def test_exactly_what_says_all_words_is_found(texts, query):
    rows = [make.make_feature("题", summary="要") for _ in texts]
    for row, text in zip(rows, texts, strict=True):
        make.make_quote(row, text)
    keys = [row.pk for row in rows]
    index.write(REGISTRY["feature"], keys)
    asked = [Word((typed,)) for typed in typed_words(query)]
    if asked:
        wanted = {key for key, text in zip(keys, texts, strict=True) if all(says(text, word.typed) for word in asked)}
        assert set(entries(asked).filter(kind="feature", key__in=keys).values_list("key", flat=True)) == wanted


# In which order


def days_ago(days):
    return make.an_hour_ago() - datetime.timedelta(days=days)


def test_titles_come_before_leads_and_leads_before_the_text():
    in_text = make.make_feature("新闻一")
    make.make_text(in_text, "<p>激光</p>")
    make.make_feature("新闻二", summary="激光。", public_from=days_ago(1))
    make.make_feature("激光新闻三", public_from=days_ago(2))
    write_all()
    assert found("激光") == ["激光新闻三", "新闻二", "新闻一"]
    assert found("激光", sort="date") == ["新闻一", "新闻二", "激光新闻三"]


def test_of_equals_the_newest_comes_first():
    for day in (3, 1, 2):
        make.make_feature(f"激光{day}", public_from=days_ago(day))
    write_all()
    assert found("激光") == ["激光1", "激光2", "激光3"]


def test_a_name_comes_before_what_speaks_of_it():
    make.make_organization("激光")
    make.make_organization("激光设备厂")
    make.make_feature("激光这条链")
    write_all()
    assert found("激光") == ["激光", "激光设备厂", "激光这条链"]


def test_whatever_the_number_of_hits_each_is_listed_once(monkeypatch):
    monkeypatch.setattr("portal.search.results.RANKED", 3)
    titles = [f"激光{number:02}" for number in range(4)] + [f"新闻{number:02}" for number in range(8)]
    for number, title in enumerate(titles):
        make.make_feature(title, summary="激光。", public_from=days_ago(number))
    write_all()
    listed = found("激光")
    assert sorted(listed) == sorted(titles)
    assert listed[:3] == ["激光00", "激光01", "激光02"]
    results = Results(words("激光"))
    assert [hit.entry.title for start in range(0, 12, 5) for hit in results[start : start + 5]] == listed


# Facets


def test_results_are_counted_by_kind_column_and_year(client):
    news = make.make_column("要闻", slug="news")
    other = make.make_column("通知", slug="notices")
    make.make_feature("激光一", column=news)
    make.make_feature("激光二", column=other, public_from=days_ago(800))
    make.make_organization("激光公司")
    write_all()
    results = results_of(q="激光")
    assert tallies(results, "kind") == {"新闻": 2, "单位": 1}
    assert tallies(results, "section") == {"要闻": 1, "通知": 1}
    assert sum(tallies(results, "year").values()) == 2
    narrowed = results_of(q="激光", column="news")
    assert narrowed.count() == 1
    assert tallies(narrowed, "kind") == {"新闻": 1}
    assert tallies(narrowed, "section") == {"要闻": 1, "通知": 1}


def results_of(**asked):
    return SearchForm(asked).results()


def tallies(results, name):
    return {facet.label: facet.tally for facet in results.facets(name)}


def test_very_many_hits_of_a_long_word_are_all_found(monkeypatch):
    monkeypatch.setattr("portal.search.backends.postgresql.CHECKED", 2)
    for number in range(5):
        make.make_feature(f"激光装备{number}")
    write_all()
    assert results_of(q="激光装备").count() == 5
