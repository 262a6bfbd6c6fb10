"""What large spreadsheets cost: ``make bench`` prints seconds and queries.

As many values as a file may have, of one indicator and of as many as may change at once; as many organisations.
"""

import sys
import time

import pytest
from django.db import connection

from portal.editions.spreadsheets import MOST_RECORDS, MOST_SAVED
from portal.shared.spreadsheets.reading import MOST_ROWS
from tests import factories as make
from tests.sheets import confirm, export, send, xlsx

pytestmark = pytest.mark.django_db

HEADS = ["指标", "时期", "数值", "来源"]


def timed(said, function):
    """Call ``function`` and say what it took."""
    queries = []
    with connection.execute_wrapper(lambda execute, *query: (queries.append(1), execute(*query))[1]):
        begin = time.perf_counter(), time.process_time()
        answer = function()
        took = time.perf_counter() - begin[0], time.process_time() - begin[1]
    size = len(answer.content) // 1024
    sys.stdout.write(f"{said:28} {took[0]:6.2f} s ({took[1]:.2f} s CPU) {len(queries):6} queries {size:6} KB\n")
    return answer


def measure(client, key, name, content):
    sys.stdout.write(f"\n{name}: a file of {len(content) // 1024} KB\n")
    page = timed("preview", lambda: send(client, key, content))
    assert page.context["outcome"], page.context["outcome"].mistakes[:3]
    timed("confirm", lambda: confirm(client, key, page))
    answer = timed("export", lambda: export(client, key))
    timed("preview of the same", lambda: send(client, key, answer.content))


def periods(count):
    return [f"{year}年{month}月" for year in range(1500, 2022) for month in range(1, 13)][:count]


@pytest.mark.parametrize("indicators", [1, MOST_RECORDS])
def test_values(editor_client, indicators):
    source = make.make_source("月报", published="2022-06")
    named = [make.make_indicator(f"第{number}个指标") for number in range(indicators)]
    for indicator in named:
        make.make_observation(indicator, period="2021-12-31", source=source)
    rows = [
        [indicator.name, period, 48.1, "月报"]
        for period in periods((MOST_ROWS - 1) // indicators)
        for indicator in named
    ]
    measure(editor_client, "values", f"{len(rows)} values of {indicators} indicators", xlsx(HEADS, *rows))


def test_organizations(editor_client):
    rows = [[f"第{number}个企业有限公司", "企业", "区内", "备注"] for number in range(MOST_SAVED)]
    content = xlsx(["名称", "类别", "所在地", "备注"], *rows)
    measure(editor_client, "organizations", f"{MOST_SAVED} organisations", content)
