"""What is done with many records at once: chosen in the list, confirmed on a page that names each, done one by one.

A :class:`BulkStep` is a rule, a form and a step of the workflow, as :mod:`.actions` has them for one record. The page
carries the number of the edition that each record is confirmed with, so that what was confirmed is what is done.
"""

import logging
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.shortcuts import redirect
from django.urls import path
from django.views.generic import View

from .. import rights, workflow
from ..people import actor_of
from ..snapshots import Unreadable
from ..workflow import Refused
from .lists import tags
from .visit import whole_number

logger = logging.getLogger(__name__)

MOST = 500  # records at once: each has a transaction and a row of the audit trail of its own
CHOSEN = "record"  # the name of the fields that carry "key:number"


class BulkStep:
    """One thing that can be done with many records.

    ``name``: of its address. ``permission``: what one needs to be offered it, as Django's actions name it. ``page``:
    beside the form of one record, where it is done for that one alone; "": there is none.
    """

    name = ""
    title = ""
    button = ""
    done = ""
    lead = ""
    permission = "change"
    page = ""
    form_class = forms.Form

    def __init__(self, model_admin, request):
        self.model_admin, self.request = model_admin, request

    @property
    def user(self):
        return self.request.user

    @classmethod
    def is_offered(cls, model_admin, request):
        return getattr(model_admin, f"has_{cls.permission}_permission")(request)

    def make_form(self, data=None):
        return self.form_class(data)

    def prepare(self, records):
        """Load what :meth:`effect` says of ``records``, in queries that do not grow with them."""

    def subject(self, record):
        """Give the edition that this is about; ``None`` where the record is older than editions."""
        return record.head

    def has_changed(self, record, number):
        """Whether ``record`` is no longer what was confirmed with the edition ``number`` (0: older than editions)."""
        newest = number_of(self.subject(record))
        return newest != number and (number, newest) != (0, 1)

    def refusal(self, record):
        """Give "" or why it cannot be done with ``record``, by the rule that the workflow asks, too."""
        raise NotImplementedError

    def effect(self, record):
        """Say what will become of ``record``."""
        raise NotImplementedError

    def perform(self, record, actor, data):
        """Do it with ``record``, which is fresh and locked, and say what was done."""
        raise NotImplementedError

    def run(self, page, choices, form):
        """Do it with each and give the page that says so."""
        outcomes = [perform(self, choice, actor_of(self.request), form.cleaned_data) for choice in choices]
        return page.show_outcomes(outcomes)


@dataclass
class Choice:
    """A record that was chosen, as it stands now (``None``: it is gone), and the edition that was confirmed."""

    key: str
    record: object
    number: int
    refusal: str = ""
    effect: str = ""
    form_url: str = ""

    @property
    def states(self):
        return tags(self.record.desk_state)

    @property
    def value(self):
        return f"{self.key}:{self.number}"


@dataclass
class Outcome:
    """What became of a choice: ``said`` what was done, or ``refusal`` why not."""

    choice: Choice
    said: str = ""
    refusal: str = ""
    page_url: str = ""

    @property
    def title(self):
        return str(self.choice.record or f"编号{self.choice.key}")


def perform(step, choice, actor, data):
    """Do ``step`` with one record, in a transaction of its own; give the :class:`Outcome`."""
    try:
        with transaction.atomic():
            return Outcome(choice, said=step.perform(confirmed(step, choice), actor, data))
    except Refused as refused:
        sentence = refused.sentence
    except (Unreadable, ValidationError) as error:
        sentence = "".join(getattr(error, "messages", [str(error)]))
    except DatabaseError:
        logger.exception("%s“%s”时数据库出错。", step.title, choice.record)
        sentence = "数据库没有写进去，这一条没有改变，请稍后再试。"
    return Outcome(choice, refusal=sentence, page_url=page_of(step, choice))


def confirmed(step, choice):
    """Give the record, locked, if it still stands as it was confirmed; raise :class:`Refused` otherwise."""
    if choice.record is None:
        raise Refused("这条记录已被删除。")
    record = workflow.lock(choice.record)
    if step.has_changed(record, choice.number):
        raise Refused(f"您确认以后又有了第{number_of(step.subject(record))}版，没有办理。请看过这一版再办。")
    return record


def number_of(edition):
    return edition.number if edition else 0


def page_of(step, choice):
    """Give the address where the record is dealt with alone; "" where it is gone."""
    return step.model_admin.page_url(choice.record, step.page or "change") if choice.record else ""


