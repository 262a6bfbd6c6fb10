"""What a title costs that is being typed, with 50,000 stories: ``python -m tests.benchmarks.body``, an empty database.

``DATABASE_URL`` names the database (default: a new SQLite file), which must be migrated and is left with the stories.
"""

import os
import random
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from news.models import Column, Feature  # noqa: E402
from portal.shared.pinyin import suggested_slug  # noqa: E402
from portal.shared.titles import same_titled  # noqa: E402

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
    column, _ = Column.objects.get_or_create(name="栏目", slug="benchmark")
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


if __name__ == "__main__":
    if Feature.objects.count() < ROWS:
        prepare()
    for name, title in TITLES.items():
        show(name, lambda title=title: same_titled(Feature, title))
    show("slug", lambda: suggested_slug(Feature(), "济南高新区加快建设"))
