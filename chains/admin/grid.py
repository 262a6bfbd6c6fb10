"""The value grid: this month's values of many indicators on one screen; each row becomes an edition of its own."""

import logging
from datetime import date
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import cached_property
from django.views.generic import View

from portal.editions import workflow
from portal.editions.admin.lists import tags
from portal.editions.admin.visit import whole_number
from portal.editions.forms import SubmitForm
from portal.editions.models import Edition
from portal.editions.people import actor_of
from portal.editions.snapshots import Unreadable, upgraded
from portal.editions.workflow import Refused
from portal.shared.admin import PartInline
from portal.shared.pages import PageAdmin

from .. import wording
from ..models import Indicator, Observation
from ..models.values import check_digits, check_fit

logger = logging.getLogger(__name__)

MOST_ROWS = 100
MOST_NAMES = 6  # in the message after saving
SECRECY = SubmitForm.base_fields["secrecy_checked"]
FIELDSETS = [
    ("各行共同的", {"fields": [("period", "status"), ("source", "place"), ("known_from", "comment")]}),
    (None, {"fields": ["submit", "secrecy_checked"]}),
]


# What the grid shows


def with_newest(indicators):
    """Let ``indicators`` say what their newest editions say: name, unit and latest value. One query for all drafts."""
    drafts = {
        indicator.head_id: indicator for indicator in indicators if indicator.was_published and indicator.has_draft
    }
    for key, snapshot in Edition.objects.filter(pk__in=drafts).values_list("pk", "snapshot"):
        read_newest(drafts[key], upgraded(Indicator, snapshot))
    return indicators


def read_newest(indicator, snapshot):
    for name in ("name", "unit"):
        setattr(indicator, name, snapshot["fields"].get(name, getattr(indicator, name)))
    rows = snapshot["parts"].get("observations", {})
    replaced = {said.get("replaces") for said in rows.values()}
    try:
        current = [read_value(indicator, said) for key, said in rows.items() if key not in replaced]
    except ValidationError:
        current = []  # Saving says at the row that this edition cannot be opened.
    indicator.latest = max(current, key=newness, default=None)


def newness(value):
    """Give what the newest value has most of; the same as ``newest_first()``."""
    return value.period.end, value.period.start or date.min, value.known_from


def read_value(indicator, said):
    names = ("period", "value", "qualifier", "of", "known_from")
    values = {name: Observation._meta.get_field(name).to_python(said[name]) for name in names}
    return Observation(indicator=indicator, **values)


class FilterForm(forms.Form):
    """Which indicators to list."""

    topic = forms.ChoiceField(label="主题", required=False, choices=[("", "全部主题"), *Indicator.Topic.choices])
    cycle = forms.ChoiceField(label="更新周期", required=False, choices=[("", "全部周期"), *Indicator.Cycle.choices])

    def narrow(self, indicators):
        self.full_clean()
        return indicators.filter(**{name: value for name, value in self.cleaned_data.items() if value})


# What is typed into it


class CommonForm(forms.ModelForm):
    """What the new values have in common, and what becomes of them once they are saved."""

    comment = forms.CharField(label="修改说明", required=False, max_length=200, help_text="历史里能看到，可不填。")
    submit = forms.BooleanField(label="保存后一并送审", required=False)
    secrecy_checked = forms.BooleanField(label=SECRECY.label, required=False)

    class Meta:
        model = Observation
        fields = ["period", "status", "source", "place", "known_from"]
        help_texts = {"place": "如“第二节”“引语”；某一行另有位置时写在行里。"}

    def clean(self):
        data = super().clean()
        if data.get("submit") and not data.get("secrecy_checked"):
            self.add_error("secrecy_checked", SECRECY.error_messages["required"])
        return data

    def say(self, field, sentence):
        """Put ``sentence`` at ``field``, once, however many rows it is true of."""
        if sentence not in self.errors.get(field, []):
            self.add_error(field, sentence)


class CommonFields(PartInline):
    """Gives the fields of :class:`CommonForm` the looks that they have in the form of an indicator."""

    model = Observation
    autocomplete_fields = ["source"]


