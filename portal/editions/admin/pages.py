"""Pages beside the form of a record: history, comparison, preview, 审签单, preview links, who is at it."""

import logging

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.views.generic import View

from .. import conf, presence, previews, workflow
from ..compare import compare
from ..forms import LinkForm
from ..models import AuditEntry, Edition, PreviewLink
from ..people import actor_of, name_of
from ..snapshots import Unreadable, rehearsal
from ..workflow import Refused
from .lists import tags
from .visit import whole_number

logger = logging.getLogger(__name__)


class NotThere(Exception):
    """The address names something that this record does not have; the text says what."""


class RecordPage(View):
    """A page about one record, for whoever may see it in the admin.

    ``needs_change``: whether it is only for those who may change the record. ``adopts``: whether a record that is older
    than editions gets its first one here.
    """

    model_admin = None
    template_name = ""
    title = ""
    needs_change = False
    adopts = True

    def dispatch(self, request, object_id, **kwargs):
        self.record = self.find(request, object_id)
        try:
            if self.adopts and self.record.head is None:
                workflow.adopt(self.record)
                self.record = self.find(request, object_id)
            return super().dispatch(request, **kwargs)
        except NotThere as missing:
            return self.say(str(missing), 404)
        except Refused as refused:
            return self.say(refused.sentence, 409)
        except OperationalError:
            logger.exception("办理%s时数据库出错。", self.record)
            return self.model_admin.not_saved(request)

    def find(self, request, object_id):
        """Give the record, if this person may have this page of it."""
        record = self.model_admin.get_object(request, unquote(object_id))
        if record is None:
            raise Http404("没有这条记录，或它已被删除。")
        may_see, may_change = self.model_admin.has_view_or_change_permission, self.model_admin.has_change_permission
        if not (may_change if self.needs_change else may_see)(request, record):
            raise PermissionDenied
        return record

    def edition(self, number):
        """Give the edition of this record with ``number``, or raise :class:`NotThere`."""
        edition = Edition.objects.of(self.record).filter(number=number).first() if number else None
        if edition is None:
            raise NotThere(f"没有第{number}版。" if number else "没有这一版。")
        return edition

    def say(self, sentence, status):
        """Give the page of this admin that says why something cannot be done."""
        context = {"title": "没有完成", "record": self.record, "form_url": self.page_url("change")}
        context |= {"refusal": sentence, "states": tags(self.record.desk_state)}
        return self.model_admin.page(self.request, "admin/editions/action.html", context, status)

    def page_url(self, page, *args):
        return self.model_admin.page_url(self.record, page, *args)

    def render(self, status=200, **context):
        context = {
            "title": self.title,
            "record": self.record,
            "states": tags(self.record.desk_state),
            "form_url": self.page_url("change"),
            **context,
        }
        return self.model_admin.page(self.request, self.template_name, context, status)

    def done(self, message, page="change"):
        messages.success(self.request, message)
        return HttpResponseRedirect(self.page_url(page))


class History(RecordPage):
    """Every edition, and everything that was done."""

    template_name = "admin/editions/history.html"
    title = "版本历史"

    def get(self, request):
        editions = Edition.objects.of(self.record).light().select_related("author", "restored_from")
        rows = [
            {
                "edition": edition,
                "author": name_of(edition.author),
                "is_live": edition.pk == self.record.live_id,
                "preview": self.page_url("preview", edition.number),
                "restore": self.page_url("restore", edition.number),
                "sheet": self.page_url("sheet", edition.number) if edition.sheet or edition.override_reason else "",
            }
            for edition in editions.defer("snapshot", "restored_from__snapshot")
        ]
        may_restore = self.model_admin.has_change_permission(request, self.record)
        trail = AuditEntry.objects.of(self.record).select_related("edition").defer("edition__snapshot")
        compare_url = self.page_url("compare")
        return self.render(rows=rows, trail=trail[:500], may_restore=may_restore, compare_url=compare_url)


