"""A small seed in which every kind of row and reference occurs, and what the tests of the engine do with it."""

from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.factories import png

FILES = {
    "chains/industries.yaml": """
- slug: lasers
  name: 激光
  hundred_billion: true
  position: 1
""",
    "chains/sources.yaml": """
- slug: report
  title: 一篇报道
  outlet: 齐鲁壹点
  published: 2022-06
""",
    "chains/organizations.yaml": """
- slug: senfeng
  name: 森峰
  place: zone
""",
    "chains/photos.yaml": """
- slug: workshop
  file: workshop.png
  alt: 车间里的一台激光机
""",
    "chains/committees.yaml": """
- slug: centre
  name: 综合党委
  kind: area_committee
  cover: workshop
- slug: laser-committee
  name: 激光党委
  kind: chain_committee
  industry: lasers
  led_by: centre
  founded: 2022-03
  memberships:
    - organization: senfeng
      role: founding
      joined: 2022
      source: report
  body:
    - text: <p>第一段。</p>
    - photo: workshop
    - text: <p>第二段。</p>
""",
    "chains/indicators.yaml": """
- slug: revenue
  name: 预算收入
  unit: 亿元
  decimals: 2
  topic: economy
  committee: laser-committee
  observations:
    - period: 2022-Q1
      value: 48.10
      source: report
    - period: 2021
      value: 148
      qualifier: over
      source: report
      note:
  targets:
    - period: 2022
      value: 150
      source: report
""",
    "news/columns.yaml": """
- slug: chain-news
  name: 动态
""",
    "news/photos.yaml": """
- slug: skyline
  file: skyline.PNG
  alt: 一排高楼
  is_illustration: true
""",
    "news/features.yaml": """
- slug: first
  title: 头条
  summary: 摘要。
  column: chain-news
  source: report
  origin: compiled
  cover: skyline
  pinned: true
  committees: [laser-committee, centre]
  credits:
    - role: 记者
      name: 甲
    - role: 编辑
      name: 乙
  body:
    - text: <p>开头。</p>
    - figure:
        indicator: revenue
        period: 2022年一季度
        caption: 一季度
    - quote:
        text: 一句话
        attribution: 某人
    - photo:
        photo: workshop
        caption: 图
- slug: second
  title: 次条
  summary: 摘要。
  column: chain-news
""",
}


def make_data(folder):
    """Write the small seed into ``folder`` and give it."""
    for name, text in FILES.items():
        write(folder / name, text)
    for name in ("chains/covers/workshop.png", "news/covers/skyline.PNG"):
        (folder / name).parent.mkdir()
        (folder / name).write_bytes(png())
    return folder


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def change(data, name, old, new):
    """Replace ``old`` by ``new``, once, in one file of ``data``."""
    text = (data / name).read_text("utf-8")
    assert old in text, f"{name} does not say {old!r}"
    write(data / name, text.replace(old, new, 1))


def seed(data):
    """Run the command and give its lines."""
    out = StringIO()
    call_command("seed", data=str(data), stdout=out)
    return out.getvalue().splitlines()


def fault(data):
    """Run the command, which must fail, and give what it says; it must have left everything as it was."""
    before = everything()
    with pytest.raises(CommandError) as raised:
        seed(data)
    assert everything() == before
    assert "\n" not in str(raised.value)
    return str(raised.value)


def everything():
    """Give the values of all rows of our apps, and the files in the media folder."""
    labels = ("shared", "library", "chains", "news")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    rows = {model: list(model.objects.order_by("pk").values_list()) for model in models}
    return rows, sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