class RowForm(forms.Form):
    """The new value of one indicator. What is empty in the row is as in the form above; no value, no new edition."""

    value = forms.CharField(label="数值", required=False, max_length=60)
    period = Observation._meta.get_field("period").formfield(label="时期", required=False, help_text="")
    place = forms.CharField(label="位置", required=False, max_length=80)
    note = forms.CharField(label="备注", required=False)

    def __init__(self, data=None, *, indicator):
        super().__init__(data, prefix=indicator.pk)
        self.indicator = indicator
        for field in self.fields.values():
            field.widget.attrs |= {
                "aria-label": f"{indicator}：{field.label}",
                "autocomplete": "off",
                "placeholder": " ",
            }

    @property
    def is_filled(self):
        """Whether something was typed as the value, right or wrong."""
        return bool(self["value"].data and self["value"].data.strip())

    @property
    def states(self):
        """The state of a draft, as a mark; nothing where the newest edition is public."""
        return tags(self.indicator.draft_state())

    @property
    def is_under_way(self):
        """Whether saving would end a review or a schedule."""
        head = self.indicator.head
        return head is not None and head.state in (Edition.State.REVIEW, Edition.State.SCHEDULED)

    def clean_value(self):
        text, unit, shown = self.cleaned_data["value"], self.indicator.unit, self.data.get(self.add_prefix("unit"))
        if text and shown != unit:
            raise ValidationError(f"单位已由“{shown}”改为“{unit}”，请核对数值。")
        try:
            return self.fitting(wording.parse(text, unit)) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def fitting(self, worded):
        """Give ``worded`` if it makes sense for the indicator, or raise the sentences that say why it does not."""
        try:
            check_digits(worded.value, self.indicator.decimals)
            check_fit(Observation(**worded._asdict()), self.indicator)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return worded

    def clean(self):
        data = super().clean()
        if not self.is_filled and any(data.get(name) for name in ("period", "place", "note")):
            self.add_error("value", "这一行没有数值；不录入的话，请把这一行别的格子清空。")
        return data

    def values(self, common):
        """Give the fields of the new value, as ``{name: value}``; ``common`` is what the form above says."""
        row = self.cleaned_data
        own = {name: row[name] or common[name] for name in ("period", "place")}
        shared = {name: common[name] for name in ("source", "status", "known_from")}
        return {**own, **shared, **row["value"]._asdict(), "note": row["note"]}

    def say(self, error, common):
        """Put the sentences of a ``ValidationError`` where their reason was typed, in this row or in the form above."""
        for name, sentences in error.message_dict.items():
            for sentence in sentences:
                if name in ("source", "status", "known_from"):
                    common.say(name, sentence)
                else:
                    self.add_error("period" if name == "period" and self["period"].data else "value", sentence)


# Saving


def add_value(indicator, *, period, **values):
    """Add the first value for a period; ``ValidationError`` where there is one, or where this one does not fit."""
    if known := indicator.observations.current().filter(period=period).first():
        sentence = f"这一时期已有数值（{known.wording}）；如要更正，请打开该指标。"
        raise ValidationError({"period": sentence})
    indicator.observations.create(period=period, **values)


def save(common, rows, actor):
    """Make the next edition of the indicator of each row; give the editions, or none where any of them cannot be made.

    The sentence that says why is then at the row, or in ``common``.
    """
    data = common.cleaned_data.copy()
    with transaction.atomic():
        editions = [save_row(row, common, data, actor) for row in rows]
        if None in editions:
            transaction.set_rollback(True)
            return []
    return editions


def save_row(row, common, data, actor):
    """Give the new edition, or ``None`` with the reason said; other rows may still say theirs."""
    try:
        with transaction.atomic():
            change = partial(add_value, **row.values(data))
            edition = workflow.revise(row.indicator, actor, change, comment=data["comment"])
            LogEntry.objects.log_actions(actor.user.pk, [row.indicator], CHANGE, f"保存第{edition.number}版")
            return workflow.submit(edition, actor, secrecy_checked=True) if data["submit"] else edition
    except ValidationError as error:
        row.say(error, common)
    except Unreadable as error:
        row.add_error("value", f"最新版本打不开：{error}")
    except Refused as refused:
        row.add_error("value", refused.sentence)


# The page


