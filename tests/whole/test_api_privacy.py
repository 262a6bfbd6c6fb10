"""What is not public is nowhere in the API: not by name, not by address, not in a count."""

import datetime

import pytest
from django.utils import timezone

from tests import factories as make
from tests.apis import RESOURCES, TABLES, as_text, everything, get, results, slugs, table
from tests.search.entries import write_all

pytestmark = pytest.mark.django_db

SECRET = "绝密名称"
SLUG = "withheld"


DAY = datetime.timedelta(days=1)


@pytest.fixture(params=["never", "later", "no more"])
def secrets(request):
    """Records that are not public, joined in every way to public ones."""
    now = timezone.now()
    dates = {
        "never": {"public_from": None},
        "later": {"public_from": now + DAY},
        "no more": {"public_from": now - DAY, "public_until": now},
    }

    def hidden(kind, **kwargs):
        return kwargs | {"slug": f"{SLUG}-{kind}", "updated_at": now} | dates[request.param]

    committee = make.make_committee(f"{SECRET}组织", **hidden("committee"))
    public_committee = make.make_committee("公开组织", slug="open-committee", led_by=committee)
    committee.led_by = public_committee
    committee.save()
    initiative = make.make_initiative(f"{SECRET}举措", **hidden("initiative", committee=public_committee))
    public_initiative = make.make_initiative("公开举措", slug="open-initiative", committee=committee)
    make.make_indicator("组织的指标", slug="of-committee", committee=committee)
    make.make_indicator("举措的指标", slug="of-initiative", initiative=initiative)
    indicator = make.make_indicator(f"{SECRET}指标", **hidden("indicator", committee=public_committee))
    other = make.make_indicator(f"{SECRET}指标二", **hidden("indicator-2", initiative=public_initiative))
    make.make_milestone("组织的事", slug="about-committee", committee=committee)
    make.make_milestone("举措的事", slug="about-initiative", initiative=initiative)
    make.make_milestone(f"{SECRET}大事", **hidden("milestone", committee=public_committee))
    make.make_membership(committee, make.make_organization("单位", slug="member"), role="leader")
    column = make.make_column(f"{SECRET}栏目", slug=f"{SLUG}-column")
    make.make_feature(f"{SECRET}新闻", column=column, committees=[public_committee], **hidden("feature"))
    story = make.make_feature(
        "公开新闻", slug="open-story", committees=[committee, public_committee], initiatives=[initiative]
    )
    make.make_figure_block(story, make.make_observation(indicator), caption="文中的数")
    make.make_figure_block(story, make.make_observation(other), caption="文中的数")
    make.make_figure_block(story, make.make_observation(make.make_indicator("公开指标", slug="open-indicator")))
    return story


def test_nothing_of_an_unpublished_record_is_in_any_answer(client, secrets):
    answers = everything(client)
    said = as_text(answers)
    assert "公开新闻" in said
    assert SECRET not in said
    assert SLUG not in said


def shapes(client, path):
    """Give what may be asked of the shape of a list or record: nothing, or one relation, or all of them."""
    if "expand" not in get(client, path, 400, nonsense=1)["allowed"]:
        return [{}]
    relations = get(client, path, 400, expand="nothing")["allowed"]
    return [{}, *({"expand": names} for names in (*relations, ",".join(relations)))]


def test_nothing_of_it_is_in_any_answer_whatever_is_written_out_and_in_whatever_format(client, secrets):
    for path in everything(client):
        is_list = path in (*RESOURCES, *TABLES) or path.endswith("observations/")
        for shape in shapes(client, path):
            said = [get(client, path, **shape)]
            said += [table(client, path.rstrip("/"), **shape)] if is_list else []
            assert SECRET not in as_text(said)
            assert SLUG not in as_text(said)


def test_what_is_about_something_that_is_not_public_is_as_if_it_were_about_nothing(client, secrets):
    make.make_milestone("自己的事", slug="about-nothing")
    names = ("committee", "initiative")
    rows = {row["slug"]: [row[name] for name in names] for row in results(client, "milestones", expand=",".join(names))}
    assert rows == {f"about-{subject}": [None, None] for subject in ("committee", "initiative", "nothing")}
    cells = {row.pop("slug"): row for row in table(client, "milestones", fields="slug", expand=",".join(names))}
    assert cells["about-committee"] == cells["about-initiative"] == cells["about-nothing"]


def test_no_order_shows_or_counts_more(client, secrets):
    for resource in (*RESOURCES, *TABLES):
        plain = as_sets(results(client, resource))
        for name in get(client, resource, 400, ordering="nothing")["allowed"]:
            assert as_sets(results(client, resource, ordering=name)) == plain
            assert as_sets(table(client, resource, ordering=name)) == as_sets(table(client, resource))


def as_sets(rows):
    return sorted(as_text(row) for row in rows)


