"""The forms of what is done with editions. What they cannot know (rights, states) the workflow refuses."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from . import conf
from .findings import rules_of
from .models import Edition

MOMENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A minute, in the browser's own control; the text box of older browsers reads 2026-12-01 08:00, too."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        formats = [MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(**{"widget": widget, "input_formats": formats, "required": False} | kwargs)


def words(label, *, required=False, rows=3, help_text="", missing=None):
    """Give a field for some sentences; ``missing`` is what is said when they are needed and not there."""
    messages = {"required": missing} if missing else None
    widget = forms.Textarea(attrs={"rows": rows, "cols": 60})
    return forms.CharField(label=label, required=required, widget=widget, help_text=help_text, error_messages=messages)


class ActionForm(forms.Form):
    """A form about a record; ``record`` is there for fields that depend on it. An expiry that holds is kept."""

    def __init__(self, *args, record, user, **kwargs):
        self.record, self.user = record, user
        super().__init__(*args, **kwargs)
        if "expires_at" in self.fields and record.is_in_force:
            self.fields["expires_at"].initial = record.public_until
        if "correction" in self.fields and not record.was_published:
            del self.fields["correction"]


def correction_field():
    help_text = "只在更正已发布的内容时填写，会显示在公开页面上。"
    return words("更正说明", help_text=help_text)


class AcceptingForm(ActionForm):
    """Asks why what blocks is kept, where there is something: ``unaccepted``, of :mod:`portal.editions.findings`.

    ``seen`` tells which findings the page showed, so that no reason is taken for what came up since; ``number`` of
    which edition, so that no other is submitted or published than the one that was looked at.
    """

    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    accepted = words("保留的理由", help_text="“必须处理”的写法要保留，就写明理由；会记入审签单和操作记录。")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, unaccepted=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.rules = rules_of(unaccepted)
        self.fields["number"].initial = self.record.head.number
        self.fields["seen"].initial = self.rules
        if not unaccepted:
            del self.fields["accepted"], self.fields["seen"]

    @property
    def is_going_on(self):
        """Whether what was chosen needs the findings to be settled."""
        return True

    def clean(self):
        super().clean()
        newest = self.record.head.number
        if self.cleaned_data.pop("number", None) not in (None, newest):
            self.add_error(None, f"您打开以后又有了第{newest}版，没有办理。现在列出的是这一版，请看过再办。")
            self.show_as_seen("number", newest)
        seen = self.cleaned_data.pop("seen", self.rules)
        if "accepted" in self.fields and self.is_going_on:
            if seen != self.rules:
                self.add_error("accepted", "检查结果有了变化，请看过上面列出的，再写理由。")
                self.show_as_seen("seen", self.rules)
            elif not self.cleaned_data.get("accepted"):
                self.add_error("accepted", "上面“必须处理”的请改好；要保留，就写明理由。")

    def show_as_seen(self, name, value):
        self.data = self.data.copy()
        self.data[name] = value


class SubmitForm(AcceptingForm):
    secrecy_checked = forms.BooleanField(
        label="已作保密审查，内容不涉及国家秘密、工作秘密和不宜公开的个人信息",
        error_messages={"required": "送审前要作保密审查，并勾选确认。"},
    )
    correction = correction_field()
    field_order = ["secrecy_checked", "accepted", "correction"]


class PublishFields(forms.Form):
    """When to publish, and until when."""

    publish_at = MomentField(label="定时发布", help_text="留空就立即发布；写将来的时间，到时自动发布。")
    expires_at = MomentField(label="到期下线", help_text="留空就一直公开；写了时间，到时自动下线。")

    def clean_publish_at(self):
        moment = self.cleaned_data["publish_at"]
        if moment and moment < timezone.now() + timedelta(minutes=2):
            raise forms.ValidationError("定时发布的时间至少在两分钟以后；要现在发布，请留空。")
        return moment

    def clean(self):
        super().clean()
        start = self.cleaned_data.get("publish_at") or timezone.now()
        end = self.cleaned_data.get("expires_at")
        if end and end <= start:
            self.add_error("expires_at", "到期时间应晚于发布时间。")


class ReviewForm(ActionForm):
    """Sign or return. ``fingerprint`` is of the content that the page shows."""

    APPROVE, RETURN = "approve", "return"

    decision = forms.ChoiceField(label="决定", widget=forms.RadioSelect)
    opinion = words("意见", help_text="退回时必须填写。")
    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        stage = conf.stage(record.head.stage)
        then = "并发布" if stage.is_last else f"，送{conf.stage(stage.number + 1).name}"
        self.fields["decision"].choices = [(self.APPROVE, f"同意{then}"), (self.RETURN, "退回编辑")]

    def clean(self):
        super().clean()
        if self.cleaned_data.get("decision") == self.RETURN and not self.cleaned_data.get("opinion"):
            self.add_error("opinion", "退回要写明意见。")


class FinalReviewForm(PublishFields, AcceptingForm, ReviewForm):
    """The last stage: to approve is to publish."""

    field_order = ["decision", "opinion", "accepted", "publish_at", "expires_at"]

    @property
    def is_going_on(self):
        return self.cleaned_data.get("decision") == self.APPROVE


class SendBackForm(ActionForm):
    opinion = words("意见", required=True, missing="退回要写明意见。")


class OverrideForm(PublishFields, AcceptingForm):
    reason = words(
        "不经审核的理由", required=True, missing="单独发布要写明理由。", help_text="会记入审签单和操作记录。"
    )
    correction = correction_field()
    field_order = ["accepted", "reason", "correction", "publish_at", "expires_at"]


class WithdrawForm(ActionForm):
    reason = words("撤稿理由", required=True, missing="撤稿要写明理由。", help_text="只记在操作记录里，不对外公开。")


class DatesForm(ActionForm):
    public_from = MomentField(label="发布时间", required=True, help_text="页面上显示的发布时间。")
    public_until = MomentField(label="到期下线", help_text="留空就一直公开。")
    reason = words("理由", required=True, missing="更改发布时间要写明理由。")

    def __init__(self, *args, record, **kwargs):
        initial = {"public_from": record.public_from, "public_until": record.public_until}
        super().__init__(*args, record=record, initial=initial, **kwargs)
        self.fields["public_until"].disabled = not record.is_in_force  # what is not public is published anew

    def clean(self):
        """A minute that was left as it stood keeps its seconds."""
        super().clean()
        for name in ("public_from", "public_until"):
            before, after = getattr(self.record, name), self.cleaned_data.get(name)
            if before and after and before.replace(second=0, microsecond=0) == after.replace(second=0, microsecond=0):
                self.cleaned_data[name] = before


class RestoreForm(ActionForm):
    comment = forms.CharField(label="修改说明", required=False, max_length=200)


class LinkForm(ActionForm):
    number = forms.TypedChoiceField(label="版本", coerce=int)
    days = forms.IntegerField(label="有效天数", min_value=1, max_value=30)

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, record=record, initial={"days": conf.setting("PREVIEW_DAYS")}, **kwargs)
        editions = Edition.objects.of(record).light()
        self.fields["number"].choices = [(edition.number, f"第{edition.number}版") for edition in editions]
