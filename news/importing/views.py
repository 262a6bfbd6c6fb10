"""The pages of the import: the text; original and result side by side; and the draft that is made of them.

Nothing is kept between the steps: the text and all that was typed travel in the form.
"""

import logging
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from portal.editions.people import actor_of
from portal.editions.workflow import Refused
from portal.shared.titles import quoted

from . import drafts
from .arranging import arrange
from .drafts import draft_of
from .forms import DraftForm, SourceForm, TextForm, new_token, piece_forms, sent_rows
from .parser import parse
from .pieces import Kind
from .suggestions import suggest
from .texts import clean, too_long

logger = logging.getLogger(__name__)

MOST_NAMED = 6  # in the message after the import


class ImportPage(View):
    """GET asks for the text. POST does what its button says: read it, arrange the pieces anew, make the draft."""

    model_admin = None

    def dispatch(self, request):
        if not self.model_admin.has_add_permission(request):
            raise PermissionDenied
        try:
            return super().dispatch(request)
        except OperationalError:
            logger.exception("导入报道时数据库出错。")
            return self.model_admin.not_saved(request)

    def get(self, request):
        return self.ask(TextForm())

    def post(self, request):
        for button, step in {"_create": self.create, "_arrange": self.rearrange, "_back": self.back}.items():
            if button in request.POST:
                return step()
        return self.read_text()

    # First step: the text

    def ask(self, form, status=200):
        return self.show("import.html", {"form": form}, status)

    def back(self):
        return self.ask(TextForm(initial={"text": self.original}))

    def read_text(self):
        form = TextForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.ask(form)
        original = form.cleaned_data["original"]
        pieces = parse(original)
        return self.side_by_side(original, pieces, *self.new_forms(original, pieces))

    def new_forms(self, original, pieces):
        suggested = suggest(draft_of(pieces), pieces)
        initial = suggested.values | {"original": original, "token": new_token()}
        return self.draft_form(initial=initial), self.source_form(initial=suggested.source)

    # Second step: side by side

    @property
    def original(self):
        return clean(self.request.POST.get("original", ""))

    def sent_pieces(self):
        """Give the pieces as they were sent and arranged; what did not arrive whole is read anew."""
        rows = sent_rows(self.request.POST)
        return parse(self.original) if rows is None else arrange(rows, self.original)

    def rearrange(self):
        """Show what the changes come to; what else was typed is as it was, and nothing is complained of yet."""
        if too_long(self.original) or not self.original.strip():
            return self.read_again()
        draft, source = self.draft_form(initial=self.typed()), self.source_form(initial=self.typed("source-"))
        return self.side_by_side(self.original, self.sent_pieces(), draft, source)

    def read_again(self):
        """The text itself will not do: say so where it can be changed."""
        form = TextForm({"text": self.original})
        form.full_clean()
        return self.ask(form)

    def typed(self, prefix=""):
        sent = self.request.POST
        return {name.removeprefix(prefix): sent[name] for name in sent if name.startswith(prefix)}

    def draft_form(self, *args, **kwargs):
        rights = {"admin_site": self.model_admin.admin_site, "may_add_source": self.may_add_source}
        return DraftForm(*args, **kwargs, **rights)

    def source_form(self, *args, **kwargs):
        return SourceForm(*args, **kwargs, prefix="source") if self.may_add_source else None

    @property
    def may_add_source(self):
        return self.request.user.has_perm("chains.add_source")

    def side_by_side(self, original, pieces, draft_form, source_form, problems=()):
        formset = piece_forms(pieces)
        context = {
            "lines": marked(original, pieces),
            "formset": formset,
            "placed": [form for form in formset if not form.piece.kind.is_left_out],
            "left_out": [form for form in formset if form.piece.kind.is_left_out],
            "guesses": sum(piece.is_guess for piece in pieces),
            "unplaced": sum(piece.kind == Kind.UNPLACED for piece in pieces),
            "form": draft_form,
            "source_form": source_form,
            "problems": problems,
            "mistakes": len(problems) + len(draft_form.errors) + (len(source_form.errors) if source_form else 0),
            "media": draft_form.media,
        }
        return self.show("import_result.html", context)

    # Third step: the draft

    def create(self):
        """Make the draft, or say at its place what is missing."""
        if too_long(self.original) or not self.original.strip():
            return self.read_again()
        form, source_form, pieces = self.draft_form(self.request.POST), self.sent_source_form(), self.sent_pieces()
        draft = draft_of(pieces)
        problems = [*undecided(pieces), *draft.problems()]
        if form.is_valid() and (source_form is None or source_form.is_valid()) and not problems:
            return self.save(form, source_form, draft, pieces)
        shown = source_form or self.source_form(initial=self.typed("source-"))
        return self.side_by_side(self.original, pieces, form, shown, problems)

    def sent_source_form(self):
        """Give the form of a new source, where one is wanted."""
        return None if self.request.POST.get("source") else self.source_form(self.request.POST)

    def save(self, form, source_form, draft, pieces):
        actor, token = actor_of(self.request), form.cleaned_data["token"]
        try:
            with transaction.atomic():
                values = form.values(form.cleaned_data["source"] or drafts.add_source(source_form.found(), actor))
                lines = self.original.count("\n") + 1
                feature = drafts.save(draft, values, actor, token=token, lines=lines)
        except IntegrityError:
            if made := drafts.imported(token):  # this page was sent before
                return self.made_before(made)
            raise
        except (Refused, ValidationError) as error:
            problems = [error.sentence] if isinstance(error, Refused) else error.messages
            return self.side_by_side(self.original, pieces, form, source_form, problems)
        return self.done(feature, draft)

    def done(self, feature, draft):
        messages.success(self.request, f"{quoted(feature)}已导入为草稿，尚未公开。请核对以后送审。")
        if draft.captions:
            messages.warning(self.request, photos_wanted(draft.captions))
        return self.to_form(feature)

    def made_before(self, feature):
        messages.info(self.request, f"这份文字已经导入成{quoted(feature)}，没有再建一篇。")
        return self.to_form(feature)

    def to_form(self, feature):
        """Go to the form of the draft; whoever may only add features goes back to the beginning."""
        if self.model_admin.has_view_or_change_permission(self.request, feature):
            return redirect(self.model_admin.page_url(feature, "change"))
        return redirect(reverse(f"{self.model_admin.admin_site.name}:index"))

    def show(self, template, context, status=200):
        context = {"title": "导入报道"} | context
        return self.model_admin.page(self.request, f"admin/news/feature/{template}", context, status)


