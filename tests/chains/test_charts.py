"""Charts: picture, table and sentence say the same, the picture needs nothing else, and thinning hides no extreme."""

import datetime
import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains.charts import MOST, Chart, thinned
from chains.charts.axes import rank_axis, value_axis
from chains.charts.document import DARK, LIGHT
from chains.charts.lettering import lines
from chains.models import Committee, Indicator, Observation, Target
from chains.periods import Period
from chains.wording import Qualifier, number
from tests import factories

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"text", "tspan", "title", "desc"}


def chart(*values, name="地区生产总值", unit="亿元", goals=(), limit=None, **indicator_values):
    """Give the chart of rows that are not saved: ``(period, value[, qualifier[, of]])``, oldest first."""
    indicator = Indicator(name=name, unit=unit, **indicator_values)
    indicator.known_targets = [goal(indicator, *given) for given in goals]
    if limit:
        indicator.known_targets.append(Target(indicator=indicator, kind="limit", value=Decimal(limit)))
    rows = [observation(indicator, *given) for given in reversed(values)]
    indicator.current_values = rows
    return Chart(indicator, rows)


def observation(indicator, period, value, qualifier="exact", of=None):
    return Observation(indicator=indicator, value=Decimal(value), qualifier=qualifier, of=of, **dated(period))


def goal(indicator, period, value, label=""):
    opening = Period.parse(period).opening
    values = {"counts_from": opening, "value": Decimal(value), "label": label, **dated(period)}
    return Target(indicator=indicator, kind="goal", **values)


def dated(text):
    period = Period.parse(text)
    return {"period": period, "period_start": period.start, "period_end": period.end}


def years(*values, first=2019, **kwargs):
    return chart(*((str(first + number), value) for number, value in enumerate(values)), **kwargs)


def days(values):
    """Give the chart of one value a day."""
    first = datetime.date(1995, 1, 1)
    return chart(*((str(first + datetime.timedelta(n)), value) for n, value in enumerate(values)), unit="件")


def drawn(made, **kwargs):
    return ElementTree.fromstring(made.svg(**kwargs))  # noqa: S314 (our own)


def texts(made, **kwargs):
    """Give what is printed, each text with its parts."""
    return ["".join(node.itertext()) for node in drawn(made, **kwargs).iter(f"{SVG}text")]


def with_class(made, name, **kwargs):
    return [node for node in drawn(made, **kwargs).iter() if name in node.get("class", "").split()]


def dots(made, **kwargs):
    """Give ``{what a dot says of itself: (x, y)}``."""
    found = {}
    for node in drawn(made, **kwargs).iter(f"{SVG}path"):
        if node.find(f"{SVG}title") is not None:
            found[node.find(f"{SVG}title").text] = tuple(
                map(float, re.match(r"M(\S+) ([\d.]+)", node.get("d")).groups())
            )
    return found


def paths(made, **kwargs):
    """Give the points of every drawn line of values."""
    found = []
    for node in with_class(made, "reactive", **kwargs):
        if node.tag == f"{SVG}path":
            numbers = list(map(float, re.findall(r"-?[\d.]+", node.get("d"))))
            found.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    return found


# What it says


def test_the_sentence_names_first_newest_lowest_and_highest():
    said = chart(("2019", 1200), ("2020", 1300), ("2021", 1500, "over")).sentence
    assert said == "从2019年到2021年共3个数值：2019年1200亿元（最低），2021年突破1500亿元（最高）。"


def test_extremes_between_the_ends_are_named_too():
    said = years(5, 9, 2, 6).sentence
    assert said == "从2019年到2022年共4个数值：2019年5亿元，2022年6亿元，最高的是2020年9亿元，最低的是2021年2亿元。"


def test_of_equal_numbers_the_one_that_was_passed_is_the_highest():
    said = chart(("2019", 1500), ("2020", 1500, "over"), ("2021", 1500, "nearly")).sentence
    assert "2021年近1500亿元（最低），最高的是2020年突破1500亿元" in said


def test_equal_values_have_no_extremes():
    assert years(3, 3, 3, unit="个").sentence == "从2019年到2021年共3个数值，都是3个。"


def test_a_rank_is_ahead_or_behind_not_high_or_low():
    said = chart(("2020", 12, "exact", 169), ("2021", 10, "exact", 157), unit="位").sentence
    assert "2020年第12位（共169家，最靠后），2021年第10位（共157家，最靠前）" in said


