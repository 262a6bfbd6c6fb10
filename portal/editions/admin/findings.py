"""What was found in the texts of an edition, as pages show it, and the page where it is put right with one click."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property

from .. import conf, findings, rights, workflow
from ..models import Edition
from ..people import actor_of
from .pages import RecordPage
from .visit import whole_number

MOST_SHOWN = 20  # places of one slip
STATUSES = {"must": "必须处理", "hint": "提示", "kept": "已写明理由保留"}  # in the order in which they are shown
UNDER_WAY = (Edition.State.REVIEW, Edition.State.SCHEDULED)


@dataclass
class Group:
    """All places of one slip. ``kept``: why it stays, by whom; ``None`` where nobody said."""

    rule: str
    sentence: str
    blocks: bool
    kept: dict | None
    findings: list = field(default_factory=list)

    @property
    def status(self):
        """What is to be done about it: ``must``, ``hint`` or ``kept``, nothing any more."""
        return "kept" if self.kept else "must" if self.blocks else "hint"

    @property
    def status_label(self):
        return STATUSES[self.status]

    @property
    def shown(self):
        return self.findings[:MOST_SHOWN]

    @property
    def more(self):
        return len(self.findings) - len(self.shown)

    @property
    def fixes(self):
        """What one click can put right in all places of this slip."""
        return [finding.fix for finding in self.findings if finding.fix and finding.fix.is_simple]


class Report:
    """The findings in the newest edition of the record of ``page``, what blocks first."""

    def __init__(self, page, found):
        self.page = page
        self.found = found
        self.edition = page.record.head
        self.fix_url = page.page_url("findings")
        self.is_on = bool(conf.setting("CHECKS"))

    @property
    def unaccepted(self):
        return findings.unaccepted(self.found, self.edition)

    @cached_property
    def groups(self):
        kept = {row["rule"]: row for row in self.edition.accepted}
        groups = {}
        for one in self.found:
            group = Group(one.rule, one.sentence, one.blocks, kept.get(one.rule) if one.blocks else None)
            groups.setdefault((one.rule, one.sentence), group).findings.append(one)
        return sorted(groups.values(), key=lambda group: list(STATUSES).index(group.status))

    @property
    def may_fix(self):
        return not rights.may_edit(self.page.request.user, self.page.record)

    @property
    def is_under_way(self):
        """Whether putting something right would end a review or a schedule."""
        return self.edition.state in UNDER_WAY


class Findings(RecordPage):
    """Everything that is found in the newest edition; what is sent here is put right."""

    template_name = "admin/editions/findings.html"
    title = "检查文字"
    STEPS = {"submit": rights.may_submit, "review": rights.may_review, "publish": rights.may_override}

    def get(self, request):
        found = findings.findings_of(self.record.head, self.record)
        return self.render(report=Report(self, found), back="findings")

    def post(self, request):
        if not self.model_admin.has_change_permission(request, self.record):
            raise PermissionDenied
        edition = self.edition(whole_number(request.POST.get("number", "")))
        chosen = self.chosen(findings.findings_of(edition, self.record))
        fixed = workflow.fix(edition, actor_of(request), chosen)
        ended = "原来的送审已终止，需要重新送审。" if edition.state in UNDER_WAY else ""
        self.record = self.find(request, self.kwargs["object_id"])
        return self.done(f"已改正{len(chosen)}处，存为第{fixed.number}版。{ended}", self.next_page())

    def chosen(self, found):
        """Give the replacements that were sent: one place, or all places of a slip."""
        one, everywhere = (self.request.POST.get(name) for name in ("fix", "fix_all"))
        fixes = [(finding.rule, finding.fix) for finding in found if finding.fix]
        if everywhere:
            return [fix for rule, fix in fixes if rule == everywhere and fix.is_simple]
        return [fix for _, fix in fixes if fix.key == one]

    def next_page(self):
        """Give the page that the click came from; where its step is not to be done any more, the one to begin with."""
        back = self.request.POST.get("back", "")
        for name in (back, "submit") if back in self.STEPS else ():
            if not self.STEPS[name](self.request.user, self.record, self.record.head):
                return name
        return "findings"
