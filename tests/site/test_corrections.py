"""Correction notes where the public reads them: on pages and in the API."""

import pytest

from portal.editions import workflow
from portal.editions.people import Actor
from tests import factories as make
from tests.apis import get

pytestmark = pytest.mark.django_db

NOTE = "原文把<2021年>写成2022年。"

RECORDS = {
    make.make_feature: "features/{record.pk}/",
    make.make_committee: "committees/{record.slug}/",
    make.make_initiative: "initiatives/{record.slug}/",
    make.make_indicator: "indicators/{record.slug}/",
    make.make_milestone: "milestones/{record.slug}/",
}


@pytest.mark.parametrize("make_record", RECORDS, ids=lambda make_record: make_record.__name__)
def test_a_correction_is_public_with_its_date_once_it_is_published(client, make_record):
    record, boss = make_record(), Actor(make.make_user(is_superuser=True))
    first = workflow.adopt(record)
    edition = workflow.save(record, changed(first.snapshot), boss)
    path = RECORDS[make_record].format(record=record)
    assert get(client, path)["corrections"] == []
    assert "更正</strong>" not in client.get(record.get_absolute_url()).text
    workflow.publish_alone(edition, boss, reason="更正", correction=NOTE)
    record.refresh_from_db()
    day = record.corrections[0]["date"]
    assert get(client, path)["corrections"] == [{"date": day, "note": NOTE}]
    year, month, date = (int(part) for part in day.split("-"))
    page = client.get(record.get_absolute_url()).text
    assert f"{year}年{month}月{date}日</time>）：原文把&lt;2021年&gt;写成2022年。" in page


def changed(snapshot):
    """Give a snapshot that says something else of the record."""
    name = next(name for name in ("title", "name") if name in snapshot["fields"])
    return {**snapshot, "fields": snapshot["fields"] | {name: "改过的名称"}}
