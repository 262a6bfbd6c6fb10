"""The content that the portal ships with says what the report says: no figure more, none less, none bent.

The tables are written down here from ``shared/report/facts.yaml``, not read from the seed files.
"""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone

from chains.models import (
    Committee,
    CommitteeText,
    Indicator,
    Industry,
    Initiative,
    InitiativeText,
    Membership,
    Milestone,
    Observation,
    Organization,
    Source,
    Target,
)
from news.models import Column, Credit, Feature, FigureBlock, Text
from portal.editions.snapshots import take
from portal.library.models import Photo
from portal.shared.seedfiles import read_entries
from portal.shared.seeding import declared_files

# key, value, unit, qualifier, period, what it is about (empty: the zone); a rank with "of" how many
FIGURES = """
gdp                               1500   亿元  over    2021
trade-total                       1000   亿元  over    2021
trade-growth                      70.2   %     exact   2022-01/2022-04
budget-revenue                    148    亿元  exact   2021
budget-revenue                    48.1   亿元  exact   2022-Q1
national-rank                     10/157 位    exact   2021
hundred-billion-industries        3      个    exact   to_2022-06
new-enterprises                   6209   户    exact   2022-01/2022-05
enterprises-total                 77000  户    nearly  to_2022-05
enterprises-share                 62.77  %     exact   to_2022-05
foreign-enterprises               759    户    exact   to_2022-05
relocated-enterprises             1253   户    exact   2022-01/2022-05
business-environment-rank         6      位    exact   2019
business-environment-rank         1      位    exact   2021
chain-committees                  16     个    exact   to_2022-06
robotics-supporting-enterprises   217    家    exact   to_2022-06      robotics-chain-committee
robotics-supporting-value         12     亿元  exact   2022-01/2022-06 robotics-chain-committee
robotics-leveraged-scale          2000   亿元  over    to_2022-06      robotics-chain-committee
robotics-signings                 20     家    over    2022-06-01      robotics-chain-committee
laser-community-members           30     家    over    to_2022-06      laser-innovation-community
finance-alliance-members          800    家    over    to_2022-06      hanyu-finance-alliance
hanyu-tall-buildings              66     栋    exact   to_2022-06      hanyu-area-committee
hanyu-tech-enterprises            2300   家    exact   to_2022-06      hanyu-area-committee
hanyu-office-population           100000 人    over    to_2022-06      hanyu-area-committee
service-alliance-members          30     个    over    to_2022-06      functional-zone-service-alliance
staged-permits                    8      个    exact   to_2022-06      golden-19
approval-days                     6      天    exact   to_2022-06      four-permits
relief-measures                   13     条    exact   2022            relief-13
two-new-organisations             981    个    exact   to_2022-06
two-new-organisations-share       62.1   %     exact   to_2022-06
two-new-members                   15000  名    nearly  to_2022-06
two-new-members-share             52.4   %     exact   to_2022-06
service-teams                     30     个    over    to_2022-06      instructors-2510
key-field-coverage                100    %     exact   to_2022-06      instructors-2510
problems-solved                   400    个    over    to_2022-06      enterprise-visits
innovation-platforms              55     家    exact   to_2022-06
crrc-projects                     10     家    exact   to_2022-06
governance-top-tier-years         3      年    exact   to_2022-06
"""

TARGETS = """
new-high-tech-enterprises         400    家    exact    goal  2022
new-rd-institutions               3      家    exact    goal  2022
new-innovative-enterprises        180    家    exact    goal  2022
outside-investment                500    亿元  over     goal  2022
industrial-enterprises            25     家    exact    goal  2022
cross-border-ecommerce-firms      50     家    over     goal  2022
trade-growth                      70     %     at_least goal  2022
cross-border-ecommerce-total      80     亿元  over     goal  2022
robotics-supporting-value         20     亿元  exact    goal  2022
approval-days                     31     天    exact    limit -
"""

