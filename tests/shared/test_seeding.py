"""The engine of ``manage.py seed``: what it loads, and what it leaves alone."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from chains.models import Committee, CommitteeText, Indicator, Industry, Observation, Organization, Source
from news.models import Column, Feature, FigureBlock, PhotoBlock, PullQuote, Text
from portal.library.models import Photo
from tests.factories import make_industry, png
from tests.shared.seeds import FILES, change, everything, fault, make_data, seed, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path):
    return make_data(tmp_path / "data")


# What is loaded


def test_every_file_has_a_line_and_the_last_line_is_the_total(data):
    assert seed(data) == [
        "图片（chains/photos.yaml）：新建1，已有0",
        "领域（chains/industries.yaml）：新建1，已有0",
        "来源（chains/sources.yaml）：新建1，已有0",
        "单位（chains/organizations.yaml）：新建1，已有0",
        "产业链组织（chains/committees.yaml）：新建2，已有0",
        "指标（chains/indicators.yaml）：新建1，已有0",
        "栏目（news/columns.yaml）：新建1，已有0",
        "图片（news/photos.yaml）：新建1，已有0",
        "新闻（news/features.yaml）：新建2，已有0",
        "合计：新建11，已有0",
    ]


def test_names_of_other_entries_become_references(data):
    seed(data)
    committee = Committee.objects.get(slug="laser-committee")
    membership = committee.memberships.get()
    assert (committee.industry.slug, committee.led_by.slug) == ("lasers", "centre")
    assert (membership.organization.slug, membership.source.slug) == ("senfeng", "report")
    assert committee.led_by.cover == Photo.objects.get(alt="车间里的一台激光机")
    feature = Feature.objects.get(slug="first")
    assert set(feature.committees.values_list("slug", flat=True)) == {"laser-committee", "centre"}


def test_values_keep_the_digits_and_the_precision_of_the_file(data):
    seed(data)
    values = Observation.objects.values_list("period", "value", "qualifier")
    assert {(str(period), value, qualifier) for period, value, qualifier in values} == {
        ("2022-Q1", Decimal("48.1"), "exact"),
        ("2021", Decimal("148"), "over"),
    }
    assert str(Committee.objects.get(slug="laser-committee").founded) == "2022-03"
    assert str(Source.objects.get().published) == "2022-06"


def test_no_digit_is_lost_that_a_float_would_lose(data):
    change(data, "chains/indicators.yaml", "decimals: 2", "decimals: 4")
    change(data, "chains/indicators.yaml", "48.10", "12345678901.2345")
    seed(data)
    assert Observation.objects.get(period="2022-Q1").value == Decimal("12345678901.2345")


def test_blocks_stand_in_the_order_of_the_file(data):
    seed(data)
    laser, feature = Committee.objects.get(slug="laser-committee"), Feature.objects.get(slug="first")
    assert [(block.kind, block.ordering) for block in laser.body] == [("text", 10), ("photo", 20), ("text", 30)]
    assert [type(block) for block in feature.body] == [Text, FigureBlock, PullQuote, PhotoBlock]
    assert {block.region for block in [*laser.body, *feature.body]} == {"body"}


def test_a_figure_is_pinned_to_the_value_that_it_names(data):
    seed(data)
    figure = FigureBlock.objects.get()
    assert figure.observation == Observation.objects.get(period="2022-Q1")
    assert (figure.value, figure.unit, figure.indicator.slug) == (Decimal("48.1"), "亿元", "revenue")
    assert figure.caption == "一季度"


def test_credits_keep_the_order_of_the_file(data):
    seed(data)
    assert [credit.name for credit in Feature.objects.get(slug="first").credits.all()] == ["甲", "乙"]


def test_the_first_story_of_the_file_is_the_newest(data):
    seed(data)
    assert [feature.slug for feature in Feature.objects.newest_first()] == ["first", "second"]


def test_records_are_public_from_one_moment_which_is_now(data):
    seed(data)
    records = [*Committee.objects.public(), *Indicator.objects.public(), *Feature.objects.public()]
    assert len(records) == 5
    assert len({record.public_from for record in records}) == 1


def test_photos_are_stored_with_their_measures(data, media_root):
    seed(data)
    photo = Photo.objects.get(alt="一排高楼")
    assert (photo.width, photo.height) == (8, 6)
    assert Path(media_root, photo.image.name).read_bytes() == png()


def test_a_byte_order_mark_is_no_fault(data):
    path = data / "chains/industries.yaml"
    path.write_text(path.read_text("utf-8"), "utf-8-sig")
    assert seed(data)[-1] == "合计：新建11，已有0"


def test_a_file_that_is_left_out_or_says_it_has_no_entries_loads_nothing(data):
    (data / "news/features.yaml").unlink()
    write(data / "news/columns.yaml", "[]\n")
    lines = seed(data)
    assert "栏目（news/columns.yaml）：新建0，已有0" in lines
    assert not any("features.yaml" in line for line in lines)


def test_words_that_yaml_takes_for_numbers_dates_or_switches_stay_words(data):
    change(data, "chains/organizations.yaml", "森峰", "no")
    change(data, "chains/sources.yaml", "一篇报道", "12:30")
    seed(data)
    assert (Organization.objects.get().name, Source.objects.get().title) == ("no", "12:30")


# What is left alone


def test_a_second_run_changes_nothing(data):
    seed(data)
    before = everything()
    lines = seed(data)
    assert everything() == before
    assert lines[-1] == "合计：新建0，已有11"
    assert all("新建0" in line for line in lines)


def test_what_editors_changed_stays_changed(data):
    seed(data)
    Industry.objects.update(name="激光与光电")
    Observation.objects.filter(period="2021").update(value=149)
    CommitteeText.objects.all().delete()
    before = everything()
    seed(data)
    assert everything() == before


def test_what_editors_deleted_or_renamed_is_not_made_again(data):
    seed(data)
    Feature.objects.all().delete()
    Photo.objects.filter(alt="一排高楼").delete()
    Column.objects.update(slug="other")
    before = everything()
    assert seed(data)[-1] == "合计：新建0，已有11"
    assert everything() == before


def test_a_row_that_editors_made_before_is_left_alone_and_referred_to(data):
    mine = make_industry("我的激光", slug="lasers")
    lines = seed(data)
    assert "领域（chains/industries.yaml）：新建0，已有1" in lines
    assert [industry.name for industry in Industry.objects.all()] == ["我的激光"]
    assert Committee.objects.get(slug="laser-committee").industry == mine


def test_a_row_that_editors_made_before_is_still_theirs_when_they_rename_it(data):
    make_industry("我的激光", slug="lasers")
    seed(data)
    Industry.objects.update(slug="mine")
    seed(data)
    assert Industry.objects.count() == 1


def test_an_entry_added_to_a_file_later_is_loaded_and_may_refer_to_older_ones(data):
    seed(data)
    added = "- {slug: third, title: 三条, summary: 摘要。, column: chain-news, cover: skyline}\n"
    write(data / "news/features.yaml", FILES["news/features.yaml"] + added)
    assert "新闻（news/features.yaml）：新建1，已有2" in seed(data)
    assert Feature.objects.get(slug="third").cover == Photo.objects.get(alt="一排高楼")


def test_a_photo_is_found_again_when_editors_replaced_its_picture(data):
    seed(data)
    photo = Photo.objects.get(alt="一排高楼")
    photo.image = ContentFile(png(), "other.png")
    photo.save()
    added = "- {slug: third, title: 三条, summary: 摘要。, column: chain-news, cover: skyline}\n"
    write(data / "news/features.yaml", FILES["news/features.yaml"] + added)
    seed(data)
    assert Feature.objects.get(slug="third").cover == photo


def test_a_new_entry_may_refer_to_one_that_editors_renamed(data):
    seed(data)
    Column.objects.update(slug="other")
    added = "- {slug: third, title: 三条, summary: 摘要。, column: chain-news}\n"
    write(data / "news/features.yaml", FILES["news/features.yaml"] + added)
    seed(data)
    assert Feature.objects.get(slug="third").column.slug == "other"


def test_a_new_entry_may_not_refer_to_one_that_editors_deleted(data):
    seed(data)
    Feature.objects.all().delete()
    Column.objects.all().delete()
    added = "- {slug: third, title: 三条, summary: 摘要。, column: chain-news}\n"
    write(data / "news/features.yaml", FILES["news/features.yaml"] + added)
    said = "news/features.yaml：third：column：“chain-news”（栏目）曾经载入，后来被编辑删除。"
    assert fault(data) == said
