"""Saving is not publishing, on the real portal: what editors save changes no page, no feed and no answer for programs.

Every public address is asked before and after, and the answers are compared byte for byte.
"""

import re
from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chains.models import Committee, Indicator, Initiative, Milestone
from news.models import Feature
from portal.editions.models import Edition
from portal.sitemaps import SITEMAPS
from tests import factories as make
from tests.admin_pages import admin_url, change_page, errors_of, form_of
from tests.apis import RESOURCES, TABLES
from tests.apis import results as api_results
from tests.search.entries import write_all
from tests.site.portals import addresses, fill
from tests.whole.drafts import CHANGES, NEW, OLD, PARTS, delete, make_others, rename

pytestmark = pytest.mark.django_db


def client_of(*groups, **kwargs):
    user = make.make_user(is_staff=True, **kwargs)
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor():
    """A member of the group that writes, with the rights that ``migrate`` gave it and no others."""
    return client_of("编辑")


@pytest.fixture
def boss():
    return client_of(is_superuser=True)


# What the public sees


def places():
    """Give every public address of the portal: pages, feeds, sitemaps, and all that the API has."""
    visitor = Client()
    pages = [*addresses().values(), *(reverse("sitemap_section", args=[name]) for name in SITEMAPS)]
    pages += [
        row.get_absolute_url()
        for model in (Feature, Committee, Initiative, Indicator)
        for row in model.objects.public()
    ]
    api = ["/api/v1/", *(f"/api/v1/{table}?page_size=200" for table in TABLES), reverse("chains:data")]
    for resource in RESOURCES:
        api.append(f"/api/v1/{resource}?page_size=200")
        for row in api_results(visitor, resource):
            api.append(f"/api/v1/{resource}/{row['id' if resource == 'features' else 'slug']}")
            if resource == "indicators":
                api.append(f"{api[-1]}/observations?page_size=200")
    return list(dict.fromkeys([*pages, *api]))


def answer(address):
    """Give ``(status, headers, content)`` as a visitor without cookies gets them; Expires is the moment of asking."""
    response = Client().get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, {name: said for name, said in response.items() if name != "Expires"}, content


def answers(asked):
    return {address: answer(address) for address in asked}


def different(before, after):
    return {address for address in before if before[address] != after[address]}


# What feeds and linked data say of the moment at which a record was published last.
PUBLISHED_LAST = re.compile(rb'"(?:dateModified": |updated_at":)"[^"]+"|<(?:lastBuildDate|updated)>[^<]+')


def undated(found):
    """Give answers without the moment at which a record was published last."""
    return {
        address: (
            status,
            {name: said for name, said in headers.items() if name not in ("ETag", "Last-Modified")},
            PUBLISHED_LAST.sub(b"", content),
        )
        for address, (status, headers, content) in found.items()
    }


def named(name, found):
    """Give the addresses whose answers, of those that are there, say ``name``, marked by the search or not."""
    said = name.encode()
    return {
        address
        for address, (status, _, content) in found.items()
        if status == 200 and said in re.sub(b"</?mark>", b"", content)
    }


# Where a visitor reads the name of each: the API's list and one record of it, and these.
SHOWN_AT = {
    Feature: ["home", "news:features", "news:feed", "feed", "search"],
    Committee: ["home", "chains:committees", "feed", "sitemap", "search"],
    Initiative: ["home", "chains:initiatives", "feed", "sitemap", "search"],
    Indicator: ["chains:indicators", "search"],
    Milestone: ["home", "chains:timeline", "search"],
}

every_kind = pytest.mark.parametrize("model", CHANGES, ids=lambda model: model._meta.model_name)


@pytest.fixture
def portal():
    """A portal that has everything once."""
    fill(1)
    write_all()


@pytest.fixture
def others(portal):
    """Give the keys of what drafts may refer to: it is there before anybody writes."""
    return make_others()