def test_a_whole_year_and_a_quarter_are_said_apart():
    said = chart(("2021", 148), ("2022-Q1", "48.1")).sentence
    assert said == "全年：2021年148亿元；单季：2022年一季度48.1亿元。时段不同，不能直接相比。"


def test_what_adds_up_from_january_on_has_no_extremes():
    said = chart(("2022-01/2022-04", 20), ("2022-01/2022-05", 30)).sentence
    assert said == "从2022年1—4月到2022年1—5月共2个数值：2022年1—4月20亿元，2022年1—5月30亿元。"


def test_a_before_and_after_says_the_progress():
    made = chart(("to 2022-06", 6), unit="天", limit=31)
    assert made.sentence == made.indicator.progress.sentence == "法定时限31天，实际6天，压缩80.6%。"


def test_a_line_with_a_goal_says_how_it_stands():
    said = chart(("2021", 10), ("2022", 12), goals=[("2022", 20)]).sentence
    assert said.endswith("2022年完成12亿元，占年度目标20亿元的60%。")


def test_a_thinned_chart_says_so_with_how_many_are_drawn():
    made = days(range(1000))
    assert made.sentence.endswith(f"数值太多，图中每段取最高和最低，共画{len(made.rows)}个。")
    assert "共1000个数值" in made.sentence


def test_without_values_there_is_nothing_to_say():
    assert chart().sentence == "尚无数据。"
    assert chart(goals=[("2022", 500)]).sentence == "2022年目标为500亿元，尚无数据。"


def test_one_value_is_one_value():
    assert chart(("2021", 1500, "over")).sentence == "只有一个数值：2021年突破1500亿元。"


def test_the_title_has_unit_and_subject():
    assert chart().title == "地区生产总值（亿元）"
    assert (
        chart(name="党员", unit="名", committee=Committee(name="激光产业链党委")).title == "党员（名，激光产业链党委）"
    )
    assert chart(name="综合排名", unit="位").title == "综合排名（位次）"


# What it shows


def test_there_is_a_picture_where_something_compares():
    assert years(1, 2).has_picture
    assert chart(("to 2022-06", 6), limit=31).has_picture
    assert chart(("2022-01/2022-06", 6), goals=[("2022", 20)]).has_picture


def test_there_is_no_picture_where_nothing_compares():
    assert not chart().has_picture
    assert not chart(("2021", 148)).has_picture
    assert not chart(("2021", 148), ("2022-Q1", "48.1")).has_picture
    assert not chart(("2021", 148), goals=[("2022", 160)]).has_picture


def test_the_rows_are_values_and_targets_oldest_first():
    made = chart(("2021", 148), ("2022-01/2022-05", 70), ("2022", 150), goals=[("2022", 160), ("2021", 140, "收入")])
    assert [tuple(row) for row in made.rows] == [
        ("收入（2021年）", "140亿元"),
        ("2021年", "148亿元"),
        ("2022年1—5月", "70亿元"),
        ("2022年目标", "160亿元"),
        ("2022年", "150亿元"),
    ]


def test_values_of_unlike_periods_are_not_joined():
    made = chart(("2020", 130), ("2021", 148), ("2021-Q4", 40), ("2022-Q1", 48), ("to 2022-01", 7))
    assert sorted(len(points) for points in paths(made)) == [2, 2]
    assert {"全年", "单季", "截至当时的总数"} <= set(texts(made))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2021", "2020/2021"),
        ("2021-12", "2021-Q4"),
        ("2021-12-31", "2021-12"),
        ("2021-01/2021-05", "2021-02/2021-06"),
        ("to 2021-12", "2021"),
        ("2021-07/2021-12", "2021-07/2021-11"),
        ("2021-12-01/2021-12-02", "2021-12-01/2021-12-03"),
    ],
)
def test_a_series_holds_one_length_of_time(one, other):
    assert len(chart((one, 1), (other, 2)).series) == 2


def test_what_adds_up_from_january_on_starts_again_each_year():
    made = chart(*((f"{year}-01/{year}-{month:02}", month) for year in (2020, 2021) for month in (4, 5, 7)))
    assert [len(points) for points in paths(made)] == [3, 3]


def test_a_goal_for_the_year_is_not_drawn_beside_single_quarters():
    assert not chart(("2021-Q4", 5), ("2022-Q1", 6), goals=[("2022", 20)]).aims
    assert chart(("2022-01/2022-04", 5), ("2022-01/2022-05", 6), goals=[("2022", 20)]).aims


