"""What an editor may do to a record of each kind in one form: its fields, parts, relations and the order of blocks."""

from types import SimpleNamespace

from chains.models import Committee, Indicator, Initiative, Milestone
from news.models import Feature
from tests import factories as make
from tests.admin_pages import add_block, add_row

OLD, NEW = "原来公开的名称", "还没有发布的名称"

# The parts of each kind of record; a part is made of the record that it belongs to.
PARTS = {
    Feature: [
        make.make_credit,
        make.make_text,
        make.make_photo_block,
        make.make_quote,
        make.make_figure_block,
        make.make_attachment_block,
    ],
    Committee: [make.make_membership, make.make_committee_text, make.make_committee_photo],
    Initiative: [make.make_initiative_text, make.make_initiative_photo],
    Indicator: [make.make_observation, make.make_target],
    Milestone: [],
}


def make_others():
    """Give the keys of rows that a draft may refer to."""
    made = {
        "column": make.make_column(),
        "committee": make.make_committee(),
        "industry": make.make_industry(),
        "initiative": make.make_initiative(),
        "organization": make.make_organization(),
        "photo": make.make_photo(),
        "source": make.make_source(),
        "value": make.make_observation(),
    }
    return SimpleNamespace(**{name: str(row.pk) for name, row in made.items()})


def rename(data, name):
    data |= {field: name for field in ("name", "title") if field in data}


def delete(data, prefix, number):
    data[f"{prefix}-{number}-DELETE"] = "on"


def move_last(data, prefix, number):
    data[f"{prefix}-{number}-ordering"] = "100000"


def change_feature(data, others):
    data |= {
        "title": NEW,
        "kicker": "新引题",
        "subtitle": "新副题",
        "slug": "new-slug",
        "summary": "新摘要。",
        "column": others.column,
        "origin": "reprint",
        "source": others.source,
        "byline": "新署名",
        "cover": others.photo,
        "pinned": "on",
        "committees": [others.committee],
        "credits-0-name": "改过的记者",
        "news_text_set-0-text": "<p>改过的正文</p>",
        "news_pullquote_set-0-attribution": "改过的出处",
    }
    del data["initiatives"]
    delete(data, "credits", 1)
    move_last(data, "news_text_set", 0)
    delete(data, "news_text_set", 1)
    move_last(data, "news_photoblock_set", 1)
    delete(data, "news_attachmentblock_set", 0)
    add_row(data, "credits", role="编辑", name="新编辑", position=9)
    add_block(data, "news_text_set", 1, text="<p>新正文</p>")
    add_block(data, "news_pullquote_set", 2, text="新引文", attribution="")
    add_block(data, "news_figureblock_set", 3, observation=others.value, caption="新数字")


def change_committee(data, others):
    data |= {
        "name": NEW,
        "kind": "alliance",
        "industry": others.industry,
        "led_by": others.committee,
        "founded": "2019-05",
        "summary": "新简介。",
        "cover": others.photo,
        "source": others.source,
        "memberships-0-role": "leader",
        "memberships-0-note": "新备注",
        "chains_committeetext_set-0-text": "<p>改过的正文</p>",
    }
    delete(data, "memberships", 1)
    delete(data, "chains_committeephoto_set", 1)
    move_last(data, "chains_committeetext_set", 0)
    add_row(data, "memberships", organization=others.organization, role="founding", joined="2020", source="", note="")
    add_block(data, "chains_committeetext_set", 1, text="<p>新正文</p>")
    add_block(data, "chains_committeephoto_set", 2, photo=others.photo, caption="新图")


def change_initiative(data, others):
    data |= {
        "name": NEW,
        "committee": others.committee,
        "launched": "2022-03",
        "status": "ended",
        "summary": "新简介。",
        "cover": others.photo,
        "source": others.source,
        "chains_initiativetext_set-0-text": "<p>改过的正文</p>",
    }
    delete(data, "chains_initiativetext_set", 1)
    move_last(data, "chains_initiativetext_set", 0)
    move_last(data, "chains_initiativephoto_set", 0)
    add_block(data, "chains_initiativetext_set", 1, text="<p>新正文</p>")
    add_block(data, "chains_initiativephoto_set", 2, photo=others.photo, caption="")


def change_indicator(data, others):
    data |= {
        "name": NEW,
        "decimals": "3",
        "topic": "services",
        "better": "lower",
        "cycle": "monthly",
        "definition": "新口径。",
        "position": "7",
        "targets-0-value": "77",
    }
    del data["headline"]
    delete(data, "targets", 1)
    value = {"qualifier": "exact", "of": "", "place": "", "note": "", "source": others.source}
    first = {"status": "verified", "known_from": "", "replaces": "", "reason": ""}
    add_row(data, "observations", period="1931", value="3.5", **value, **first)
    add_row(data, "targets", period="2032", value="5", kind="goal", label="", **value)


def change_milestone(data, others):
    data |= {
        "title": NEW,
        "date": "2024-02-03",
        "text": "新说明。",
        "committee": "",
        "initiative": others.initiative,
        "source": others.source,
    }


CHANGES = {
    Feature: change_feature,
    Committee: change_committee,
    Initiative: change_initiative,
    Indicator: change_indicator,
    Milestone: change_milestone,
}