class BulkPage(View):
    """Names the chosen records with what will become of each, and does it when the form is sent.

    The session remembers what was chosen, so that the page can be loaded again and come back to. What is done is said
    by the form alone.
    """

    model_admin = None
    step_class = None

    def dispatch(self, request, *args, **kwargs):
        may_see = self.model_admin.has_view_or_change_permission(request)
        if not (may_see and self.step_class.is_offered(self.model_admin, request)):
            raise PermissionDenied
        self.step = self.step_class(self.model_admin, request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        keys = request.session.get(chosen_in(self.model_admin, self.step_class))
        if not keys:
            messages.warning(request, f"请先在列表里选择要{self.step.title}的记录。")
            return redirect(self.list_url)
        return self.show(self.choices(dict.fromkeys(keys)), self.step.make_form())

    def post(self, request):
        chosen = read(request.POST.getlist(CHOSEN))
        if not chosen or len(chosen) > MOST:
            return self.say(f"没有读到所选的记录，请回到列表重新选择，一次最多{MOST}条。", 400)
        form = self.step.make_form(request.POST)
        if form.is_valid():
            return self.step.run(self, self.choices(chosen), form)
        return self.show(self.choices(dict.fromkeys(chosen)), form)

    @property
    def list_url(self):
        return self.model_admin.address_of("changelist")

    def choices(self, chosen):
        """Give a :class:`Choice` for each of ``{key: number}``; where there is no number yet, that of now."""
        rows = {str(row.pk): row for row in self.model_admin.get_queryset(self.request).filter(pk__in=list(chosen))}
        self.step.prepare(rows.values())
        return [self.choice(key, rows.get(key), number) for key, number in chosen.items()]

    def choice(self, key, record, number):
        if record is None:
            return Choice(key, None, number or 0, "这条记录已被删除。")
        number = number_of(self.step.subject(record)) if number is None else number
        refusal = self.step.refusal(record)
        effect = "" if refusal else self.step.effect(record)
        return Choice(key, record, number, refusal, effect, self.model_admin.page_url(record, "change"))

    def show(self, choices, form, status=None):
        able = [choice for choice in choices if not choice.refusal]
        unable = [choice for choice in choices if choice.refusal]
        lacks_right = all(isinstance(choice.refusal, rights.NoRight) for choice in unable)
        status = status or (200 if able else 403 if lacks_right else 409)
        context = {"able": able, "unable": unable, "form": form, "step": self.step}
        return self.page("admin/editions/bulk.html", self.step.title, status, **context)

    def show_outcomes(self, outcomes):
        done = [outcome for outcome in outcomes if not outcome.refusal]
        refused = [outcome for outcome in outcomes if outcome.refusal]
        context = {"done": done, "refused": refused, "step": self.step}
        return self.page("admin/editions/bulk_done.html", f"{self.step.title}结果", **context)

    def say(self, sentence, status):
        return self.page("admin/editions/bulk.html", self.step.title, status, sentence=sentence)

    def page(self, template, title, status=200, **context):
        context |= {"title": title, "list_url": self.list_url}
        return self.model_admin.page(self.request, template, context, status)


def read(values):
    """Give ``{key: number}`` of "key:number" as a page sent them; what is not written so was not sent by one."""
    pairs = [value.rpartition(":")[::2] for value in values]
    return {
        key: whole_number(number) for key, number in pairs if whole_number(key) and whole_number(number) is not None
    }


def chosen_in(model_admin, step):
    """Give the name by which the session remembers what was chosen."""
    return model_admin.url_name(f"bulk_{step.name}")


# In the list


def actions(model_admin, request):
    """Give the steps that this person may take, as Django's actions: ``{name: (function, name, description)}``."""
    offered = [step for step in model_admin.bulk_steps if step.is_offered(model_admin, request)]
    return {step.name: (begin(step), step.name, f"{step.title}（所选%(verbose_name)s）") for step in offered}


def begin(step):
    """Give the action that remembers the chosen rows of the list and leads to the page that asks about them."""

    def asked(model_admin, request, queryset):
        keys = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST:
            messages.warning(request, f"一次最多{step.title}{MOST}条，请先筛选，或分几次办。")
            return None
        request.session[chosen_in(model_admin, step)] = [str(key) for key in keys]
        return redirect(model_admin.address_of(f"bulk_{step.name}"))

    return asked


def bulk_urls(model_admin):
    """Give the URL patterns of the steps of ``model_admin``; they come before those of records."""
    make = model_admin.admin_site.admin_view
    return [
        path(
            f"bulk/{step.name}/",
            make(BulkPage.as_view(model_admin=model_admin, step_class=step)),
            name=model_admin.url_name(f"bulk_{step.name}"),
        )
        for step in model_admin.bulk_steps
    ]