def test_too_many_kinds_are_left_out_and_said():
    made = chart(*((f"2021-01-02/2021-01-{day:02}", day) for day in range(3, 11)))
    assert len(made.series) == 4
    assert "另有4个其他时段的数值没有画。" in made.sentence
    made.svg()


# How it is drawn


def test_time_is_real_time():
    points = dots(chart(("2018", 1), ("2019", 1), ("2021", 1)))
    first, second, last = (x for x, _ in points.values())
    assert (last - second) / (second - first) == pytest.approx(2, rel=0.01)


def test_rank_one_is_on_top_and_ticks_are_whole():
    made = chart(("2020", 12), ("2021", 1), ("2022", 5), unit="位")
    heights = {label: y for label, (_, y) in dots(made).items()}
    assert heights["2021年第1位"] < heights["2022年第5位"] < heights["2020年第12位"]
    assert [text for text in texts(made) if text.isdigit()] == ["1", "5", "10", "15"]


def test_other_values_have_more_on_top():
    points = dots(years(1, 2))
    assert points["2020年2亿元"][1] < points["2019年1亿元"][1]


def test_dots_stand_on_their_line():
    made = years(3, 9, 4)
    (line,) = paths(made)
    for on_line, dot in zip(line, dots(made).values(), strict=True):
        assert on_line == pytest.approx(dot)


def test_a_before_and_after_is_bars_from_zero():
    actual, aim = (node.find(f"{SVG}rect") for name in ("actual", "aim") for node in with_class(BEFORE_AND_AFTER, name))
    assert float(actual.get("width")) / float(aim.get("width")) == pytest.approx(6 / 31, rel=0.01)
    assert actual.get("x") == aim.get("x")
    assert float(aim.get("y")) < float(actual.get("y"))
    assert [row.label for row in BEFORE_AND_AFTER.rows] == ["法定时限", "实际（截至2022年6月）"]


BEFORE_AND_AFTER = chart(("to 2022-06", 6), unit="天", limit=31)


def test_a_rank_is_never_a_bar():
    assert not with_class(chart(("2022", 10), unit="位", goals=[("2022", 8)]), "actual")


def test_a_goal_lies_over_its_days_and_a_limit_over_all():
    made = chart(("2020", 9), ("2021", 10), ("2022", 12), goals=[("2022", 20)], limit=31)
    limit, aim = (re.match(r"M(\S+) (\S+)H(\S+)", node[0].get("d")).groups() for node in with_class(made, "aim")[:2])
    (_, first), (_, second), (_, third) = ((label, x) for label, (x, _) in dots(made).items())
    assert float(aim[0]) == pytest.approx(second, abs=1)
    assert float(aim[2]) == pytest.approx(third, abs=1)
    assert float(limit[0]) < first
    assert float(limit[2]) > third
    assert {"2022年目标20亿元", "法定时限31亿元"} <= set(texts(made))


@pytest.mark.parametrize(("narrow", "few"), [(False, 12), (True, 6)])
def test_few_values_are_printed_in_words(narrow, few):
    made = years(*(100 + 7 * (n % 2) + n for n in range(few)), unit="件")
    printed = [text for text in texts(made, narrow=narrow) if text.endswith("件")]
    assert sorted(printed) == sorted(row.wording for row in made.rows)


def test_words_keep_how_exact_a_value_is():
    assert "突破1500亿元" in texts(chart(("2020", 1200), ("2021", 1500, "over")))


def test_of_many_values_newest_and_extremes_are_printed():
    values = [500 + n % 50 for n in range(200)]
    values[60], values[120] = 900, 100
    assert {"900件", "100件", f"{values[-1]}件"} <= set(texts(days(values)))


def test_among_many_a_value_that_no_line_reaches_has_a_dot():
    daily = [(str(datetime.date(2018, 1, 1) + datetime.timedelta(n)), n) for n in range(60)]
    to_date = [("2019-01/2019-04", 1), ("2019-01/2019-05", 9), ("2020-01/2020-04", 5), ("2021-01/2021-04", 6)]
    assert "2020年1—4月5亿元" in dots(chart(*daily, *to_date))


def test_the_axis_has_no_noise():
    made = chart(("2020", "0.1"), ("2021", "0.3"), decimals=1)
    assert {"0.1", "0.2", "0.3"} <= set(texts(made))
    assert not re.search(r"\d\.\d{2,}", " ".join(texts(made)))


