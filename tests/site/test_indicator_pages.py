"""The pages of figures: what stands there, as of which day, and that it stays small and quick however much there is."""

import datetime
import json
import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chains.models import Observation
from portal.editions.workflow import point
from tests import factories as make

pytestmark = pytest.mark.django_db

SPRING, SUMMER = datetime.date(2022, 4, 20), datetime.date(2022, 7, 20)


def page_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def words_of(html):
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", "", html)))


def rows_of(html):
    """Give the cells of the rows of the history."""
    table = html.split('id="values"')[1].split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    return [[words_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


@pytest.fixture
def revenue():
    """An indicator whose first quarter was corrected in summer, when the half-year became known."""
    indicator = make.make_indicator("一般公共预算收入", slug="revenue", decimals=1, definition="口径说明。")
    source = make.make_source("一篇报道", slug="report", published="2022-04")
    values = {"source": source, "known_from": SPRING}
    first = make.make_observation(indicator, period="2022-Q1", value=Decimal("48.1"), place="引语", **values)
    make.make_correction(first, value=Decimal("48.5"), reason="补记一笔。", source=source, known_from=SUMMER)
    make.make_observation(indicator, period="2022-01/2022-06", value=90, source=source, known_from=SUMMER)
    make.make_target(indicator, period="2022", value=150, source=source)
    return indicator


def many_values(indicator, number):
    """Write ``number`` daily values at once, the highest and the lowest somewhere within."""
    source = make.make_source()
    start = datetime.date(1990, 1, 1)
    days = [start + datetime.timedelta(n) for n in range(number)]
    values = [Decimal(n % 89) + 10 for n in range(number)]
    values[number // 3], values[number // 2] = Decimal("999.7"), Decimal("-5.2")
    rows = [
        Observation(indicator=indicator, source=source, period=str(day), value=value, known_from=day)
        for day, value in zip(days, values, strict=True)
    ]
    Observation.objects.bulk_create(rows)


# The page of an indicator


def test_the_page_gives_value_history_source_target_and_what_was_corrected(client, revenue):
    page = page_of(client, "/indicators/revenue/")
    assert [row[:3] for row in rows_of(page)] == [
        ["2022年1—6月", "90亿元", "核定"],
        ["2022年一季度", "48.5亿元", "核定"],
        ["2022年一季度", "48.1亿元", "核定，已被更正"],
    ]
    assert "更正：补记一笔。" in rows_of(page)[1][5]
    assert "<s>48.1亿元</s>" in page
    assert "齐鲁壹点，2022年4月，引语" in rows_of(page)[2][3]
    words = words_of(page)
    assert "截至2022年6月，完成90亿元，占年度目标150亿元的60%。" in words
    assert "口径说明。" in words


def test_sentence_bar_and_table_give_one_percentage(client, revenue):
    page = page_of(client, "/indicators/revenue/")
    assert 'value="60.0" aria-label="完成60%"' in page
    assert "完成60%" in words_of(page.split('id="targets"')[1].split("</table>")[0])


def test_a_day_gives_the_figures_as_they_were_known_on_it(client, revenue):
    page = page_of(client, f"/indicators/revenue/?as_of={SPRING}")
    assert [row[:3] for row in rows_of(page)] == [["2022年一季度", "48.1亿元", "核定"]]
    words = words_of(page)
    assert "截至2022年4月20日所知的数据" in words
    assert "90亿元" not in words
    assert "chart.svg" not in page  # one value alone is no chart
    assert f"data.csv?as_of={SPRING}" in page


def test_the_chart_of_a_page_is_of_its_day(client, revenue):
    page = page_of(client, f"/indicators/revenue/?as_of={SUMMER}")
    assert f"/indicators/revenue/chart.svg?as_of={SUMMER}" in page
    assert f"/indicators/revenue/chart-narrow.svg?as_of={SUMMER}" in page


def test_before_anything_was_known_there_is_nothing(client, revenue):
    words = words_of(page_of(client, "/indicators/revenue/?as_of=2022-04-19"))
    assert "那一天还没有数据" in words
    assert not {"48.1", "48.5"} & set(re.findall(r"[0-9.]+", words))
    assert "150亿元" not in words  # the source of the target had not come out


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2022-06-31", "日期应写成2022-06-01这样。"),
        ("昨天", "日期应写成2022-06-01这样。"),
        ("2099-01-01", "还没有到这一天。"),
    ],
)
def test_a_day_that_is_none_is_refused_everywhere_with_a_sentence(client, revenue, day, sentence):
    for address in ("/indicators/revenue/", "/indicators/", "/indicators/topic/economy/"):
        assert sentence in words_of(page_of(client, f"{address}?as_of={day}", 400))
    for address in ("/indicators/revenue/chart.svg", "/indicators/revenue/data.csv", "/indicators/data.csv"):
        response = client.get(f"{address}?as_of={day}")
        assert response.status_code == 400
        assert response["Content-Type"].startswith("text/plain")
        assert sentence in response.content.decode()


def test_a_refused_day_stays_in_its_field_beside_the_figures_of_today(client, revenue):
    page = page_of(client, "/indicators/revenue/?as_of=2099-01-01", 400)
    assert 'value="2099-01-01"' in page
    assert "90亿元" in page


def test_a_correction_note_of_a_later_day_is_not_shown_of_an_earlier_one(client, revenue):
    note = {"date": "2022-07-20", "note": "一季度数已更正。", "edition": 2}
    point(revenue, corrections=[note])
    assert "一季度数已更正。" in page_of(client, "/indicators/revenue/")
    assert "一季度数已更正。" in page_of(client, "/indicators/revenue/?as_of=2022-07-20")
    assert "一季度数已更正。" not in page_of(client, f"/indicators/revenue/?as_of={SPRING}")
    for day, notes in ((SPRING, 0), (SUMMER, 1)):
        answer = client.get(f"/api/v1/indicators/revenue/?as_of={day}").json()
        assert len(answer["corrections"]) == notes


@pytest.mark.parametrize("day", ["0001-01-01", "1000-01-01", "1582-10-10"])
def test_of_long_ago_nothing_is_known(client, revenue, day):
    for address in ("/indicators/revenue/", "/indicators/", "/indicators/revenue/chart.svg", "/indicators/data.csv"):
        assert client.get(f"{address}?as_of={day}").status_code == 200
    for address in ("indicators", "indicators/revenue", "observations", "targets"):
        assert client.get(f"/api/v1/{address}?as_of={day}").status_code == 200


def test_a_file_that_knows_no_filter_refuses_one(client, revenue):
    for address in ("/indicators/data.csv", "/indicators/revenue/data.csv"):
        response = client.get(f"{address}?topic=economy")
        assert response.status_code == 400
        assert "没有参数“topic”。可用的参数：as_of。" in response.content.decode()


def test_the_dashboard_offers_the_file_of_its_day(client, revenue):
    assert f'/indicators/data.csv?as_of={SPRING}"' in page_of(client, f"/indicators/?as_of={SPRING}")


def test_the_embed_code_survives_quotes_in_the_name(client, revenue):
    revenue.name = '“草稿”"指标"<b>'
    revenue.save()
    page = page_of(client, "/indicators/revenue/")
    code = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1])
    assert unescape(re.search(r'alt="([^"]*)"', code)[1]).startswith('“草稿”"指标"<b>')
    assert "<b>" not in code


