"""Pages that do something with a record or its newest edition: each is a rule, a form and a step of the workflow."""

from django.utils import timezone
from django.utils.functional import cached_property

from portal.shared.titles import quoted

from .. import conf, forms, rights, workflow
from ..compare import compare
from ..findings import findings_of
from ..models import Edition
from ..people import actor_of
from ..workflow import Refused
from .findings import Report
from .pages import RecordPage


class ActionPage(RecordPage):
    """Shows what will happen with a form, and does it when the form is sent.

    What may not be done is refused with a sentence: 403 for lack of rights, 409 for the state that the record is in.
    """

    template_name = "admin/editions/action.html"
    form_class = None
    button = ""
    lead = ""

    @property
    def old_name(self):
        return self.record.public_name

    def refusal(self):
        """Give "" or why this cannot be done, by the rule that the workflow asks, too."""
        raise NotImplementedError

    def perform(self, actor, data):
        """Do it and give the message that says what has happened."""
        raise NotImplementedError

    def dispatch(self, request, object_id, **kwargs):
        self.kwargs_of_page = kwargs
        return super().dispatch(request, object_id, **kwargs)

    @property
    def subject(self):
        """The edition that this is about."""
        return self.record.head

    def get(self, request, **kwargs):
        return self.refused() or self.show(self.make_form(None))

    def post(self, request, **kwargs):
        if refused := self.refused():
            return refused
        form = self.make_form(request.POST)
        if form.is_valid():
            try:
                return self.done(self.perform(actor_of(request), form.cleaned_data))
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
        return self.show(form)

    def refused(self):
        sentence = self.refusal()
        status = 403 if isinstance(sentence, rights.NoRight) else 409
        return self.render(refusal=sentence, status=status) if sentence else None

    def make_form(self, data):
        return self.form_class(data, record=self.record, user=self.request.user, **self.form_kwargs())

    def form_kwargs(self):
        return {}

    def extra(self):
        """Give what the page shows besides."""
        return {}

    def show(self, form):
        return self.render(
            **self.extra(),
            form=form,
            button=self.button,
            lead=self.lead,
            changes=self.changes(),
            old_name=self.old_name,
            subject=self.subject,
            signatures=self.subject.signatures.all(),
            preview_url=self.page_url("preview", self.subject.number),
        )

    def changes(self):
        """Give what the edition would change for the public, all of it where nothing was public before.

        ``None`` where that is not the question.
        """
        live = self.record.live
        if live == self.subject:
            return None
        before = live.snapshot if live else {"fields": {}, "parts": {}}
        return compare(type(self.record), before, self.subject.snapshot)


class CheckedPage(ActionPage):
    """A step before which the texts are checked: the page shows what was found, the workflow refuses what blocks."""

    page_name = ""

    @cached_property
    def report(self):
        return Report(self, findings_of(self.subject, self.record, self.note))

    @property
    def note(self):
        """The public note that goes with the edition: what is typed here, or was when it was submitted."""
        return self.request.POST.get("correction") or self.subject.correction

    def extra(self):
        return {"report": self.report, "back": self.page_name}

    def form_kwargs(self):
        return {"unaccepted": self.report.unaccepted}


class Submit(CheckedPage):
    page_name = "submit"
    title = "送审"
    form_class = forms.SubmitForm
    button = "送审"
    needs_change = True

    @property
    def lead(self):
        names = "、".join(stage.name for stage in conf.stages())
        return f"送审后依次经过{names}。审核期间如再保存，已有签字作废，要重新送审。"

    def refusal(self):
        return rights.may_submit(self.request.user, self.record, self.subject)

    def perform(self, actor, data):
        edition = workflow.submit(self.subject, actor, **data)
        return f"第{edition.number}版已送审，审签单{edition.sheet}，现在{edition.state_label}。"