def test_lines_start_at_zero_unless_little_happens():
    assert value_axis([Decimal(60), Decimal(100)]).low == 0
    assert value_axis([Decimal(-60), Decimal(-100)]).high == 0
    assert value_axis([Decimal("97.1"), Decimal("99.3")]).low == 97


def test_whole_numbers_have_whole_ticks():
    assert value_axis([Decimal(1), Decimal(2)], whole=True).ticks == [0, 1, 2]
    assert value_axis([Decimal(1), Decimal(2)]).ticks[1] == Decimal("0.5")


@given(st.lists(st.decimals(-(10**11), 10**11, places=4), min_size=1), st.booleans())
def test_a_value_axis_holds_its_values_in_few_even_steps(values, whole):
    axis = value_axis(values, whole=whole)
    assert axis.low <= min(values)
    assert max(values) <= axis.high
    assert 2 <= len(axis.ticks) <= 7
    assert len({after - before for before, after in zip(axis.ticks, axis.ticks[1:], strict=False)}) == 1


@given(st.lists(st.integers(1, 10**6).map(Decimal), min_size=1))
def test_a_rank_axis_starts_at_one_and_holds_all(ranks):
    axis = rank_axis(ranks)
    assert axis.low == axis.ticks[0] == 1
    assert axis.high >= max(ranks)
    assert len(axis.ticks) <= 7
    assert all(tick % 1 == 0 for tick in axis.ticks)
    assert axis.ticks == sorted(set(axis.ticks))


# Thinning

MANY = st.lists(st.integers(), max_size=400)


@given(MANY, st.integers(4, 130))
def test_thinning_keeps_ends_extremes_and_order(points, most):
    numbered = list(enumerate(points))
    kept = thinned(numbered, most, key=lambda point: point[1])
    assert len(kept) <= most
    assert kept == sorted(kept)
    assert set(kept) <= set(numbered)
    if points:
        assert (kept[0], kept[-1]) == (numbered[0], numbered[-1])
        values = [value for _, value in kept]
        assert (min(values), max(values)) == (min(points), max(points))


@given(MANY)
def test_thinning_leaves_few_points_alone_and_does_nothing_twice(points):
    assert thinned(points, len(points) + 4) == points
    assert thinned(thinned(points)) == thinned(points)


def test_thinning_uses_the_room_it_has():
    assert len(thinned([number * 7919 % 10007 for number in range(10_000)])) > MOST - 4


def test_too_few_points_to_keep_extremes_are_refused():
    with pytest.raises(ValueError, match="Fewer than 4"):
        thinned([1, 2, 3, 4, 5], 3)


def test_no_extreme_of_ten_thousand_values_is_hidden():
    values = [500 + n % 7 for n in range(10_000)]
    values[5003], values[7002] = 2000, 1
    made = days(values)
    assert len(made.rows) <= MOST
    assert {"2000件", "1件"} <= {row.wording for row in made.rows}
    assert len(made.svg()) < 60_000


# Table and picture

PERIODS = st.one_of(
    st.integers(1990, 2030).map(str),
    st.builds("{}-Q{}".format, st.integers(2015, 2022), st.integers(1, 4)),
    st.builds("{}-{:02}".format, st.integers(2015, 2022), st.integers(1, 12)),
    st.builds("{}-01/{}-05".format, year := st.shared(st.integers(2015, 2022)), year),
    st.builds("to {}-{:02}".format, st.integers(2015, 2022), st.integers(1, 12)),
    st.dates(datetime.date(2020, 1, 1), datetime.date(2022, 12, 31)).map(str),
)
NUMBERS = st.one_of(st.integers(-20, 20), st.decimals(-(10**10), 10**10, places=4))
VALUES = st.lists(
    st.tuples(PERIODS, NUMBERS, st.sampled_from(Qualifier.values)), max_size=60, unique_by=lambda value: value[0]
)


def in_time(values):
    return sorted(values, key=lambda value: Period.parse(value[0]).end)