def test_no_dates_find_or_count_it(client, secrets):
    for resource in ("features", "committees", "initiatives", "indicators", "milestones"):
        public = slugs(client, resource)
        for parameter, day in (("published_after", "2000-01-01"), ("updated_after", "2000-01-01")):
            assert slugs(client, resource, **{parameter: day}) == public
        assert slugs(client, resource, published_before="2100-01-01") == public
        soon = (
            f"{timezone.now() - datetime.timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}"  # what is hidden was updated since
        )
        for query in ({"updated_after": soon}, {"published_after": soon}):
            assert get(client, resource, **query)["count"] == 0
            assert table(client, resource, **query) == []


def test_an_unpublished_record_is_refused_with_the_words_of_one_that_never_was(client, secrets):
    def refusal(resource, query, slug):
        response = client.get(f"/api/v1/{resource}/{slug}", query)
        assert response.status_code in (400, 404)
        return response.status_code, response.content.decode().replace(slug, "")

    for resource in ("committees", "initiatives", "indicators", "milestones", "columns"):
        for query in ({}, {"fields": "slug"}, {"expand": "source"}, {"fields": "nothing"}):
            assert refusal(resource, query, f"{SLUG}-{resource.rstrip('s')}") == refusal(resource, query, "nobody")


@pytest.mark.parametrize("shape", [{"format": "csv"}, {"format": "csv-bom"}, {"fields": "slug"}, {"page": 9}])
def test_no_shape_of_the_answer_makes_a_filter_know_it(client, secrets, shape):
    def refusal(slug):
        problem = get(client, "milestones", 400, committee=slug, **shape)
        return as_text(problem).replace(slug, "")

    assert refusal(f"{SLUG}-committee") == refusal("nobody")


def test_lists_hold_and_count_public_records_only(client, secrets):
    assert {resource: sorted(slugs(client, resource)) for resource in RESOURCES if resource != "sources"} == {
        "features": ["open-story"],
        "columns": [secrets.column.slug],
        "committees": ["open-committee"],
        "organizations": ["member"],
        "initiatives": ["open-initiative"],
        "indicators": ["open-indicator"],  # the others are about what is not public
        "milestones": ["about-committee", "about-initiative"],
    }


@pytest.mark.parametrize(
    "path",
    [
        f"committees/{SLUG}-committee/",
        f"initiatives/{SLUG}-initiative/",
        f"indicators/{SLUG}-indicator/",
        f"indicators/{SLUG}-indicator/observations/",
        f"milestones/{SLUG}-milestone/",
        f"columns/{SLUG}-column/",
    ],
)
def test_an_unpublished_record_is_not_found_by_its_slug(client, secrets, path):
    assert SECRET not in get(client, path, 404)["detail"]


def test_an_unpublished_story_is_not_found_by_its_number(client, secrets):
    get(client, f"features/{make.make_feature(public_from=None).pk}/", 404)


FILTERS = {
    "committee": ["features", "organizations", "initiatives", "indicators", "milestones"],
    "initiative": ["features", "indicators", "milestones"],
}


def test_a_filter_does_not_know_an_unpublished_record(client, secrets):
    for parameter, resources in FILTERS.items():
        slug = f"{SLUG}-{parameter}"
        for resource in resources:
            known = as_text(get(client, resource, 400, **{parameter: slug})).replace(slug, "")
            unknown = as_text(get(client, resource, 400, **{parameter: "nobody"})).replace("nobody", "")
            assert known == unknown


def test_words_find_no_unpublished_record(client, secrets):
    write_all()
    for resource in ("features", "committees", "organizations", "initiatives", "indicators", "milestones"):
        for words in (SECRET, SLUG, "绝密"):
            assert get(client, resource, search=words)["count"] == 0
            assert table(client, resource, search=words) == []


def test_the_search_of_the_whole_site_finds_none(client, secrets):
    write_all()
    assert get(client, "search", q="公开新闻")["count"] == 1
    for words in (SECRET, SLUG, "绝密"):
        assert get(client, "search", q=words)["results"] == []
        assert table(client, "search", q=words) == []


def test_a_role_in_an_unpublished_committee_finds_nobody(client, secrets):
    assert slugs(client, "organizations", role="leader") == []


def test_an_industry_does_not_find_stories_by_an_unpublished_committee(client):
    industry = make.make_industry(slug="robots")
    make.make_feature(committees=[make.make_committee(industry=industry, public_from=None)])
    story = make.make_feature(committees=[make.make_committee(industry=industry)])
    assert [row["id"] for row in get(client, "features", industry="robots")["results"]] == [story.pk]


def test_a_figure_stays_as_the_story_quotes_it_and_leads_to_no_unpublished_indicator(client, secrets):
    hidden, _, shown = (block for block in get(client, f"features/{secrets.pk}/")["body"])
    assert (hidden["indicator"], hidden["label"], hidden["value"]) == (None, "文中的数", "12.5")
    assert (shown["indicator"]["slug"], shown["label"]) == ("open-indicator", "公开指标")


def test_a_record_appears_when_its_time_comes(client):
    committee = make.make_committee(public_from=timezone.now() + datetime.timedelta(milliseconds=300))
    get(client, f"committees/{committee.slug}/", 404)
    committee.public_from = timezone.now()
    committee.save()
    get(client, f"committees/{committee.slug}/")
