"""What the search costs with 50,000 stories and 5,000 organisations, and whether it finds all (``make bench``)."""

import datetime
import random
import statistics
import sys
import time
from contextlib import contextmanager

import pytest
from django.db import connection

from chains.models import Organization
from news.models import Feature, Text
from portal.search import index
from portal.search.forms import SearchForm
from portal.search.models import Entry
from portal.search.searchables import REGISTRY
from tests import factories as make

STORIES, ORGANIZATIONS = 50_000, 5_000
LENGTH = 550  # words of two to four characters, some 1,400 characters in all
RUNS = 7

# Made-up words, as often as words are: the tenth a tenth as often as the first.
CHANCE = random.Random(7)
SOUGHT = "产业链高新区发展激光装备量子"
LETTERS = [letter for letter in map(chr, range(0x4E00, 0x4E00 + 3000)) if letter not in SOUGHT]
VOCABULARY = ["".join(CHANCE.choices(LETTERS, k=CHANCE.choice([2, 2, 2, 3, 4]))) for _ in range(20_000)]
WEIGHTS = [1 / (number + 5) for number in range(len(VOCABULARY))]

# What is looked for, and in how many of the stories it stands.
QUERIES = {
    "量子": STORIES // 20,
    "激光装备": STORIES // 20,
    "量": STORIES // 20,
    "激光装备 量子": STORIES // 20,
    "48.1": STORIES // 20,
    "产业": STORIES,
    "产业链": STORIES,
    "高新区发展": STORIES,
    "产": STORIES,
    "产业链 激光装备": STORIES // 20,
    "bidi": None,  # 比亚迪汽车, and whatever else may be spelt so
    "没有这样的词": 0,
}


def text(number):
    words = CHANCE.choices(VOCABULARY, WEIGHTS, k=LENGTH)
    for place in range(9, LENGTH, 10):
        words[place] = "，"
    if number % 20 == 0:
        words[LENGTH // 2] = "，激光装备，量子，48.1亿元，"
    return f"<p>产业链，{''.join(words)}，高新区发展</p>"


def fill():
    column = make.make_column(slug="news")
    names = (f"{''.join(CHANCE.choices(VOCABULARY, k=4))}有限公司" for _ in range(ORGANIZATIONS))
    Organization.objects.bulk_create(Organization(name=name, slug=f"o-{n}") for n, name in enumerate(names))
    make.make_organization("比亚迪汽车")
    first = make.an_hour_ago()
    for start in range(0, STORIES, 2000):
        numbers = range(start, start + 2000)
        stories = Feature.objects.bulk_create(
            Feature(
                title="".join(CHANCE.choices(VOCABULARY, WEIGHTS, k=5)),
                summary="".join(CHANCE.choices(VOCABULARY, WEIGHTS, k=15)),
                slug="story",
                column=column,
                public_from=first - datetime.timedelta(hours=number),
            )
            for number in numbers
        )
        Text.objects.bulk_create(
            Text(parent=story, region="body", ordering=10, text=text(number))
            for story, number in zip(stories, numbers, strict=True)
        )


@contextmanager
def database_time():
    """Give a list whose sum is the seconds that the database took within the block."""
    times = []

    def timed(execute, *arguments):
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            times.append(time.perf_counter() - began)

    with connection.execute_wrapper(timed):
        yield times


def search(query, **chosen):
    """Give ``(milliseconds in the database, milliseconds in all, queries, hits)`` of the first page."""
    began = time.perf_counter()
    with database_time() as times:
        form = SearchForm({"q": query, **chosen})
        assert form.is_valid()
        results = form.results()
        hits = results.count()
        shown = [hit.extract for hit in results[0:20]]
        assert len(shown) == min(hits, 20)
    return sum(times) * 1000, (time.perf_counter() - began) * 1000, len(times), hits


@pytest.mark.django_db
def test_costs(client):
    began = time.perf_counter()
    fill()
    sys.stdout.write(f"\n\n{connection.vendor}: {STORIES} stories, made in {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    for kind in ("organization", "feature"):
        index.rebuild(REGISTRY[kind])
    sys.stdout.write(f", indexed in {time.perf_counter() - began:.0f} s; median of {RUNS}\n")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert Entry.objects.count() == STORIES + ORGANIZATIONS + 1
    for query, wanted in QUERIES.items():
        for chosen in ({}, {"sort": "date"}):
            runs = [search(query, **chosen) for _ in range(RUNS)]
            database, whole, queries, hits = (statistics.median(run[place] for run in runs) for place in range(4))
            name = f"{query}{'，按时间' if chosen else ''}"
            told = f"{hits:7.0f} hits {database:7.1f} ms in the database {whole:7.1f} ms in all {queries:3.0f} queries"
            sys.stdout.write(f"\n{name:16} {told}")
            assert hits == wanted or (wanted is None and hits)
    sys.stdout.write("\n")