@settings(deadline=None, max_examples=60)
@given(VALUES, st.booleans(), st.booleans(), st.booleans())
def test_every_row_is_printed_or_drawn(values, with_goal, with_limit, narrow):
    made = chart(*in_time(values), goals=[("2022", 20)] if with_goal else (), limit=31 if with_limit else None)
    said = "".join(texts(made, narrow=narrow))
    marked = dots(made, narrow=narrow)
    on_lines = sum(len(points) for points in paths(made, narrow=narrow))
    aims = len([node for node in with_class(made, "aim", narrow=narrow) if node.find(f"{SVG}path") is not None])
    unsaid = [row for row in made.rows if f"{row.label}{row.wording}" not in said and "".join(row) not in marked]
    assert len(unsaid) <= on_lines + aims


@settings(deadline=None, max_examples=60)
@given(VALUES, st.booleans())
def test_printed_words_do_not_touch(values, narrow):
    boxes = [
        [float(node.get(name)) for name in ("x", "y", "width", "height")]
        for node in with_class(chart(*in_time(values)), "paper", narrow=narrow)[1:]
    ]
    for number_, (x, y, width, height) in enumerate(boxes):
        for left, top, wide, high in boxes[:number_]:
            assert x >= left + wide or left >= x + width or y >= top + high or top >= y + height


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(
    "values",
    [
        [],
        [("2021", 0)],
        [("2020", 0), ("2021", 0)],
        [("2020", 5), ("2021", 5)],
        [("2020", "-3.5"), ("2021", "4")],
        [("2020", "-3.5"), ("2021", "-9")],
        [("2020", "99999999999.9999"), ("2021", "0.0001")],
        [("2021-12", 3), ("2021-12-31", 4), ("to 2021", 5)],
        [("1000", 1), ("9999", 2)],
        [("2022-02-28/2022-03-02", 1), ("2022-03-01/2022-03-03", 2, "nearly")],
    ],
)
def test_any_values_can_be_drawn(values, narrow):
    for kwargs in ({}, {"goals": [("2021", -2)]}, {"limit": 0}, {"goals": [("2021", 1)], "limit": 10**10}):
        made = chart(*values, **kwargs)
        assert drawn(made, narrow=narrow).tag == f"{SVG}svg"
        assert made.sentence.endswith("。")


# The document


