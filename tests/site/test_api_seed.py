"""Every figure of the report that the portal ships with is found in the API, digit by digit."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.test import Client

from chains.periods import Period
from tests.apis import get, results, slugs

ENTRIES = yaml.safe_load((Path(settings.BASE_DIR) / "chains/seed/indicators.yaml").read_text())


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def expected(entry, indicator):
    """What the seed says of a value, as the API writes it."""
    period = entry.get("period")
    return {
        "period": str(Period.parse(period)) if period else None,
        "value": entry["value"],
        "unit": indicator["unit"],
        "qualifier": entry.get("qualifier", "exact"),
        "of": int(entry["of"]) if "of" in entry else None,
        "place": entry.get("place", ""),
        "note": entry.get("note", ""),
        "source": entry["source"],
    }


def told(row):
    names = ("period", "value", "unit", "qualifier", "of", "place", "note")
    return {name: row[name] for name in names} | {"source": row["source"]["slug"]}


def in_order(rows):
    return sorted(rows, key=str)


def test_every_indicator_of_the_seed_is_listed():
    assert set(slugs(Client(), "indicators")) == {entry["slug"] for entry in ENTRIES}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["slug"])
def test_every_value_and_target_of_the_seed_is_given_as_it_was_written(entry):
    rows = results(Client(), f"indicators/{entry['slug']}/observations")
    answer = get(Client(), f"indicators/{entry['slug']}/")
    values = [expected(value, entry) for value in entry.get("observations", [])]
    targets = [expected(target, entry) for target in entry.get("targets", [])]
    assert in_order(told(row) for row in rows) == in_order(values)
    assert in_order(told(row) for row in answer["observations"]) == in_order(values)
    assert in_order(told(row) for row in answer["targets"]) == in_order(targets)
    assert all(row["wording"] and row["period_label"] for row in rows)
    assert {row["status"] for row in rows} <= {value["status"] for value in entry.get("observations", [])}