def test_the_dashboard_as_of_a_day(client, revenue):
    words = words_of(page_of(client, f"/indicators/?as_of={SPRING}"))
    assert "48.1亿元" in words
    assert "90亿元" not in words


def test_the_dashboard_has_headline_cards_first_and_only_where_nothing_is_chosen(client, revenue):
    revenue.headline = True
    revenue.save()
    assert 'id="headlines"' in page_of(client, "/indicators/")
    for address in ("/indicators/?q=收入", "/indicators/topic/economy/"):
        assert 'id="headlines"' not in page_of(client, address)


def test_the_citation_names_author_title_date_and_address(client, revenue):
    day = timezone.localdate(revenue.public_from)
    for date, query in ((day, ""), (SPRING, f"?as_of={SPRING}")):
        words = words_of(page_of(client, f"/indicators/revenue/{query}"))
        cited = f".一般公共预算收入[DS/OL].({date})[引用日期].http://testserver/indicators/revenue/{query}."
        assert cited in words


def test_the_embed_code_is_text_that_shows_chart_and_page(client, revenue):
    page = page_of(client, "/indicators/revenue/")
    code = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1])
    assert re.fullmatch(
        r'<a href="http://testserver/indicators/revenue/"><img src="http://testserver/indicators/revenue/chart.svg" '
        r'alt="[^"]+" width="800" height="450"></a>',
        code,
    )