def test_it_is_a_picture_with_a_name_and_a_description():
    made = years(1, 2)
    root = drawn(made)
    assert [node.tag for node in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert (root[0].text, root[1].text) == (made.title, made.sentence)
    assert (root.get("role"), root.get("lang")) == ("img", "zh-CN")
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (root[0].get("id"), root[1].get("id"))


@pytest.mark.parametrize(("narrow", "width", "height"), [(False, "800", "450"), (True, "360", "360")])
def test_it_has_a_size_and_scales(narrow, width, height):
    root = drawn(years(1, 2), narrow=narrow)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == (width, height, f"0 0 {width} {height}")


SAMPLES = [
    chart(),
    years(1, 2, goals=[("2022", 20)]),
    BEFORE_AND_AFTER,
    days(range(500)),
    chart(("2020", 12, "exact", 169), unit="位"),
]


@pytest.mark.parametrize("made", SAMPLES)
def test_it_has_no_script_and_asks_no_host(made):
    said = made.svg().decode()
    assert not re.search(r"<script|\son\w+=|href|@import|url\(|<!--|<\?xml-stylesheet", said)
    assert set(re.findall(r"https?://[^\"' ]+", said)) == {"http://www.w3.org/2000/svg"}
    assert "pygal" not in said.lower()


@pytest.mark.parametrize("made", SAMPLES)
def test_its_words_are_chinese(made):
    words = ["".join(node.itertext()) for node in drawn(made).iter() if node.tag.removeprefix(SVG) in WORDS]
    assert words
    assert not re.search("[A-Za-z]", "".join(words))


@pytest.mark.parametrize("made", SAMPLES)
def test_the_same_values_give_the_same_bytes(made):
    assert made.svg() == Chart(made.indicator, made.values).svg()


def test_without_values_it_says_so():
    assert "尚无数据" in texts(chart())


def test_names_cannot_break_out():
    name = '<script>alert(1)</script> & "引号" \' ]]>\x0b'
    made = years(1, 2, name=name, goals=[("2021", 3, "<b>&")])
    assert b"<script" not in made.svg()
    assert drawn(made)[0].text == f"{name[:-1]}（亿元）"


def test_a_long_title_breaks_into_lines_that_have_room():
    made = years(1, 2, name="产业链党委联系服务的规模以上工业企业、" * 4)
    for narrow, most in ((False, 2), (True, 3)):
        title = ["".join(node.itertext()) for node in with_class(made, "name", narrow=narrow)]
        assert len(title) == most
    assert title[-1].endswith("…")


@pytest.mark.parametrize(("narrow", "width"), [(False, 800), (True, 360)])
def test_text_stays_within_the_picture(narrow, width):
    made = years("12345678.5", "99999999.5", goals=[("2020", 5)], limit=3, decimals=1)
    left = int(re.search(r"\d+", with_class(made, "text-overlay", narrow=narrow)[0].get("transform"))[0])
    boxes = with_class(made, "paper", narrow=narrow)[1:]
    assert len(boxes) == 4
    for node in boxes:
        assert float(node.get("x")) >= 0
        assert left + float(node.get("x")) + float(node.get("width")) <= width


def test_no_line_begins_with_a_closing_mark():
    assert lines("一二三四、五六", 10, 40, 2) == ["一二三四、", "五六"]
    assert lines("一二三四五六七八九", 10, 40, 2) == ["一二三四", "五六七…"]


# Type and colours


def tokens():
    """Give the colours of tokens.css, light and dark."""
    css = Path("static/css/tokens.css").read_text()
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    return [dict(re.findall(r"--([\w-]+): (#\w+);", part.split("@media")[0])) for part in (light, dark)]


@pytest.mark.parametrize(("palette", "number_"), [(LIGHT, 0), (DARK, 1)])
def test_colours_are_the_portals(palette, number_):
    theirs = tokens()[0] | tokens()[number_]
    assert palette == {name: theirs[name.replace("_", "-")] for name in palette}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rules(css):
    return [(selector, *rule) for selector, body in re.findall(r"([^{}]+){([^{}]+)}", css) for rule in colours_in(body)]


def colours_in(body):
    return re.findall(r"(fill|stroke):(#\w{6})", body)


@pytest.mark.parametrize("part", [0, 1])
def test_colours_can_be_told_from_the_paper(part):
    css = drawn(years(1, 2)).find(f"{SVG}style").text.split("@media screen and (prefers-color-scheme:dark)")[part]
    found = rules(css)
    paper = next(colour for selector, _, colour in found if selector.strip() == ".paper")
    for selector, _, colour in found:
        if not re.search(r"paper|guide", selector) and colour != paper:
            least = 4.5 if re.search(r"text|soft$|said", selector) else 3
            assert contrast(colour, paper) >= least, selector
    assert len(found) > 15


def test_paper_prints_light():
    css = drawn(years(1, 2)).find(f"{SVG}style").text
    assert re.findall(r"@media[^{]+", css) == ["@media screen and (prefers-color-scheme:dark)"]


@pytest.mark.parametrize(("narrow", "least"), [(False, 15), (True, 14)])
def test_type_is_large_enough(narrow, least):
    css = drawn(years(1, 2), narrow=narrow).find(f"{SVG}style").text
    assert min(map(int, re.findall(r"font-size:(\d+)px", css))) >= least
    assert '"PingFang SC"' in css


def test_series_differ_by_more_than_colour():
    made = chart(("2020", 130), ("2021", 148), ("2021-Q4", 40), ("2022-Q1", 48))
    shapes = {node.get("d").split("m")[1] for node in with_class(made, "mark") if node.find(f"{SVG}title") is not None}
    assert len(shapes) == 2
    assert ".serie-1 .line{stroke-dasharray" in drawn(made).find(f"{SVG}style").text


# From the database


def test_saved_values_are_drawn_without_a_query(db, django_assert_num_queries):
    committee = factories.make_committee()
    indicator = factories.make_indicator(committee=committee)
    for year, value in ((2020, 10), (2021, 12), (2022, 15)):
        factories.make_observation(indicator, period=str(year), value=Decimal(value))
    factories.make_target(indicator, period="2022")
    loaded = Indicator.objects.with_card().get()
    fields = ("period", "period_start", "period_end", "value", "qualifier", "of")
    rows = list(Observation.objects.filter(indicator=indicator).current().newest_first().only(*fields))
    with django_assert_num_queries(0):
        made = Chart(loaded, rows)
        assert made.has_picture
        assert committee.name in made.title
        assert [row.wording for row in made.rows] == ["10亿元", "12亿元", "20亿元", "15亿元"]
        assert made.sentence.endswith("占年度目标20亿元的75%。")
        made.svg()
        made.svg(narrow=True)


def test_numbers_are_worded_as_everywhere():
    assert number(Decimal("1500.0000")) in years("1500.0000").rows[0].wording