class Compare(RecordPage):
    """Two editions side by side: ``from`` and ``to`` are their numbers, the public and the newest one by default."""

    template_name = "admin/editions/compare.html"
    title = "比较"

    def get(self, request):
        old, new = self.edition(self.number("from")), self.edition(self.number("to"))
        changes = compare(type(self.record), old.snapshot, new.snapshot)
        numbers = Edition.objects.of(self.record).values_list("number", flat=True)
        previews = {"old": self.page_url("preview", old.number), "new": self.page_url("preview", new.number)}
        names = {"old_name": f"第{old.number}版", "new_name": f"第{new.number}版"}
        return self.render(changes=changes, old=old, new=new, numbers=numbers, previews=previews, **names)

    def number(self, name):
        default = self.record.head.number
        if name == "from":
            default = self.record.live.number if self.record.live else max(1, default - 1)
        return whole_number(self.request.GET.get(name, str(default)))


class Preview(RecordPage):
    """The real public page of an edition."""

    template_name = "admin/editions/cannot_open.html"
    title = "不能预览"

    def get(self, request, number):
        try:
            return previews.preview(request, self.edition(number))
        except Unreadable as error:
            sentence = f"第{number}版现在不能预览：{error}"
            return self.render(sentence=sentence, history_url=self.page_url("editions"), status=409)


class Sheet(RecordPage):
    """The 审签单 of an edition, to be printed."""

    title = "审签单"

    def get(self, request, number):
        edition = self.edition(number)
        if not (edition.sheet or edition.override_reason):
            raise NotThere(f"第{number}版没有送审，没有审签单。")
        people = [edition.author, edition.submitted_by, edition.published_by]
        author, submitter, publisher = (name_of(person) if person else "" for person in people)
        context = {
            "record": self.record,
            "edition": edition,
            "author": author,
            "submitter": submitter,
            "publisher": publisher,
            "source": self.of_edition(edition, "source"),
            "byline": self.of_edition(edition, "byline"),
            "signatures": edition.signatures.all(),
            "unsigned": self.unsigned(edition),
        }
        return TemplateResponse(request, "admin/editions/sheet.html", context)

    @staticmethod
    def unsigned(edition):
        """Give the stages that have yet to sign; none where nobody will."""
        if edition.override_reason or edition.state in (Edition.State.SUPERSEDED, Edition.State.PUBLISHED):
            return []
        signed = {signature.stage for signature in edition.valid_signatures()}
        return [stage for stage in conf.stages() if stage.number not in signed]

    def of_edition(self, edition, name):
        """Give what the edition says of ``name`` (source, byline) in words; empty where it says nothing."""
        try:
            with rehearsal(self.record, edition.snapshot, lenient=True):
                shown = type(self.record)._base_manager.get(pk=self.record.pk)
                return str(getattr(shown, name, None) or "")
        except Unreadable:
            return ""


class Links(RecordPage):
    """Links by which people without an account read an edition: made here, and revoked here."""

    template_name = "admin/editions/links.html"
    title = "预览链接"
    needs_change = True

    def get(self, request):
        return self.show(LinkForm(record=self.record, user=request.user))

    def post(self, request):
        if "revoke" in request.POST:
            return self.revoke(request.POST["revoke"])
        form = LinkForm(request.POST, record=self.record, user=request.user)
        if not form.is_valid():
            return self.show(form)
        edition = self.edition(form.cleaned_data["number"])
        workflow.make_link(edition, actor_of(request), days=form.cleaned_data["days"])
        return self.done("预览链接已建立，可以复制给要看的人。", "links")

    def revoke(self, key):
        link = self.links().filter(pk=whole_number(key) or 0).first()
        if link is None:
            raise NotThere("没有这个预览链接。")
        workflow.revoke_link(link, actor_of(self.request))
        return self.done("预览链接已收回，再也打不开。", "links")

    def links(self):
        return PreviewLink.objects.filter(edition__in=Edition.objects.of(self.record).values("pk"))

    def show(self, form):
        links = self.links().select_related("edition", "creator").defer("edition__snapshot")
        rows = [
            {
                "link": link,
                "address": self.request.build_absolute_uri(link.get_absolute_url()),
                "creator": name_of(link.creator),
            }
            for link in links
        ]
        return self.render(form=form, rows=rows)


class PresencePage(RecordPage):
    """The page of a form reports that it is open, or ``leave``; the answer names who else is at it."""

    needs_change = True
    adopts = False

    def post(self, request):
        if "leave" in request.POST:
            presence.leave(self.record, request.user)
        else:
            presence.enter(self.record, request.user)
        newest = self.record.head.number if self.record.head else 0
        return JsonResponse({"others": presence.others(self.record, request.user), "newest": newest})
