"""The admin of the library: what is uploaded once and used anywhere."""

from .attachments import AttachmentAdmin
from .photos import PhotoAdmin

__all__ = ["AttachmentAdmin", "PhotoAdmin"]