class Review(CheckedPage):
    page_name = "review"
    button = "确定"

    @property
    def title(self):
        return conf.stage(self.subject.stage).name if self.subject.stage else "审核"

    @property
    def lead(self):
        cannot_sign = rights.may_sign(self.request.user, self.record, self.subject)
        if cannot_sign:
            return f"{cannot_sign}只能退回。"
        return "同意后立即发布，或按所填时间定时发布。" if self.is_last else "同意后进入下一环节。"

    @property
    def is_last(self):
        return conf.stage(self.subject.stage).is_last

    @property
    def form_class(self):
        return forms.FinalReviewForm if self.is_last else forms.ReviewForm

    def form_kwargs(self):
        settles = super().form_kwargs() if self.is_last else {}
        return settles | {"initial": {"fingerprint": self.subject.fingerprint}}

    def refusal(self):
        return rights.may_review(self.request.user, self.record, self.subject)

    def perform(self, actor, data):
        edition = self.subject
        if data.pop("decision") == forms.ReviewForm.RETURN:
            workflow.send_back(edition, actor, opinion=data["opinion"])
            return f"第{edition.number}版已退回。"
        edition = workflow.sign(edition, actor, **data)
        return f"已签字。{outcome(edition)}"


class SendBack(ActionPage):
    """Stop a schedule; to return what is under review is a decision on its own page."""

    title = "取消定时"
    form_class = forms.SendBackForm
    button = "取消定时，退回编辑"

    def refusal(self):
        return rights.may_unschedule(self.request.user, self.record, self.subject)

    def perform(self, actor, data):
        edition = workflow.send_back(self.subject, actor, **data)
        return f"第{edition.number}版的定时已取消，退回编辑。"


class Override(CheckedPage):
    page_name = "publish"
    title = "不经审核单独发布"
    form_class = forms.OverrideForm
    button = "发布"
    lead = "跳过审核，由您一人发布。操作记录和审签单会写明未经审核，以及您的理由。"

    def refusal(self):
        return rights.may_override(self.request.user, self.record, self.subject)

    def perform(self, actor, data):
        return outcome(workflow.publish_alone(self.subject, actor, **data))


class Withdraw(ActionPage):
    title = "撤稿"
    form_class = forms.WithdrawForm
    button = "撤稿，不再公开"
    lead = "撤稿后公众立即看不到这条记录；网址和发布时间保留，可以再发布。"

    @property
    def subject(self):
        return self.record.live or self.record.head

    def refusal(self):
        return rights.may_withdraw(self.request.user, self.record)

    def perform(self, actor, data):
        workflow.withdraw(self.record, actor, **data)
        return f"{quoted(self.record)}已撤稿，公众已看不到。"


class Dates(ActionPage):
    title = "更改发布时间"
    form_class = forms.DatesForm
    button = "更改"
    lead = "发布时间在首次发布时由系统写定。更改要写明理由，并留在操作记录里。"

    @property
    def subject(self):
        return self.record.live or self.record.head

    def refusal(self):
        return rights.may_date(self.request.user, self.record)

    def perform(self, actor, data):
        workflow.change_dates(self.record, actor, **data)
        return "发布时间已更改。"


class Restore(ActionPage):
    """Make a new edition from the one that the address names."""

    form_class = forms.RestoreForm
    old_name = "最新版本"
    button = "恢复为新版本"
    needs_change = True

    @property
    def subject(self):
        return self.edition(self.kwargs_of_page["number"])

    @property
    def title(self):
        return f"恢复第{self.subject.number}版"

    @property
    def lead(self):
        keeps = "公开页面不变，要发布后才会改变。" if self.record.was_published else ""
        return f"用第{self.subject.number}版的内容产生一个新版本，原有版本都保留。{keeps}"

    def refusal(self):
        return rights.may_edit(self.request.user, self.record)

    def changes(self):
        return compare(type(self.record), self.record.head.snapshot, self.subject.snapshot)

    def perform(self, actor, data):
        edition = workflow.restore(self.subject, actor, **data)
        return f"已由第{self.subject.number}版恢复，存为第{edition.number}版。{''.join(edition.warnings)}"


def outcome(edition):
    """Say where an edition stands after a signature or an override."""
    if edition.state == Edition.State.SCHEDULED:
        return f"第{edition.number}版将在{timezone.localtime(edition.publish_at):%Y-%m-%d %H:%M}发布。"
    if edition.state == Edition.State.PUBLISHED:
        return f"第{edition.number}版已发布。"
    return f"第{edition.number}版现在{edition.state_label}。"
