"""What editing in editions costs beside the stock admin, for a story with 200 parts: ``make bench`` prints it."""

import statistics
import sys
import time

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from chains.models import Committee, Initiative, Observation, Source
from news.models import Column, Feature
from portal.editions.people import Actor
from portal.editions.workflow import adopt, publish_alone
from portal.library.models import Attachment, Photo
from portal.shared.admin import BodyAdmin
from portal.urls import urlpatterns as portal_urls
from tests import factories as make
from tests.admin_pages import form_of

RUNS = 9


def without_editions(model_admin):
    """Give the same admin class, as if editions were not there."""
    names = ("inlines", "fieldsets", "autocomplete_fields", "slug_stays_editable")
    return type("StockAdmin", (BodyAdmin,), {name: getattr(model_admin, name) for name in names})


stock = admin.AdminSite(name="stock")
stock.register(Feature, without_editions(type(admin.site._registry[Feature])))
for model in (Column, Source, Committee, Initiative, Observation, Photo, Attachment):
    stock.register(model, type(admin.site._registry[model]))

urlpatterns = [path("stock/", stock.urls), *portal_urls]


def make_story():
    """A story with 200 parts: 30 credits, 80 texts, 40 photos, 20 quotes, 30 figures."""
    feature = make.make_feature(source=make.make_source(), cover=make.make_photo(), public_from=None)
    for _ in range(30):
        make.make_credit(feature)
    for _ in range(80):
        make.make_text(feature, f"<p>{'高新区的产业链又有新进展。' * 20}</p>")
    for _ in range(40):
        make.make_photo_block(feature)
    for _ in range(20):
        make.make_quote(feature)
    for _ in range(30):
        make.make_figure_block(feature)
    return feature


def change(data):
    """Change the title, ten texts and ten names, and take one photo out."""
    data |= {"title": "改过的标题", "_continue": "1", "news_photoblock_set-0-DELETE": "on"}
    for number in range(10):
        data[f"news_text_set-{number}-text"] = f"<p>改过的第{number}段。</p>"
        data[f"credits-{number}-name"] = f"改过的姓名{number}"
    return data


def measure(name, function, base=None):
    """Print and give the median in milliseconds and the queries; whatever ``function`` writes is taken back."""
    times = []
    for _ in range(RUNS):
        connection.queries_log.clear()
        with transaction.atomic():
            with CaptureQueriesContext(connection) as queries:
                began = time.perf_counter()
                function()
                times.append((time.perf_counter() - began) * 1000)
            transaction.set_rollback(True)
    median, count = statistics.median(times), len(queries)
    beside = f"  {median / base[0]:.2f} of the time, {count / base[1]:.2f} of the queries" if base else ""
    sys.stdout.write(f"\n{name:40} {median:6.0f} ms {count:5} queries{beside}")
    return median, count


@pytest.mark.django_db
def test_costs(client, settings):
    settings.ROOT_URLCONF = "tests.benchmarks.forms"
    feature, user = make_story(), make.make_user(is_staff=True, is_superuser=True)
    client.force_login(user)
    publish_alone(adopt(feature), Actor(user), reason="测量")
    ours, theirs = (reverse(f"{site}:news_feature_change", args=[feature.pk]) for site in ("admin", "stock"))
    sys.stdout.write(f"\n\n{connection.vendor}: a story with 200 parts, median of {RUNS}")
    client.get(ours)
    form = measure("form, stock admin", lambda: client.get(theirs))
    measure("form, no draft", lambda: client.get(ours), form)
    assert client.post(ours, change(form_of(client.get(ours)))).status_code == 302
    feature.refresh_from_db()
    assert feature.has_draft
    measure("form, draft with 22 changed rows", lambda: client.get(ours), form)
    data, draft = form_of(client.get(theirs)), form_of(client.get(ours))
    saved = measure("save, stock admin", lambda: client.post(theirs, data | {"title": "新标题"}))
    measure("save as an edition", lambda: client.post(ours, draft | {"title": "新标题"}), saved)
    measure("publish 22 changed rows", lambda: publish_alone(feature.head, Actor(user), reason="测量"))
    sys.stdout.write("\n")