# key, kind, industry, founded, led by
COMMITTEES = """
robotics-chain-committee                 chain_committee         intelligent-equipment -       -
laser-chain-committee                    chain_committee         intelligent-equipment 2022    intelligent-equipment-centre-committee
laser-innovation-community               community               intelligent-equipment 2020    intelligent-equipment-centre-committee
hanyu-finance-alliance                   alliance                financial-services    2021-03 -
hanyu-area-committee                     area_committee          -                     -       -
government-service-chain-committee       service_chain_committee -                     -       -
functional-zone-service-alliance         alliance                -                     -       -
intelligent-equipment-centre-committee   area_committee          intelligent-equipment -       -
"""  # noqa: E501

MEMBERS = """
robotics-chain-committee 兰剑智能   supporting          -
robotics-chain-committee 翼菲自动化 supporting          -
robotics-chain-committee 济南重工   supporting          -
robotics-chain-committee 小鸭精工   supporting          -
robotics-chain-committee 天用智能   signatory           2022-06-01
laser-chain-committee    森峰       founding            2022
laser-chain-committee    邦德       founding            2022
laser-chain-committee    金威刻     founding            2022
laser-chain-committee    华光光电   founding            2022
laser-chain-committee    大族       upstream_supporting -
laser-chain-committee    宏山       upstream_supporting -
"""

# key, by whom, launched
INITIATIVES = """
six-chain-integration  government-service-chain-committee -
cross-region-handling  functional-zone-service-alliance   -
golden-19              government-service-chain-committee -
combined-survey        government-service-chain-committee -
four-permits           government-service-chain-committee -
relief-13              -                                  2022
six-fast-one-tolerant  -                                  2022
instructors-2510       -                                  2017
management-realignment -                                  2018
one-five-n             -                                  -
three-tier-centres     -                                  -
enterprise-visits      -                                  -
red-collar             -                                  -
four-new-reform        -                                  -
three-paths            -                                  -
"""

# date, what it is about, a word of its title
MILESTONES = """
2016       -                          “两新”
2017       instructors-2510           “2510”
2018       management-realignment     园区
2019       -                          第6位
2020       laser-innovation-community 共同体
2021-03    hanyu-finance-alliance     联盟
2021       -                          第10位
2022       laser-chain-committee      激光
2022-06-01 robotics-chain-committee   签约
"""

FEATURES = ["world-class-park", "chain-links", "six-days", "parks-and-buildings", "innovation-2022"]
CITATION = "据《济南高新区：加快建设世界一流高科技园区》（齐鲁壹点，2022年6月）整理"


def table(text):
    """Give the rows of a table above; ``-`` is nothing and ``_`` a space."""
    rows = (line.split() for line in text.strip().splitlines())
    return sorted(tuple("" if cell == "-" else cell.replace("_2", " 2") for cell in row) for row in rows)


