"""Members of committees as a spreadsheet: parts of the committees, so that each changed one gets a new edition."""

from portal.editions.spreadsheets import KeyColumn, PartSheet, RecordColumn
from portal.shared.spreadsheets.columns import Column, ReferenceColumn

from ..models import Membership
from .columns import SourceColumn


class MembershipSheet(PartSheet):
    """A row without a key is the member in the same role, or a new one."""

    key = "members"
    title = "成员"
    accessor = "memberships"
    owner = "committee"
    parts = (Membership,)

    committee = RecordColumn("committee", lambda committee: [committee.name])
    organization = ReferenceColumn(
        "organization",
        lambda organization: [organization.name],
        help_text="已录入的单位，写名称或网址名；没有的先在“单位”里录入。",
    )
    role = Column("role")
    joined = Column("joined", help_text="知道到哪一级就写到哪一级：2021年、2021年3月、2021年3月1日。")
    source = SourceColumn("source")
    note = Column("note")
    number = KeyColumn()

    class Meta(PartSheet.Meta):
        model = Membership

    def name_of(self, part):
        return part.organization.name

    def natural_key(self, part):
        return part.organization_id, part.role

    def natural_key_of(self, row, record):
        organization = self.fields["organization"].find(row[self.fields["organization"].column_name])
        role = row.get(self.fields["role"].column_name)
        return organization.pk, self.fields["role"].widget.clean(role) if role else Membership.Role.MEMBER

    def order(self, part):
        return list(Membership.Role).index(part.role), part.organization.name_key, str(part.pk)
