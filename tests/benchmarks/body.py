"""What a title costs that is being typed, with 50,000 stories (``make bench`` prints it)."""

import random
import sys
import time

import pytest
from django.db import connection

from news.models import Feature
from portal.shared.pinyin import suggested_slug
from portal.shared.titles import same_titled
from tests import factories as make

ROWS, TURNS = 50_000, 20
WORDS = [
    "济南",
    "高新区",
    "产业链",
    "党委",
    "创新",
    "企业",
    "服务",
    "建设",
    "银行",
    "重庆",
    "会计",
    "调研",
    "项目",
    "园区",
]
TITLES = {
    "an ordinary title": "高新区银行会计调研",
    "words of every title": "济南高新区产业链党委",
    "all but a few words": "济南高新区产业链党委创新企业服务建设第9期",
    "Latin": "AI 2022",
}


def title_of(number):
    return "济南高新区产业链党委" + "".join(random.sample(WORDS, 4)) + f"第{number}期"


def prepare():
    random.seed(1)
    column = make.make_column()
    rows = (Feature(title=title_of(number), slug="x", summary="摘要", column=column) for number in range(ROWS))
    Feature.objects.bulk_create(rows, batch_size=2000)


def show(name, act):
    """Print the median time of ``act``."""
    times = []
    for _ in range(TURNS):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    sys.stdout.write(f"{name}: {sorted(times)[TURNS // 2] * 1000:.1f} ms\n")


@pytest.mark.django_db
def test_costs():
    prepare()
    sys.stdout.write(f"\n{connection.vendor}: a title that is being typed, {ROWS} stories, median of {TURNS}\n")
    for name, title in TITLES.items():
        show(name, lambda title=title: same_titled(Feature, title))
    show("slug", lambda: suggested_slug(Feature(), "济南高新区加快建设"))