def slug(record):
    return record.slug if record else ""


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Seed once for the tests of this module; give the moments before and after, and the media folder.

    The tests need the mark ``django_db`` all the same: without it there is no test database, and this would be ours.
    """
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        before = timezone.now()
        call_command("seed", stdout=StringIO())
        yield before, timezone.now(), media
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


# The register


def test_the_register_has_every_figure_of_the_report_and_no_other():
    found = [
        (value.indicator.slug, value.number + (f"/{value.of}" if value.of else ""), value.unit)
        + (value.qualifier, str(value.period))
        + ((about.slug,) if (about := value.indicator.committee or value.indicator.initiative) else ())
        for value in Observation.objects.select_related("indicator__committee", "indicator__initiative")
    ]
    assert sorted(found) == table(FIGURES)


def test_the_register_has_every_target_and_the_limit_and_no_other():
    found = [
        (target.indicator.slug, target.number, target.unit, target.qualifier, target.kind, str(target.period or ""))
        for target in Target.objects.select_related("indicator")
    ]
    assert sorted(found) == table(TARGETS)


def test_indicators_are_those_that_have_a_figure_or_a_target():
    expected = {row[0] for row in table(FIGURES) + table(TARGETS)}
    assert sorted(Indicator.objects.values_list("slug", flat=True)) == sorted(expected)


def test_fewer_is_better_for_ranks_and_days_only():
    lower = Indicator.objects.filter(better="lower").values_list("slug", flat=True)
    assert set(lower) == {"national-rank", "business-environment-rank", "approval-days"}


def test_every_figure_says_its_source_its_place_and_that_it_is_preliminary():
    for value in [*Observation.objects.select_related("source"), *Target.objects.select_related("source")]:
        assert value.source.slug == "qilu-yidian-2022-06"
        assert value.place
    assert {value.status for value in Observation.objects.all()} == {"preliminary"}
    assert {str(value.known_from) for value in Observation.objects.all()} == {"2022-06-30"}


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("trade-total", "千亿美元"),
        ("robotics-supporting-enterprises", "两种读法"),
        ("approval-days", "80.6%"),
        ("new-enterprises", "首位"),
        ("foreign-enterprises", "历史新高"),
        ("staged-permits", "吉利"),
        ("innovation-platforms", "山东航芯院"),
    ],
)
def test_what_the_report_leaves_open_is_said_with_the_figure(indicator, words):
    assert words in Observation.objects.get(indicator__slug=indicator).note


def test_there_are_eight_committees_and_none_is_invented():
    found = [
        (row.slug, row.kind, slug(row.industry), str(row.founded or ""), slug(row.led_by))
        for row in Committee.objects.select_related("industry", "led_by")
    ]
    assert sorted(found) == table(COMMITTEES)


def test_members_are_those_that_the_report_names():
    found = [
        (row.committee.slug, row.organization.name, row.role, str(row.joined or ""))
        for row in Membership.objects.select_related("committee", "organization")
    ]
    assert sorted(found) == table(MEMBERS)


def test_organizations_stand_where_the_report_places_them():
    found = {}
    for organization in Organization.objects.all():
        found.setdefault(organization.place, set()).add(organization.name)
    unknown = {"天用智能", "森峰", "邦德", "金威刻", "华光光电", "大族", "宏山", "吉利", "山东航芯院"}
    assert found == {
        "zone": {"兰剑智能", "翼菲自动化"},
        "city": {"济南重工", "小鸭精工"},
        "unknown": unknown,
        "elsewhere": {"比亚迪"},
    }


def test_there_are_six_industries_of_which_three_are_large():
    assert [(row.name, row.hundred_billion) for row in Industry.objects.order_by("position")] == [
        ("信息技术", True),
        ("生物医药", True),
        ("智能装备", True),
        ("金融服务", False),
        ("人工智能", False),
        ("人力资本", False),
    ]


def test_there_are_fifteen_initiatives():
    rows = Initiative.objects.select_related("committee")
    found = sorted((row.slug, slug(row.committee), str(row.launched or "")) for row in rows)
    assert found == table(INITIATIVES)
    assert {row.status for row in rows} == {""}


def test_milestones_are_dated_no_more_precisely_than_the_report_does():
    rows = list(Milestone.objects.select_related("committee", "initiative"))
    expected = table(MILESTONES)
    assert sorted((str(row.date), slug(row.committee or row.initiative)) for row in rows) == [
        (date, about) for date, about, _ in expected
    ]
    for date, _, words in expected:
        assert words in next(row.title for row in rows if str(row.date) == date)


def test_the_source_is_credited_as_printed():
    source = Source.objects.get()
    assert f"据{source.citation}整理" == CITATION
    assert (source.kicker, source.author) == ("党建引领，赋能高质量发展", "修从涛")
    assert source.credits.splitlines() == ["记者：修从涛", "编辑：彭传刚", "美编：陈明丽", "组版：洛青"]
    assert str(source.published) == "2022-06"


def test_every_record_of_the_register_names_the_report():
    for model in (Committee, Initiative, Milestone, Membership):
        assert {row.source.slug for row in model.objects.select_related("source")} == {"qilu-yidian-2022-06"}


# The stories


def test_there_are_five_stories_in_columns_of_their_own():
    assert [story.slug for story in Feature.objects.newest_first()] == FEATURES
    assert {story.column for story in Feature.objects.select_related("column")} == set(Column.objects.all())
    assert Column.objects.count() == 5


def test_only_the_main_story_is_pinned():
    assert [story.slug for story in Feature.objects.filter(pinned=True)] == FEATURES[:1]


def test_every_story_says_that_it_is_compiled_and_from_what():
    for story in Feature.objects.select_related("source"):
        assert story.source_wording == CITATION
        assert story.body[-1].text.endswith(f"<p>{CITATION}。</p>")


def test_the_main_story_credits_those_who_made_the_report():
    story = Feature.objects.get(slug=FEATURES[0])
    assert [str(credit) for credit in story.credits.all()] == [
        "原报道记者：修从涛",
        "原报道编辑：彭传刚",
        "原报道美编：陈明丽",
        "原报道组版：洛青",
        "整理：本网编辑",
    ]
    assert {credit.name for credit in Credit.objects.exclude(feature=story)} == {"本网编辑"}


def test_the_main_story_is_about_everything_in_the_register():
    story = Feature.objects.get(slug=FEATURES[0])
    assert set(story.committees.all()) == set(Committee.objects.all())
    assert set(story.initiatives.all()) == set(Initiative.objects.all())


def test_figures_in_stories_say_what_the_register_says():
    figures = FigureBlock.objects.select_related("observation__indicator", "indicator")
    assert {figure.parent.slug for figure in figures.select_related("parent")} == set(FEATURES)
    for figure in figures:
        pinned = (figure.indicator, figure.period, figure.value, figure.qualifier, figure.of, figure.unit)
        value = figure.observation
        assert pinned == (value.indicator, value.period, value.value, value.qualifier, value.of, value.unit)


def test_every_story_has_a_drawing_that_is_called_one(seeded):
    covers = [story.cover for story in Feature.objects.select_related("cover")]
    assert len(set(covers)) == 5
    for photo in covers:
        assert photo.is_illustration
        assert (photo.width, photo.height) == (1600, 900)
        assert "图片" not in photo.alt
        assert len(photo.alt) > 10
        assert Path(seeded[2], photo.image.name).is_file()
    assert Photo.objects.count() == 5


# All of it


def test_nothing_is_back_dated(seeded):
    before, after, _ = seeded
    moments = set()
    for model in (Committee, Initiative, Indicator, Milestone, Feature):
        assert model.objects.public().count() == model.objects.count()
        moments |= set(model.objects.values_list("public_from", flat=True))
    assert len(moments) == 1
    assert before <= moments.pop() <= after


def test_every_record_enters_as_an_edition_that_the_system_published():
    for model in (Committee, Initiative, Indicator, Milestone, Feature):
        for record in model.objects.select_related("live__author"):
            edition = record.live
            assert (record.head, edition.number, edition.author.username) == (edition, 1, "system")
            assert (edition.state, edition.published_at) == ("published", record.public_from)
            assert edition.snapshot == take(record)


def seed_texts():
    """Give the HTML of every text block in the seed files."""
    for file in declared_files():
        if file.path.exists():
            for entry in read_entries(file.path).values():
                yield from (block["text"] for block in entry.get("body", []) if "text" in block)


def test_sanitising_takes_nothing_from_the_texts():
    stored = [block.text for model in (CommitteeText, InitiativeText, Text) for block in model.objects.all()]
    given = sorted("".join(text.split()) for text in seed_texts())
    assert len(given) > 30
    assert sorted("".join(text.split()) for text in stored) == given


def test_every_link_in_a_text_leads_to_a_seeded_record():
    models = {"chains": Committee, "services": Initiative, "indicators": Indicator}
    known = {f"/{path}/{row.slug}/" for path, model in models.items() for row in model.objects.all()}
    links = {link for text in seed_texts() for link in re.findall(r'href="([^"]*)"', text)}
    assert len(links) > 30
    assert links <= known


def test_a_second_run_finds_nothing_new():
    out = StringIO()
    call_command("seed", stdout=out)
    assert all("新建0，" in line for line in out.getvalue().splitlines())
