"""What the list of stories costs editors with 500 stories and with 50,000 (``make bench`` prints it)."""

import datetime
import sys
import time
import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.http import urlencode

from news.models import Feature, Text
from portal.editions import snapshots
from portal.editions.models import Edition
from portal.search import index
from portal.search.searchables import REGISTRY
from tests import factories as make
from tests.admin_pages import changelist, count_queries
from tests.benchmarks.search import text

FEW, MANY = 500, 50_000
COLUMNS = 8
FEW_EVERY, MANY_EVERY = 8, 100  # one story of so many has a draft, and one was never public: a page of them in each
RUNS = 15
DRAFTS = 10_000_000  # added to the key of a story, it is the key of its draft

REQUESTS = {
    "open": {},
    "page 10": {"p": "10"},
    "last year": {"public_from__year": "2026"},
    "filter: drafts": {"state": "draft"},
    "filter: published": {"state": "published"},
    "filter: a column": {"column__id__exact": "1"},
    "order: by title": {"o": "1"},
    "search: a rare word": {"q": "激光装备"},
    "search: a word in every story": {"q": "产业链"},
    "search: a word in a draft only": {"q": "改写之后"},
    "search and filter": {"q": "产业链", "state": "draft"},
}


def is_one_of_few(number, place=0):
    """Whether a story is at this place of each row of stories: some sixty of the first 500, then some hundreds."""
    return number % (FEW_EVERY if number < FEW else MANY_EVERY) == place


def story(number, first):
    is_draft = is_one_of_few(number, 1)
    return Feature(
        pk=number + 1,
        title=f"第{number}篇报道",
        summary="园区企业在产业链上又进一步。",
        slug="story",
        column_id=number % COLUMNS + 1,
        public_from=None if is_draft else first - datetime.timedelta(hours=number),
        live_id=None if is_draft else number + 1,
        head_id=number + 1 + (DRAFTS if is_one_of_few(number) else 0),
    )


def edition(feature, block, *, is_draft, **values):
    words = f"<p>改写之后</p>{block.text}" if is_draft else block.text
    fields = {"title": feature.title, "summary": feature.summary, "column": feature.column_id, "slug": feature.slug}
    parts = {str(block.pk): {"text": words, "region": "body", "ordering": 10}}
    snapshot = {"fields": fields, "parts": {"news_text_set": parts}}
    return Edition(
        content_type=ContentType.objects.get_for_model(Feature),
        object_id=str(feature.pk),
        title=feature.title,
        snapshot=snapshot,
        fingerprint=snapshots.fingerprint(snapshot),
        **values,
    )


def fill(start, stop, author):
    first = make.an_hour_ago()
    for begin in range(start, stop, 1000):
        numbers = range(begin, min(begin + 1000, stop))
        stories = Feature.objects.bulk_create(story(number, first) for number in numbers)
        blocks = [
            Text(pk=uuid.uuid4(), parent=row, region="body", ordering=10, text=text(not is_one_of_few(number)))
            for row, number in zip(stories, numbers, strict=True)
        ]
        Text.objects.bulk_create(blocks)
        Edition.objects.bulk_create(editions_of(stories, blocks, author))


def editions_of(stories, blocks, author):
    for row, block in zip(stories, blocks, strict=True):
        state = "published" if row.live_id else "draft"
        yield edition(row, block, pk=row.pk, is_draft=row.live_id is None, number=1, state=state, author=author)
        if row.head_id != row.pk:
            yield edition(row, block, pk=row.head_id, is_draft=True, number=2, state="draft", author=author)


def measure(client, parameters):
    """Give ``(shortest time in milliseconds, queries, rows found)`` of the whole request, timed apart from counting."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        response = client.get(changelist(Feature), parameters)
        times.append((time.perf_counter() - began) * 1000)
        assert response.status_code == 200
    queries = count_queries(client, f"{changelist(Feature)}?{urlencode(parameters)}")
    return min(times), queries, response.context["cl"].result_count


@pytest.mark.django_db
def test_costs(client):
    author = make.make_user(is_staff=True, is_superuser=True)
    client.force_login(author)
    for number in range(1, COLUMNS + 1):
        make.make_column(id=number)
    costs = []
    for start, stop in ((0, FEW), (FEW, MANY)):
        fill(start, stop, author)
        index.rebuild(REGISTRY["feature"])
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        client.get(changelist(Feature))
        costs.append({name: measure(client, parameters) for name, parameters in REQUESTS.items()})
    sys.stdout.write(f"\n\n{connection.vendor}: the list of {FEW} and of {MANY} stories, shortest of {RUNS}")
    for name, (few, queries, _) in costs[0].items():
        many, _, found = costs[1][name]
        told = f"{few:7.0f} ms {many:7.0f} ms {many / few:6.2f} {queries:4} queries {found:6} rows"
        sys.stdout.write(f"\n{name:32} {told}")
    sys.stdout.write("\n")
