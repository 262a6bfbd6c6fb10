"""Organisations as a spreadsheet. They have no editions: what is imported is public with that."""

from collections import defaultdict

from django.core.exceptions import ValidationError

from portal.editions.spreadsheets import RecordSheet
from portal.shared.dates import normal_text
from portal.shared.spreadsheets.columns import Column

from ..models import Organization

SLUG_HELP = "已有的单位凭它认；留空时凭名称认，没有同名的就新增。新增时留空，按拼音生成。"


class OrganizationSheet(RecordSheet):
    """A row with a slug is the organisation that has it, or a new one; one without is the one that has its name."""

    key = "organizations"
    title = "单位"

    name = Column("name")
    slug = Column("slug", help_text=SLUG_HELP)
    kind = Column("kind")
    place = Column("place")
    website = Column("website")
    note = Column("note", help_text="会公开。")

    class Meta(RecordSheet.Meta):
        model = Organization

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.slugs, self.named = {}, defaultdict(dict)

    def remember(self, record):
        self.slugs[record.slug] = record
        self.named[normal_text(record.name)][record.pk] = record

    def find(self, row):
        if slug := row.get(self.fields["slug"].column_name):
            return self.slugs.get(slug)
        named = self.named[normal_text(row[self.fields["name"].column_name])]
        if len(named) > 1:
            slugs = "、".join(organization.slug for organization in named.values())
            raise ValidationError({"slug": f"有{len(named)}个同名的单位，请写明是哪一个：{slugs}。"})
        return next(iter(named.values()), None)
