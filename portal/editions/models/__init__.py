"""Records that are published in editions, the editions, and what is written down about them."""

from .edition import Edition, Signature
from .links import Presence, PreviewLink
from .publishable import Publishable, PublishableQuerySet
from .trail import Action, AuditEntry

__all__ = [
    "Action",
    "AuditEntry",
    "Edition",
    "Presence",
    "PreviewLink",
    "Publishable",
    "PublishableQuerySet",
    "Signature",
]
