"""The form of a publishable record: the stock admin's own, rehearsed on the newest edition and saved as the next."""

import logging

from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.shortcuts import redirect

from portal.shared.freshness import unseen
from portal.shared.pages import PageAdmin
from portal.shared.titles import quoted

from .. import lasting, rights, snapshots, workflow
from ..compare import compare
from ..models import Edition
from ..people import actor_of, name_of
from ..snapshots import Unreadable
from ..workflow import Refused
from . import bulk
from .bulk_steps import Submit, Withdraw
from .export import Export
from .lists import DeskChangeList, tags
from .panel import Panel
from .urls import record_urls
from .visit import Conflict, ConflictForm, Visit, whole_number

logger = logging.getLogger(__name__)

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class EditionAdmin(PageAdmin):
    """Mixin for the admin of a :class:`~portal.editions.models.Publishable` model; it comes first among the bases.

    The form shows the newest edition; saving makes the next one and changes nothing public. Review, publication,
    history and preview are pages beside the form. Put ``state`` into ``list_display`` and
    :class:`~portal.editions.admin.StateFilter` into ``list_filter``. ``bulk_steps``: what the list offers to do with
    many records at once (:mod:`.bulk`).
    """

    bulk_steps = [Submit, Withdraw, Export]
    change_form_template = "admin/editions/change_form.html"
    change_list_template = "admin/editions/change_list.html"
    show_full_result_count = False  # it would be counted once more

    class Media:
        css = {"all": ["editions/editions.css"]}
        js = ["editions/presence.js"]

    # Lists

    def get_queryset(self, request):
        """Load what the desk says of each; Django asks ``list_select_related`` only of lists that load nothing else."""
        queryset = super().get_queryset(request).with_desk()
        return queryset.select_related(*self.list_select_related) if self.list_select_related else queryset

    def get_changelist(self, request, **kwargs):
        return DeskChangeList

    @admin.display(description="状态", ordering="public_from")
    def state(self, obj):
        return tags(obj.desk_state)

    def get_actions(self, request):
        """Offer what can be done with many at once, but not where a record is only being looked for."""
        found = super().get_actions(request)
        return found if IS_POPUP_VAR in request.GET else bulk.actions(self, request) | found

    def has_publish_permission(self, request):
        return rights.may_publish(request.user)

    # The form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        is_new = object_id is None or (request.method == "POST" and "_saveasnew" in request.POST)
        record = None if is_new else self.get_object(request, unquote(object_id))
        request.edition_visit = visit = Visit(record)
        arguments = (object_id, form_url, extra_context)
        if record is None and not is_new:
            return super().changeform_view(request, *arguments)
        try:
            if request.method in SAFE:
                return self.show_form(request, visit, arguments)
            save = self.save_new if is_new else self.save_next
            response = save(request, visit, arguments)
            self.say(request, visit)
            return response
        except Unreadable as error:
            return self.cannot_open(request, visit, error)
        except Refused as refused:
            return self.refused(request, visit, refused.sentence)
        except ValidationError as error:
            return self.refused(request, visit, "".join(error.messages))
        except IntegrityError:
            logger.exception("保存%s时违反了数据规则。", self.opts.verbose_name)
            return self.refused(
                request, visit, "填写的内容合在一起不合数据规则，没有保存。请分几次改，或检查各行是否重复。"
            )
        except OperationalError:
            logger.exception("保存或打开%s时数据库出错。", self.opts.verbose_name)
            return self.not_saved(request)

    def show_form(self, request, visit, arguments):
        if visit.record is None:
            return super().changeform_view(request, *arguments)
        if not self.has_view_or_change_permission(request, visit.record):
            raise PermissionDenied
        self.load_editions(visit.record)
        visit.base, visit.seen = visit.head, visit.head_number
        visit.public_keys = lasting.public_keys(visit.record)
        return self.rehearse(request, visit, arguments) if visit.draft else super().changeform_view(request, *arguments)

    @staticmethod
    def load_editions(record):
        """Load newest and public edition with all that the form shows of them, in one query."""
        editions = Edition.objects.select_related("author").in_bulk({record.head_id, record.live_id} - {None})
        record.head, record.live = editions.get(record.head_id), editions.get(record.live_id)

    def rehearse(self, request, visit, arguments):
        """Run the stock view on the edition that the form is based on, and leave the tables as they were."""
        base = visit.record.in_tables.snapshot if visit.draft and visit.record.in_tables else None
        with snapshots.rehearsal(visit.record, visit.draft, lenient=True, base=base) as visit.warnings:
            response = super().changeform_view(request, *arguments)
            return response.render() if hasattr(response, "render") else response

    @transaction.atomic
    def save_new(self, request, visit, arguments):
        visit.quiet = True
        with unseen():
            response = super().changeform_view(request, *arguments)
        return self.store(request, visit, response, ADDITION) if visit.saved else response

    @transaction.atomic
    def save_next(self, request, visit, arguments):
        if not self.has_change_permission(request, visit.record):
            raise PermissionDenied
        visit.record = workflow.lock(visit.record)
        self.read_base(request, visit)
        visit.public_keys = lasting.public_keys(visit.record)
        visit.quiet = True
        response = self.rehearse(request, visit, arguments)
        if visit.saved and visit.is_stale:
            visit.conflict, visit.saved = self.conflict(request, visit), None
            response = self.rehearse(request, visit, arguments)
        return self.store(request, visit, response, CHANGE) if visit.saved else response

    @staticmethod
    def read_base(request, visit):
        """Find the edition that the form was made from, by the numbers that it carries."""
        base, seen = (whole_number(request.POST.get(name, "")) for name in ("edition_base", "edition_seen"))
        visit.seen = (-1 if seen is None else seen) if visit.head else 0
        visit.base = Edition.objects.of(visit.record).filter(number=base).first() if base else visit.head

    def conflict(self, request, visit):
        before = visit.base.snapshot if visit.base else snapshots.take(visit.record)
        _, mine = visit.saved
        after = visit.head.snapshot if visit.head else before
        who = "您自己在另一个页面" if visit.head.author == request.user else name_of(visit.head.author)
        return Conflict(visit.head, who, compare(self.model, before, after), compare(self.model, before, mine))

    def store(self, request, visit, response, flag):
        """Make the edition of what the form has saved, and say so."""
        record, snapshot = visit.saved
        if visit.record and not visit.head:
            workflow.adopt(visit.record)
        comment = request.POST.get("edition_comment", "").replace("\x00", "")[:200]
        edition = workflow.save(record, snapshot, actor_of(request), comment=comment)
        visit.outcome = "内容没有改动，没有产生新版本。"
        if edition:
            LogEntry.objects.log_actions(request.user.pk, [record], flag, f"保存第{edition.number}版")
            visit.outcome = f"{quoted(record)}已存为第{edition.number}版。{self.outcome(visit)}"
        if "_submit" in request.POST:
            return redirect(self.page_url(record, "submit"))
        return response

    def say(self, request, visit):
        """Say what was saved, once it is committed."""
        visit.quiet = False
        if visit.outcome:
            self.message_user(request, visit.outcome)

    @staticmethod
    def outcome(visit):
        before = visit.record
        if before is None or not before.was_published:
            return "尚未公开。"
        ended = before.head and before.head.state in (Edition.State.REVIEW, Edition.State.SCHEDULED)
        sentence = "公开页面没有改变。" if before.is_in_force else "仍未公开。"
        return sentence + ("原来的送审已终止，需要重新送审。" if ended else "")

    # What the stock admin calls

    def response_add(self, request, obj, post_url_continue=None):
        self.keep(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self.keep(request, obj)
        return super().response_change(request, obj)

    @staticmethod
    def keep(request, obj):
        """Take the snapshot of what the form has just saved, while the tables show it."""
        visit = request.edition_visit
        visit.saved = (obj, snapshots.take(obj))
        if visit.record:
            obj.head, obj.live, obj.public_from = visit.record.head, visit.record.live, visit.record.public_from

    def message_user(self, request, *args, **kwargs):
        visit = getattr(request, "edition_visit", None)
        if not (visit and visit.quiet):
            super().message_user(request, *args, **kwargs)

    def log_addition(self, request, obj, message):
        """Written by :meth:`store`, once there is an edition to speak of."""

    log_change = log_addition

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        visit = getattr(request, "edition_visit", None)
        return type(form.__name__, (ConflictForm, form), {"visit": visit})

    def render_change_form(self, request, context, *args, **kwargs):
        context["panel"] = Panel(self, request, request.edition_visit)
        return super().render_change_form(request, context, *args, **kwargs)

    # When it cannot be done

    def cannot_open(self, request, visit, error):
        """The newest edition cannot be read any more: say why, and lead to the history."""
        context = {
            "title": "最新版本打不开",
            "sentence": str(error),
            "record": visit.record,
            "form_url": self.page_url(visit.record, "change"),
            "history_url": self.page_url(visit.record, "editions"),
            "typed": typed(request),
        }
        return self.page(request, "admin/editions/cannot_open.html", context, status=409)

    def refused(self, request, visit, sentence):
        """Somebody else was quicker: the record is gone, or is no longer what it was."""
        context = {"title": "没有保存", "refusal": sentence, "record": visit.record, "typed": typed(request)}
        context["form_url"] = self.address_of("changelist")
        return self.page(request, "admin/editions/action.html", context, status=409)

    def not_saved(self, request):
        """The database would not: everything typed is on the page, to be sent again."""
        sent = typed(request)
        context = {"title": "没有保存" if sent else "打不开", "typed": sent}
        return self.page(request, "admin/editions/not_saved.html", context, status=503)

    # Deleting: only what is not public, and in the trail

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not rights.may_delete(request.user, obj))

    def delete_model(self, request, obj):
        try:
            workflow.delete(obj, actor_of(request))
        except Refused as refused:
            raise PermissionDenied(refused.sentence) from refused

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        """Delete all or none; all are locked first, since whoever is publishing one of them may be waited for later."""
        rows = self.model._base_manager.select_for_update().filter(pk__in=queryset.values("pk")).order_by("pk")
        for record in list(rows):
            self.delete_model(request, record)

    # Pages beside the form

    def get_urls(self):
        return [*bulk.bulk_urls(self), *record_urls(self), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        return redirect(self.address_of("editions", unquote(object_id)))

    def page_url(self, record, page, *args):
        return self.address_of(page, record.pk, *args)


def typed(request):
    """Give ``[(name, value)]`` of what was sent with ``request``, but for the token."""
    sent = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    return [(name, value) for name, values in sent for value in values]
