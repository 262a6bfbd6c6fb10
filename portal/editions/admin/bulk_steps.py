"""What every list of publishable records offers for many at once: to submit, to withdraw."""

from django import forms

from .. import rights, workflow
from ..forms import SubmitForm, WithdrawForm, words
from ..models import Edition
from .bulk import BulkStep


class SubmitMany(forms.Form):
    secrecy_checked = SubmitForm.declared_fields["secrecy_checked"]
    correction = words("更正说明", help_text="可不填。只记在发布过的记录上，再次发布后公开；没有发布过的不记。")


class Submit(BulkStep):
    name = page = "submit"
    title = button = "送审"
    lead = "每条各编一份审签单。审核期间如再保存，已有签字作废，要重新送审。"
    form_class = SubmitMany

    def refusal(self, record):
        if record.head is None:
            return "已经公开，没有新的修改，不用送审。" if record.was_published else rights.may_edit(self.user, record)
        return rights.may_submit(self.user, record, record.head)

    def effect(self, record):
        return f"第{record.head.number if record.head else 1}版送审"

    def perform(self, record, actor, data):
        correction = data["correction"] if record.was_published else ""
        edition = record.head or workflow.adopt(record)
        edition = workflow.submit(edition, actor, secrecy_checked=data["secrecy_checked"], correction=correction)
        return f"第{edition.number}版已送审，审签单{edition.sheet}，现在{edition.state_label}。"


class WithdrawMany(forms.Form):
    reason = WithdrawForm.declared_fields["reason"]


class Withdraw(BulkStep):
    name = page = "withdraw"
    title = "撤稿"
    button = "撤稿，不再公开"
    lead = "撤稿后公众立即看不到这些记录；网址和发布时间保留，可以再发布。"
    permission = "publish"
    form_class = WithdrawMany

    def subject(self, record):
        return record.live

    def refusal(self, record):
        return rights.may_withdraw(self.user, record)

    def effect(self, record):
        is_under_way = record.head and record.head.state in (Edition.State.REVIEW, Edition.State.SCHEDULED)
        ends = f"，第{record.head.number}版（{record.head.state_label}）退回" if is_under_way else ""
        return f"不再公开{ends}"

    def perform(self, record, actor, data):
        workflow.withdraw(record, actor, reason=data["reason"])
        return "已撤稿，公众已看不到。"
