"""Bad seed files: the command says in one line where the fault is, and changes nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.db.models.signals import post_save

from chains.models import Organization
from news.models import Feature
from portal.library.models import Photo
from tests.factories import png
from tests.shared.seeds import change, everything, fault, make_data, seed, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path):
    return make_data(tmp_path / "data")


BAD = {
    "no such field": (
        "chains/industries.yaml",
        "position: 1",
        "posit: 1",
        "lasers：posit：没有这一栏；可用的有slug、name、",
    ),
    "a field nobody types": ("chains/industries.yaml", "position: 1", "name_key: a", "lasers：name_key：没有这一栏"),
    "a date of publication": (
        "news/features.yaml",
        "pinned: true",
        "public_from: 2020-01-01",
        "first：public_from：没有这一栏",
    ),
    "no required field": ("chains/industries.yaml", "name: 激光", "summary: 激光", "lasers：name：必填。"),
    "a required field left empty": ("chains/industries.yaml", "name: 激光", "name:", "lasers：name：必填。"),
    "no required reference": (
        "chains/indicators.yaml",
        "value: 148\n      qualifier: over\n      source: report",
        "value: 148",
        "revenue：observations第2项：source：必填。",
    ),
    "no value": (
        "chains/indicators.yaml",
        "      value: 148\n",
        "",
        "revenue：observations第2项：value：必填。",
    ),
    "a bad choice": ("chains/committees.yaml", "area_committee", "area", "centre：kind：值 'area' 不是有效选项。"),
    "a bad choice in a part": (
        "chains/committees.yaml",
        "role: founding",
        "role: boss",
        "laser-committee：memberships第1项：role：值 'boss' 不是有效选项。",
    ),
    "31 June": (
        "chains/committees.yaml",
        "2022-03",
        "2022-06-31",
        "laser-committee：founded：2022年6月没有31日。",
    ),
    "a bad period": (
        "chains/indicators.yaml",
        "period: 2021",
        "period: 去年",
        "revenue：observations第2项：period：“去年”不是时期。",
    ),
    "a period that ends before it starts": (
        "chains/indicators.yaml",
        "period: 2021",
        "period: 2021-05/2021-01",
        "revenue：observations第2项：period：时期的结束（2021年1月）早于开始",
    ),
    "the same period twice": (
        "chains/indicators.yaml",
        "period: 2021",
        "period: 2022年1—3月",
        "revenue：observations第2项：period：这一时期已有数值",
    ),
    "more digits than the indicator": (
        "chains/indicators.yaml",
        "48.10",
        "48.123",
        "revenue：observations第1项：value：这个指标最多记2位小数。",
    ),
    "more digits than the column": (
        "chains/indicators.yaml",
        "48.10",
        "123456789012.10",
        "revenue：observations第1项：value：确认",
    ),
    "no number": ("chains/indicators.yaml", "48.10", "很多", "revenue：observations第1项：value：“很多”"),
    "a number that is none": (
        "chains/indicators.yaml",
        "48.10",
        "NaN",
        "revenue：observations第1项：value：",
    ),
    "an unknown slug": (
        "chains/committees.yaml",
        "industry: lasers",
        "industry: laser",
        "laser-committee：industry：没有“laser”（领域）；被引用的条目要排在前面。",
    ),
    "an unknown slug in a list": (
        "news/features.yaml",
        "[laser-committee, centre]",
        "[laser-committee, center]",
        "first：committees：没有“center”（产业链组织）",
    ),
    "an unknown photo": (
        "news/features.yaml",
        "cover: skyline",
        "cover: skylines",
        "first：cover：没有“skylines”（图片）",
    ),
    "an unknown photo in a block": (
        "chains/committees.yaml",
        "- photo: workshop",
        "- photo: work",
        "laser-committee：body第2项：photo：没有“work”（图片）",
    ),
    "a slug twice": (
        "chains/committees.yaml",
        "slug: laser-committee",
        "slug: centre",
        "第2条：centre：slug：与前面的条目重复。",
    ),
    "no slug": ("chains/industries.yaml", "slug: lasers", "summary: 无", "第1条：slug：必填。"),
    "a slug with other signs": (
        "chains/industries.yaml",
        "slug: lasers",
        "slug: 激光",
        "第1条：slug：只能用字母、数字",
    ),
    "a slug that is too long": (
        "chains/industries.yaml",
        "slug: lasers",
        f"slug: {'a' * 81}",
        "第1条：slug：只能用字母、数字",
    ),
    "a name twice in one entry": (
        "chains/industries.yaml",
        "position: 1",
        "position: 1\n  position: 2",
        "第6行：不是正确的YAML：“position”重复",
    ),
    "a picture that is not there": (
        "news/photos.yaml",
        "skyline.PNG",
        "skylines.png",
        "skyline：file：没有图片文件covers/skylines.png。",
    ),
    "a picture outside the folder": (
        "news/photos.yaml",
        "skyline.PNG",
        "../../chains/covers/workshop.png",
        "skyline：file：没有图片文件covers/../../",
    ),
    "a picture with an endless name": (
        "news/photos.yaml",
        "skyline.PNG",
        "a" * 300,
        "skyline：file：没有图片文件covers/aaa",
    ),
    "no picture": ("news/photos.yaml", "  file: skyline.PNG\n", "", "skyline：file：必填。"),
    "a picture without alternative text": (
        "news/photos.yaml",
        "  alt: 一排高楼\n",
        "",
        "skyline：alt：必填。",
    ),
    "a figure of no indicator": (
        "news/features.yaml",
        "indicator: revenue",
        "indicator: revenues",
        "first：body第2项：indicator：没有“revenues”（指标）",
    ),
    "a figure without its indicator": (
        "news/features.yaml",
        "        indicator: revenue\n",
        "",
        "first：body第2项：indicator：必填。",
    ),
    "a figure of no value": (
        "news/features.yaml",
        "2022年一季度",
        "2022年二季度",
        "first：body第2项：period：指标“revenue”没有“2022年二季度”这一时期的数值。",
    ),
    "a figure without its period": (
        "news/features.yaml",
        "        period: 2022年一季度\n",
        "",
        "first：body第2项：period：必填。",
    ),
    "a figure with a bad period": (
        "news/features.yaml",
        "2022年一季度",
        "2022-06-31",
        "first：body第2项：period：2022年6月没有31日。",
    ),
    "a figure with a value of its own": (
        "news/features.yaml",
        "caption: 一季度",
        "value: 99",
        "first：body第2项：value：没有这一栏；可用的有indicator、period、caption。",
    ),
    "an unknown block": (
        "news/features.yaml",
        "- quote:",
        "- video:",
        "first：body第3项：video：没有这种内容块；可用的有text、photo、quote、",
    ),
    "a block that the model does not have": (
        "chains/committees.yaml",
        "- photo: workshop",
        "- quote: 一句话",
        "laser-committee：body第2项：quote：没有这种内容块；可用的有text、photo。",
    ),
    "two blocks in one": (
        "news/features.yaml",
        "    - photo:",
        "      photo:",
        "first：body第3项：一项只能写一块内容。",
    ),
    "a block that is mere text": (
        "chains/committees.yaml",
        "- photo: workshop",
        "- workshop",
        "laser-committee：body第2项：应为一组“栏名: 内容”，不是文字。",
    ),
    "an empty block": (
        "chains/committees.yaml",
        "- text: <p>第一段。</p>",
        "- text:",
        "laser-committee：body第1项：text：必填。",
    ),
    "a list for text": ("chains/industries.yaml", "激光", "[激光, 光电]", "lasers：name：应为文字，不是列表。"),
    "names for text": ("chains/industries.yaml", "激光", "{a: b}", "lasers：name：应为文字，不是一组“栏名: 内容”。"),
    "a switch for text": ("chains/industries.yaml", "激光", "true", "lasers：name：应为文字，不是true或false。"),
    "a tagged number": ("chains/indicators.yaml", "48.10", "!!float 48.10", "value：应为文字，不是float。"),
    "text for a switch": (
        "chains/industries.yaml",
        "hundred_billion: true",
        "hundred_billion: 是",
        "lasers：hundred_billion：应为true或false，不是文字。",
    ),
    "text for a list of parts": (
        "news/features.yaml",
        "body:\n    - text: <p>开头。</p>",
        "initiatives: 无\n  body:\n    - text: <p>开头。</p>",
        "first：initiatives：应为列表，不是文字。",
    ),
    "text for a body": (
        "chains/committees.yaml",
        "cover: workshop",
        "body: <p>正文</p>",
        "centre：body：应为列表，不是文字。",
    ),
    "text for parts": (
        "chains/committees.yaml",
        "cover: workshop",
        "memberships: 无",
        "centre：memberships：应为列表，不是文字。",
    ),
    "an entry that is mere text": (
        "chains/industries.yaml",
        "- slug: lasers",
        "- 激光\n- slug: lasers",
        "第1条：应为一组“栏名: 内容”，不是文字。",
    ),
    "a rule between two fields": (
        "chains/indicators.yaml",
        "value: 150\n      source: report",
        "value: 150\n      source: report\n    - {period: 2022, value: 1, source: report}",
        "revenue：targets第2项：period：这一时期已有目标。",
    ),
    "a rule of the model": (
        "news/features.yaml",
        "  source: report\n",
        "",
        "first：source：整理和转载的稿件必须写明来源。",
    ),
    "a sign that databases cannot keep": (
        "chains/industries.yaml",
        "激光",
        '"激\\0光"',
        "lasers：name：含有不能保存的控制字符。",
    ),
    "text that is too long": ("chains/industries.yaml", "激光", "激" * 121, "lasers：name："),
    "a tab": ("chains/industries.yaml", "  name", "\tname", "第3行：不是正确的YAML："),
    "an object of Python": (
        "chains/industries.yaml",
        "激光",
        "!!python/object/apply:os.getcwd []",
        "第3行：不是正确的YAML：",
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "said"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_with_one_line_that_says_where(data, name, old, new, said):
    change(data, name, old, new)
    message = fault(data)
    assert message.startswith(f"{name}：")
    assert said in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "文件是空的。没有条目时写“[]”，或删去这个文件。"),
        ("# 只有说明\n", "文件是空的。"),
        ("\ufeff", "文件是空的。"),
        ("slug: lasers\n", "应为列表，不是一组“栏名: 内容”。"),
        ("激光\n", "应为列表，不是文字。"),
        ("- slug: a\n  name: '激光\n", "第3行：不是正确的YAML："),
        ("- slug: a\n  name: 激光: 光电\n", "第2行：不是正确的YAML："),
        ("- slug: a\x00\n", "不是正确的YAML："),
        ("- slug: a\n---\n- slug: b\n", "第2行：不是正确的YAML："),
    ],
)
def test_a_file_that_is_no_list_of_entries_is_refused(data, text, said):
    write(data / "chains/industries.yaml", text)
    assert fault(data).startswith(f"chains/industries.yaml：{said}")


def test_a_file_in_another_encoding_is_refused(data):
    (data / "chains/industries.yaml").write_bytes("- slug: a\n  name: 激光\n".encode("gbk"))
    assert fault(data) == "chains/industries.yaml：不是UTF-8编码的文本。"


@pytest.mark.parametrize("content", [b"", b"no image", png()[:40]])
def test_a_picture_that_is_no_image_is_refused(data, content):
    (data / "news/covers/skyline.PNG").write_bytes(content)
    assert fault(data).startswith("news/photos.yaml：skyline：file：")


def test_a_file_that_nobody_reads_is_refused(data):
    (data / "chains/industries.yaml").rename(data / "chains/industry.yaml")
    message = fault(data)
    assert message.startswith(f"{data}/chains/industry.yaml：没有这种文件；可用的有photos.yaml、industries.yaml、")


def test_a_folder_without_seed_files_is_refused(tmp_path):
    assert fault(tmp_path / "nothing") == f"{tmp_path}/nothing：没有找到种子文件。"


def test_stored_pictures_are_removed_when_a_later_file_is_bad(data, media_root, monkeypatch):
    """That the files were there before is what makes this a test."""
    stored = []
    monkeypatch.setattr(Feature, "full_clean", lambda self: stored.extend(everything()[1]) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        seed(data)
    assert len(stored) == 2
    assert everything()[1] == []
    assert not Photo.objects.exists()


def test_what_the_database_refuses_names_the_entry_too(data, monkeypatch):
    def refuse(self, **kwargs):
        raise DatabaseError("out of\nspace")

    monkeypatch.setattr(Organization, "save", refuse)
    assert fault(data) == "chains/organizations.yaml：senfeng：数据库不接受：out of space"


def test_the_command_ends_with_one_line_on_stderr_and_code_1(data, tmp_path):
    """As a user meets it: another process, its own database, no traceback."""
    change(data, "news/features.yaml", "2022年一季度", "2022-06-31")
    environment = os.environ | {"DATA_DIR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    environment.pop("DATABASE_URL", None)

    def manage(*args):
        command = [sys.executable, "manage.py", *args]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert manage("migrate", "-v0").returncode == 0
    done = manage("seed", "--data", str(data))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "CommandError: news/features.yaml：first：body第2项：period：2022年6月没有31日。\n"
    assert not [path for path in (tmp_path / "var/media").rglob("*") if path.is_file()]


@pytest.mark.usefixtures("flushable")
def test_pictures_stay_when_what_comes_after_the_commit_fails(data, media_root):
    """Search and caches are told after the commit; their failure must not take pictures from rows that stand."""

    def fail_later(sender, **kwargs):
        transaction.on_commit(lambda: 1 / 0)

    post_save.connect(fail_later, Feature)
    try:
        with pytest.raises(ZeroDivisionError):
            seed(data)
    finally:
        post_save.disconnect(fail_later, Feature)
    assert [Path(media_root, photo.image.name).is_file() for photo in Photo.objects.all()] == [True, True]