def photos_wanted(captions):
    """Give the sentence that names the photos that are still to be put in."""
    named = "、".join(f"“{caption}”" for caption in captions[:MOST_NAMED]) + "等" * (len(captions) > MOST_NAMED)
    return f"有{len(captions)}处要配图：{named}。正文里用“【待配图】”标出了位置，补好以后才能发布。"


def undecided(pieces):
    """Give the sentence that asks for a decision on what is unplaced: nothing is dropped unless a person says so."""
    unplaced = [piece.text for piece in pieces if piece.kind == Kind.UNPLACED]
    if not unplaced:
        return []
    first = f"“{unplaced[0][:20]}”{'等' if len(unplaced) > 1 else ''}"
    return [f"还有{len(unplaced)}处未放置：{first}。请选定是什么，不要的选带“（略去）”的一项。"]


def marked(original, pieces):
    """Give the lines of the original with what each became, as rows for the page; blank ones are left out."""
    owners = {}
    for number, piece in enumerate(pieces, start=1):
        for line in piece.lines:
            owners.setdefault(line, (number, piece))
    rows = []
    for number, text in enumerate(original.split("\n"), start=1):
        if text.strip() and number in owners:
            owner, piece = owners[number]
            rows.append({"number": number, "text": text.strip(), "owner": owner, "kind": piece.kind})
    for _, run in groupby(rows, key=lambda row: row["owner"]):
        next(run)["is_first"] = True
    return rows