@pytest.fixture
def record(model, portal):
    """Give a public record of ``model`` that has several parts of each kind."""
    record = model.objects.public().order_by("pk").first()
    for make_part in PARTS[model] * 2:
        make_part(record)
    name = "name" if hasattr(record, "name") else "title"
    model.objects.filter(pk=record.pk).update(**{name: OLD})
    write_all()
    return model.objects.get(pk=record.pk)


@pytest.fixture
def change(model, record, others):
    """Give the function that puts every kind of change into the form of the record."""
    return partial(CHANGES[model], others=others)


def save(client, record, change=None):
    data = form_of(client.get(change_page(record)))
    if change:
        change(data)
    response = client.post(change_page(record), data)
    assert response.status_code == 302, errors_of(response)
    return Edition.objects.of(record).first()


def page(record, name, *args):
    return admin_url(type(record), name, record.pk, *args)


def do(client, record, name, **values):
    """Send a page beside the form of ``record`` with ``values``."""
    data = form_of(client.get(page(record, name))) | values
    response = client.post(page(record, name), data)
    assert response.status_code == 302, response.context.get("form")


def api_of(record):
    resource = f"{record._meta.model_name}s"
    return f"/api/v1/{resource}/{record.pk if resource == 'features' else record.slug}"


def own_page(record):
    """Give the page of ``record`` alone, or ``None``: milestones stand on the timeline."""
    return None if isinstance(record, Milestone) else type(record).objects.get(pk=record.pk).get_absolute_url()


# The comparison itself


def changes_in_the_tables(record):
    """Give ``{what: function}`` that change one thing in the public tables, past all editions."""
    model = type(record)
    name = "name" if hasattr(record, "name") else "title"
    found = {name: partial(model.objects.filter(pk=record.pk).update, **{name: NEW})}
    found |= {accessor: partial(remove_one, record, accessor) for accessor in model.parts}
    return found | {field.name: getattr(record, field.name).clear for field in model._meta.many_to_many}


def remove_one(record, accessor):
    rows = getattr(record, accessor).order_by("pk")
    rows.filter(pk=(rows.exclude(replaces=None) if accessor == "observations" else rows).first().pk).delete()


@every_kind
def test_whatever_is_changed_in_the_tables_is_seen_by_the_comparison(record):
    """Proof that the tests below can fail: the same questions find every change that reaches the public tables."""
    # What is the likeliest to differ is asked first.
    before = answers(sorted(places(), key=lambda place: place not in (api_of(record), own_page(record))))
    assert len(before) > 50
    assert {status for status, _, _ in before.values()} == {200}
    for what, change in changes_in_the_tables(record).items():
        with transaction.atomic():
            change()
            assert any(answer(place) != before[place] for place in before), what
            transaction.set_rollback(True)
    # The tags are others: each write has made another, and what was rolled back may leave one behind.
    assert different(undated(before), undated(answers(before))) == set()


# Saving


@every_kind
def test_whatever_is_done_with_a_draft_changes_no_answer_to_the_public(editor, record, change):
    before = answers(places())
    draft = save(editor, record, change)
    assert NEW in form_of(editor.get(change_page(record))).values()
    assert different(before, answers(before)) == set()

    assert NEW in editor.get(page(record, "preview", draft.number)).text
    for name in ("editions", "compare", "submit", "links"):
        assert editor.get(page(record, name)).status_code == 200
    assert editor.post(change_page(record), {"name": "", "title": ""}).status_code == 200
    save(editor, record, lambda data: rename(data, "又改的名称"))
    assert editor.post(page(record, "restore", draft.number), {"comment": ""}).status_code == 302
    do(editor, record, "submit", secrecy_checked="on")
    do(client_of("初审"), record, "review", decision="approve")
    do(client_of("复审"), record, "review", decision="return", opinion="请改")
    assert [edition.number for edition in Edition.objects.of(record)] == [4, 3, 2, 1]
    assert different(before, answers(before)) == set()


