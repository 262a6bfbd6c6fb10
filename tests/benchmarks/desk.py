"""How long the editors' desk takes with 500 and with 50,000 stories (``make bench`` prints it).

``DESK_STORIES=50000`` chooses a number. Each story has two editions; they have 20 authors and the states of a busy
newsroom.
"""

import gc
import os
import random
import statistics
import sys
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Feature, FigureBlock
from portal.editions.models import Action, AuditEntry, Edition, Signature
from tests import factories as make

RUNS = 9
CHANCE = random.Random(7)
SIZES = [int(number) for number in os.environ.get("DESK_STORIES", "500,50000").split(",")]
SNAPSHOT = {
    "fields": {"title": "标题", "summary": "高新区的产业链又有新进展。" * 30},
    "parts": {"news_text_set": "文" * 3500},
}
# Of a thousand newest editions, how many are in which state; the rest is published.
STATES = {"draft": 8, "returned": 3, "review": 6, "scheduled": 2}


def make_people():
    authors = [make.make_user(f"author{number}", is_staff=True) for number in range(20)]
    for author in authors:
        author.groups.add(Group.objects.get(name="编辑"))
    signer = make.make_user("signer", is_staff=True)
    signer.groups.set(Group.objects.filter(name__in=["复审", "终审"]))
    return authors, signer


def make_stories(count):
    """Give stories, not saved yet, over ten years in ten columns, one of them nearly empty."""
    now = timezone.now()
    columns = [make.make_column() for _ in range(10)]
    return [
        Feature(
            pk=number + 1,
            title=f"高新区新闻之{number}",
            slug=f"story-{number}",
            summary="" if number % 5000 == 7 else "高新区的产业链又有新进展。" * 3,
            column=columns[9] if number == count // 2 else columns[number % 9],
            public_from=now - timedelta(minutes=number * 100),
        )
        for number in range(count)
    ]


def save(stories, authors, signer):
    """Save the stories with two editions each: one is public; where nothing is under way, the newest is."""
    kind = ContentType.objects.get_for_model(Feature)
    states = [state for state, many in STATES.items() for _ in range(many)]
    states += ["published"] * (1000 - len(states))
    old = [edition_of(story, kind, "published", CHANCE.choice(authors), 1) for story in stories]
    new = [edition_of(story, kind, states[story.pk * 7 % 1000], CHANCE.choice(authors), 2) for story in stories]
    Edition.objects.bulk_create([*old, *new], batch_size=1000)
    for story, older, newer in zip(stories, old, new, strict=True):
        story.head, story.live = newer, newer if newer.state == "published" else older
    Feature.objects.bulk_create(stories, batch_size=1000)
    sign([edition for edition in new if edition.state == "review"], signer)
    write_down(kind, new, authors[0])


def edition_of(story, kind, state, author, number):
    at = story.public_from
    return Edition(
        content_type=kind,
        object_id=str(story.pk),
        number=number,
        title=story.title,
        snapshot=SNAPSHOT,
        fingerprint=f"{story.pk}-{number}",
        author=author,
        created_at=at,
        state=state,
        stage=story.pk % 3 + 1 if state == "review" else None,
        submitted_by=author,
        submitted_at=at,
        publish_at=timezone.now() + timedelta(days=story.pk % 30 + 1) if state == "scheduled" else None,
        published_by=author,
        published_at=at if state == "published" else None,
    )


def sign(editions, signer):
    Signature.objects.bulk_create(
        Signature(edition=edition, stage=1, stage_name="初审", decision="approved", signer=signer, signer_name="甲")
        for edition in editions
        if edition.pk % 2
    )


def write_down(kind, editions, person):
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                content_type=kind,
                object_id=edition.object_id,
                action=Action.RETURNED if edition.state == "returned" else Action.SAVED,
                person=person,
                person_name="甲",
                record_title=edition.title,
                edition=edition,
                detail="标题再想一想。",
            )
            for edition in editions
        ],
        batch_size=1000,
    )


def make_figures(stories):
    """Every tenth story quotes a value; one of twenty indicators was corrected, ten have newer values."""
    values = [make.make_observation(make.make_indicator(), period="2021") for _ in range(20)]
    make.make_correction(values[0])
    for value in values[10:]:
        make.make_observation(value.indicator, period="2022")
    blocks = [make_block(story, values[number % 20]) for number, story in enumerate(stories[::10])]
    FigureBlock.objects.bulk_create(blocks, batch_size=1000)


def make_block(story, observation):
    block = FigureBlock(parent=story, region="body", ordering=10, observation=observation)
    block.pin()
    period = block.period
    block.period_start, block.period_end = period.start, period.end
    return block


def measure(name, user):
    client = Client()
    client.force_login(user)
    times = []
    for _ in range(RUNS):
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            answer = client.get("/admin/")
            times.append((time.perf_counter() - began) * 1000)
    assert answer.status_code == 200
    sys.stdout.write(f"\n{name:30} {statistics.median(times):6.0f} ms {len(queries):3} queries")
    for query in sorted(queries, key=lambda query: -float(query["time"]))[:3]:
        sys.stdout.write(f"\n    {query['time']} s {query['sql'][:110]!r}")


@pytest.mark.django_db
@pytest.mark.parametrize("count", SIZES)
def test_desk(count):
    authors, signer = make_people()
    stories = make_stories(count)
    save(stories, authors, signer)
    make_figures(stories)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    gc.freeze()  # what was made here is not looked through again while the desk is measured
    sys.stdout.write(f"\n\n{connection.vendor}: the desk with {count} stories, median of {RUNS}")
    measure("an editor", authors[0])
    measure("who signs at two stages", signer)
    measure("a superuser", make.make_user("boss", is_staff=True, is_superuser=True))
    sys.stdout.write("\n")