class ValueGrid(View):
    """GET lists the indicators that ``ids``, or ``topic`` and ``cycle``, name; POST saves all filled rows or none."""

    model_admin = None

    def dispatch(self, request):
        may_add = CommonFields(Indicator, self.model_admin.admin_site).has_add_permission(request, None)
        if not (may_add and self.model_admin.has_change_permission(request)):
            raise PermissionDenied
        try:
            return super().dispatch(request)
        except OperationalError:
            logger.exception("批量录入数值时数据库出错。")
            return self.model_admin.not_saved(request)

    def get(self, request):
        wanted = self.indicators(pk__in=self.chosen) if self.chosen else self.filter_form.narrow(self.indicators())
        found = list(wanted[: MOST_ROWS + 1])
        return self.show(self.common_form(), self.row_forms(found[:MOST_ROWS]), too_many=len(found) > MOST_ROWS)

    def post(self, request):
        common, rows = self.common_form(request.POST), self.row_forms(self.indicators(pk__in=self.sent))
        for form in (common, *rows):
            form.full_clean()
        self.check_whole(common, rows)
        filled = [row for row in rows if row.is_filled]
        if not self.mistakes(common, rows) and (editions := save(common, filled, actor_of(request))):
            messages.success(request, outcome(editions, filled, is_submitted=common.cleaned_data["submit"]))
            return redirect(request.get_full_path())
        return self.show(common, rows)

    @cached_property
    def chosen(self):
        """The keys of the indicators that were chosen in their list; empty where the filter chooses."""
        return numbers(self.request.GET.get("ids", "").split(","))

    @cached_property
    def filter_form(self):
        return FilterForm(self.request.GET)

    @cached_property
    def sent(self):
        """The keys of the indicators whose rows were sent."""
        return numbers(name.removesuffix("-unit") for name in self.request.POST if name.endswith("-unit"))

    def indicators(self, **wanted):
        """Give the indicators that this person may change, with all that their rows show."""
        return self.model_admin.get_queryset(self.request).filter(**wanted).with_desk().with_card().by_topic()

    def row_forms(self, indicators):
        data = self.request.POST if self.request.method == "POST" else None
        allowed = [row for row in indicators if self.model_admin.has_change_permission(self.request, row)]
        return [RowForm(data, indicator=indicator) for indicator in with_newest(allowed)]

    def common_form(self, data=None):
        fields = CommonFields(Indicator, self.model_admin.admin_site)
        make_field = partial(fields.formfield_for_dbfield, request=self.request)
        return forms.modelform_factory(Observation, CommonForm, formfield_callback=make_field)(data)

    def check_whole(self, common, rows):
        """Refuse what no row can say: that nothing was typed, or that an indicator has gone with what was typed."""
        gone = set(self.sent) - {row.indicator.pk for row in rows}
        lost = [value for key in sorted(gone) if (value := self.request.POST.get(f"{key}-value", "").strip())]
        if lost:
            common.add_error(None, f"有的指标已被删除，或您不能再修改。为它填的数值没有保存：{'、'.join(lost)}。")
        elif not any(row.is_filled for row in rows):
            common.add_error(None, "还没有填写数值。")

    @staticmethod
    def mistakes(common, rows):
        return sum(len(form.errors) for form in (common, *rows))

    def show(self, common, rows, *, too_many=False):
        adminform = AdminForm(common, FIELDSETS, {}, model_admin=self.model_admin)
        context = {
            "title": "批量录入数值",
            "adminform": adminform,
            "fieldsets": list(adminform),
            "rows": rows,
            "filter_form": self.filter_form,
            "is_chosen": bool(self.chosen),
            "shows_more": "shows_more" in self.request.POST,
            "mistakes": self.mistakes(common, rows),
            "most_rows": MOST_ROWS if too_many else 0,
            "media": self.model_admin.media + common.media,
        }
        return self.model_admin.page(self.request, "admin/chains/indicator/grid.html", context)


def numbers(texts):
    """Give the numbers among ``texts``; anything else is passed over."""
    return [number for number in map(whole_number, texts) if number]


def outcome(editions, rows, *, is_submitted):
    """Say what was saved, by name where that is short, and what ended by it."""
    names = f"（{'、'.join(edition.title for edition in editions)}）" if len(editions) <= MOST_NAMES else ""
    said = f"已为{len(editions)}个指标{names}各存一个新版本{'并送审' if is_submitted else ''}，公开页面没有改变。"
    ended = len([row for row in rows if row.is_under_way])
    return said + (f"其中{ended}个原来的送审已终止，需要重新送审。" if ended and not is_submitted else "")


class GridMixin(PageAdmin):
    """Gives the admin of indicators the grid, and an action that opens it for the chosen ones."""

    actions = ["enter_values"]

    def get_urls(self):
        view = self.admin_site.admin_view(ValueGrid.as_view(model_admin=self))
        return [path("values/", view, name=self.url_name("values")), *super().get_urls()]

    def list_tools(self, request):
        tool = ("批量录入数值", self.address_of("values"))
        return [*super().list_tools(request), *([tool] if self.has_change_permission(request) else [])]

    @admin.action(description="批量录入数值", permissions=["change"])
    def enter_values(self, request, queryset):
        keys = queryset.values_list("pk", flat=True)[: MOST_ROWS + 1]
        return redirect(f"{self.address_of('values')}?ids={','.join(map(str, keys))}")
