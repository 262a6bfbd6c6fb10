"""Editions in the stock admin: the mixin for publishable models, its pages, and the audit trail."""

from .forms import EditionAdmin
from .lists import RelatedFilter, StateFilter
from .trail import AuditEntryAdmin

__all__ = ["AuditEntryAdmin", "EditionAdmin", "RelatedFilter", "StateFilter"]