def test_what_is_written_anew_changes_no_answer_to_the_public(editor, others):
    before = answers(places())
    typed = {
        Feature: {"title": NEW, "summary": "一句。", "column": others.column, "committees": [others.committee]},
        Committee: {"name": NEW, "kind": "alliance", "led_by": others.committee},
        Initiative: {"name": NEW, "committee": others.committee},
        Indicator: {
            "name": NEW,
            "unit": "户",
            "decimals": "0",
            "topic": "party-building",
            "committee": others.committee,
        },
        Milestone: {"title": NEW, "date": "2025-01", "committee": others.committee},
    }
    for model, values in typed.items():
        address = admin_url(model, "add")
        assert editor.post(address, form_of(editor.get(address)) | values).status_code == 302
        assert model.objects.get(public_from=None).head.number == 1
    assert different(before, answers(before)) == set()


# Publishing


def publish(boss, record):
    do(boss, record, "publish", reason="测试")


@every_kind
def test_what_was_published_is_shown_wherever_the_old_was(editor, boss, model, record, change):
    asked = places()
    before = answers(asked)
    save(editor, record, change)
    publish(boss, record)
    shown_at = {addresses()[name] for name in SHOWN_AT[model]}
    shown_at |= {api_of(record), f"{api_of(record).rpartition('/')[0]}?page_size=200"}
    after = answers([*asked, own_page(record) or reverse("chains:timeline")])
    assert shown_at <= named(OLD, before)
    assert shown_at <= named(NEW, after)
    assert shown_at <= different(before, after)
    assert named(OLD, after) == set()
    assert own_page(record) is None or own_page(record) in named(NEW, after)


def keys_of(record):
    return {
        accessor: {str(key) for key in getattr(record, accessor).values_list("pk", flat=True)}
        for accessor in record.parts
    }


@every_kind
def test_parts_keep_their_keys_from_the_public_through_the_draft_to_the_public(editor, boss, model, record, change):
    before = keys_of(record)
    draft = save(editor, record, change)
    assert keys_of(record) == before
    publish(boss, record)
    after = keys_of(record)
    assert after == {accessor: set(parts) for accessor, parts in draft.snapshot["parts"].items()}
    for accessor, keys in before.items():
        assert keys & after[accessor], accessor


@every_kind
def test_what_is_published_is_what_was_typed(editor, boss, model, record, change):
    save(editor, record, change)
    typed = form_of(editor.get(change_page(record)))
    publish(boss, record)
    shown = form_of(editor.get(change_page(record)))
    # Values that are public now stand beside the form, to be read.
    shown = {name: value for name, value in shown.items() if not name.startswith("observations-")}
    assert {name: value for name, value in shown.items() if typed.get(name) != value} == {}
    after = model.objects.get(pk=record.pk)
    assert (Edition.objects.of(record).count(), after.live.number) == (2, 2)
    assert after.public_from == record.public_from
    assert after.updated_at > record.public_from


# Withdrawing


@every_kind
def test_what_was_withdrawn_is_named_nowhere_and_its_page_is_gone(editor, boss, model, record, change):
    save(editor, record, change)
    publish(boss, record)
    save(editor, record, lambda data: rename(data, "又改的名称"))
    address = own_page(record)
    do(boss, record, "withdraw", reason="有误")
    after = answers([*places(), api_of(record), *([address] if address else [])])
    for name in (OLD, NEW, "又改的名称"):
        assert named(name, after) == set()
    assert after[api_of(record)][0] == 404
    assert address is None or after[address][0] == 404
    if address:
        assert named(f"{address}<", after) == set()


@every_kind
def test_what_is_published_again_looks_as_before_and_keeps_its_date(editor, boss, model, record, change):
    save(editor, record, change)
    publish(boss, record)
    asked = [place for place in places() if not place.endswith(".xml")]  # they say when it was published again
    before = undated(answers(asked))
    do(boss, record, "withdraw", reason="有误")
    assert different(before, undated(answers(asked)))
    publish(boss, record)
    assert different(before, undated(answers(asked))) == set()
    assert model.objects.get(pk=record.pk).public_from == record.public_from