def test_machines_are_told_of_the_dataset(client, revenue):
    revenue.definition = "</script><script>alert(1)</script>"
    revenue.save()
    page = page_of(client, "/indicators/revenue/")
    described = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert (described["@type"], described["name"]) == ("Dataset", "一般公共预算收入")
    assert described["description"].startswith(revenue.definition)
    files = {item["encodingFormat"]: item["contentUrl"] for item in described["distribution"]}
    for address in files.values():
        assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert set(files) == {"text/csv", "application/json"}
    assert [work["name"] for work in described["isBasedOn"]] == ["一篇报道"]


def test_chart_table_and_sentence_are_on_the_page(client, revenue):
    make.make_observation(revenue, period="2021-Q1", value=40, known_from=SPRING)
    page = page_of(client, "/indicators/revenue/")
    table = words_of(page.split("<summary>图中的数字")[1].split("</table>")[0])
    for wording in ("48.5亿元", "90亿元", "40亿元"):
        assert wording in table
    assert "48.1亿元" not in table
    assert "/indicators/revenue/chart.svg" in page
    assert "/indicators/revenue/chart-narrow.svg" in page


# Very many values


def test_the_history_has_pages_with_addresses(client, revenue):
    many_values(revenue, 70)
    first, second = (page_of(client, f"/indicators/revenue/{more}") for more in ("", "page/2/"))
    assert (len(rows_of(first)), len(rows_of(second))) == (50, 23)
    assert not set(map(tuple, rows_of(first))) & set(map(tuple, rows_of(second)))
    assert 'href="/indicators/revenue/page/2/"' in first
    assert "chart.svg" not in second
    assert client.get("/indicators/revenue/page/1/")["Location"] == "/indicators/revenue/"
    for number in ("0", "3"):
        assert f"历次数值没有第{number}页。" in words_of(page_of(client, f"/indicators/revenue/page/{number}/", 404))


def test_pages_of_a_day_stay_with_it(client, revenue):
    many_values(revenue, 70)
    assert f'href="/indicators/revenue/page/2/?as_of={SPRING}"' in page_of(
        client, f"/indicators/revenue/?as_of={SPRING}"
    )


def test_ten_thousand_values_make_a_page_of_under_60_kb_for_as_many_queries_as_ten(client):
    few, many = make.make_indicator(decimals=2), make.make_indicator(decimals=2)
    many_values(few, 10)
    many_values(many, 10_000)
    client.get("/robots.txt")  # The first request of a process looks for what is due.
    counts = []
    for indicator in (few, many):
        for address in ("", "chart.svg", "data.csv"):
            with CaptureQueriesContext(connection) as queries:
                response = client.get(f"{indicator.get_absolute_url()}{address}")
                assert response.status_code == 200
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
    page = client.get(many.get_absolute_url()).content
    assert len(page) < 60_000
    assert "999.7亿元" in page.decode()
    assert "-5.2亿元" in page.decode()


# The chart as a file


def test_a_chart_is_kept_by_caches_and_shown_by_other_sites(client, revenue):
    response = client.get("/indicators/revenue/chart.svg")
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age=300" in response["Cache-Control"]
    assert not response.cookies
    again = client.get("/indicators/revenue/chart.svg", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make.make_observation(revenue, period="2022-01/2022-09", value=120, known_from=SUMMER)
    changed = client.get("/indicators/revenue/chart.svg", headers={"if-none-match": response["ETag"]})
    assert changed.status_code == 200


def test_a_chart_as_of_a_day_shows_what_was_known(client, revenue):
    then = client.get(f"/indicators/revenue/chart.svg?as_of={SPRING}").content.decode()
    assert "48.1亿元" in then
    assert "90亿元" not in then


@pytest.mark.parametrize("name", ["", "chart.svg", "chart-narrow.svg", "data.csv"])
def test_nothing_of_what_is_not_public_is_given(client, name):
    hidden = make.make_indicator(public_from=None)
    of_hidden = make.make_indicator(committee=make.make_committee(public_from=None))
    for indicator in (hidden, of_hidden):
        make.make_observation(indicator)
        assert client.get(f"{indicator.get_absolute_url()}{name}").status_code == 404


# The page of a source


def test_the_page_of_a_source_names_everything_taken_from_it(client, revenue):
    source = revenue.observations.first().source
    member = make.make_membership(source=source)
    hidden = make.make_membership(make.make_committee(public_from=None), source=source)
    make.make_target(make.make_indicator(public_from=None, name="未公开指标"), source=source, value=77)
    words = words_of(page_of(client, source.get_absolute_url()))
    for named in ("48.1亿元", "150亿元", member.organization.name, member.committee.name):
        assert named in words
    for kept in (hidden.organization.name, hidden.committee.name, "未公开指标", "77亿元"):
        assert kept not in words
