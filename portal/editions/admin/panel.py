"""What the form of a record says above itself: what is public, what is edited, who else is at it, what can be done."""

from django.utils.functional import cached_property

from .. import conf, presence, rights
from ..compare import compare
from ..models import Edition
from ..people import name_of
from .lists import tags


class Panel:
    """The desk of one record for one person. Everything is worked out when the template asks."""

    def __init__(self, model_admin, request, visit):
        self.model_admin = model_admin
        self.user = request.user
        self.visit = visit
        self.record = visit.record
        self.head = visit.head
        self.comment = request.POST.get("edition_comment", "")

    @property
    def base_number(self):
        return self.visit.base.number if self.visit.base else 0

    @property
    def seen_number(self):
        """With a conflict shown, the editor has seen the newest edition and may save over it."""
        return self.visit.head_number if self.visit.conflict else self.visit.seen

    @property
    def states(self):
        return tags(self.record.desk_state)

    @cached_property
    def others(self):
        return presence.others(self.record, self.user)

    @cached_property
    def changes(self):
        """What the newest edition would change for the public; ``None`` where there is nothing to compare."""
        live = self.record.live
        if not (self.record.has_draft and live):
            return None
        return compare(type(self.record), live.snapshot, self.head.snapshot)

    @cached_property
    def signatures(self):
        under_way = (Edition.State.REVIEW, Edition.State.SCHEDULED)
        return list(self.head.valid_signatures()) if self.head and self.head.state in under_way else []

    @property
    def is_under_way(self):
        """Whether saving would end a review or a schedule."""
        return self.head is not None and self.head.state in (Edition.State.REVIEW, Edition.State.SCHEDULED)

    @property
    def returned(self):
        """The last return of the newest edition, where that is its state."""
        is_returned = self.head is not None and self.head.state == Edition.State.RETURNED
        return self.head.signatures.filter(decision="returned").last() if is_returned else None

    @property
    def author(self):
        return name_of(self.head.author) if self.head else ""

    @property
    def may_edit(self):
        return not rights.may_edit(self.user, self.record)

    @cached_property
    def actions(self):
        """Give ``[(page, label, address)]`` of what this person may do now."""
        if self.head is None:
            return []
        offers = [
            ("submit", "送审", rights.may_submit),
            ("review", f"审核（{self.head.state_label}）", rights.may_review),
            ("send-back", "取消定时", rights.may_unschedule),
            ("publish", "不经审核单独发布", rights.may_override),
        ]
        about_record = [("withdraw", "撤稿", rights.may_withdraw), ("dates", "更改发布时间", rights.may_date)]
        found = [(page, label) for page, label, rule in offers if not rule(self.user, self.record, self.head)]
        found += [(page, label) for page, label, rule in about_record if not rule(self.user, self.record)]
        return [(page, label, self.model_admin.page_url(self.record, page)) for page, label in found]

    @cached_property
    def pages(self):
        """Give addresses of the pages beside the form."""
        pages = {"form": ("change",), "history": ("editions",), "links": ("links",), "presence": ("presence",)}
        if self.head and conf.setting("CHECKS"):
            pages["findings"] = ("findings",)
        if self.head:
            pages["preview"] = ("preview", self.head.number)
        return {name: self.model_admin.page_url(self.record, *page) for name, page in pages.items()}