def test_a_story_that_is_published_again_has_the_date_of_its_first_publication(editor, boss):
    feature = make.make_feature(public_from=make.an_hour_ago().replace(year=2021))
    said = f'<meta name="PubDate" content="{timezone.localtime(feature.public_from):%Y-%m-%d %H:%M}">'
    assert said in Client().get(feature.get_absolute_url()).text
    do(boss, feature, "withdraw", reason="有误")
    save(editor, feature, lambda data: rename(data, NEW))
    publish(boss, feature)
    page = Client().get(feature.get_absolute_url())
    assert NEW in page.text
    assert said in page.text


def test_a_story_is_first_published_at_the_minute_of_its_publication(editor, boss):
    new = new_feature(editor)
    start = timezone.now().replace(second=0, microsecond=0)
    publish(boss, new)
    published = Feature.objects.get(pk=new.pk).public_from
    assert start <= published <= timezone.now()
    assert (published.second, published.microsecond) == (0, 0)


def new_feature(client):
    data = form_of(client.get(admin_url(Feature, "add")))
    data |= {"title": NEW, "summary": "一句。", "column": str(make.make_column().pk)}
    assert client.post(admin_url(Feature, "add"), data).status_code == 302
    return Feature.objects.get(title=NEW)


def test_an_indicator_is_previewed_with_the_committee_that_is_not_public_yet(editor):
    committee = make.make_committee(OLD, public_from=None)
    indicator = make.make_indicator(NEW, committee=committee, public_from=None)
    response = editor.get(page(indicator, "preview", first_edition(editor, indicator)))
    assert (response.status_code, NEW in response.text) == (200, True)
    assert not Committee.objects.public().exists()


def first_edition(client, record):
    """Open the history of ``record``, which brings it into editions; give the number of its first."""
    client.get(page(record, "editions"))
    return Edition.objects.of(record).get().number


# The real forms


BLOCKS = ["credits", "news_text_set", "news_photoblock_set", "news_pullquote_set", "news_figureblock_set"]


@pytest.mark.parametrize("prefix", BLOCKS)
def test_a_part_of_another_story_is_not_reached_through_its_key(editor, portal, prefix):
    own, other = Feature.objects.order_by("pk")[:2]
    foreign = getattr(other, prefix).values().first()
    before = answers([own.get_absolute_url(), other.get_absolute_url(), api_of(own), api_of(other)])
    data = form_of(editor.get(change_page(own))) | {f"{prefix}-0-id": str(foreign["id"])}
    editor.post(change_page(own), data | {f"{prefix}-0-DELETE": "on"})
    editor.post(change_page(own), data | {f"{prefix}-0-text": "劫持", f"{prefix}-0-name": "劫持"})
    assert getattr(other, prefix).values().get(pk=foreign["id"]) == foreign
    assert different(before, answers(before)) == set()


def test_a_figure_of_a_draft_stays_pinned_when_its_value_is_gone(editor, boss):
    feature = make.make_feature()
    indicator = make.make_indicator(public_from=None)  # values that were public can no longer be taken out
    block = make.make_figure_block(feature, make.make_observation(indicator, value=1500))
    save(editor, feature, lambda data: data.update({"news_figureblock_set-0-caption": "改过的说明"}))
    save(editor, indicator, lambda data: delete(data, "observations", 0))
    assert type(block).objects.get().observation is None
    save(editor, feature, lambda data: rename(data, NEW))
    publish(boss, feature)
    page = Client().get(feature.get_absolute_url()).text
    assert NEW in page
    assert "改过的说明" in page
    assert type(block).objects.get().wording == "1500亿元"


def test_the_sheet_names_the_source_of_the_edition_and_not_of_what_is_public(editor):
    feature = make.make_feature(source=make.make_source("公开稿的来源"), origin="compiled")
    source = make.make_source("送审稿的来源")
    draft = save(editor, feature, lambda data: data.update(source=str(source.pk)))
    do(editor, feature, "submit", secrecy_checked="on")
    text = editor.get(page(feature, "sheet", draft.number)).text
    assert "送审稿的来源" in text
    assert "公开稿的来源" not in text
