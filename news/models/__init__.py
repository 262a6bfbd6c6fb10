"""Stories about the register. They may point at it; it never knows them."""

from .columns import Column
from .features import Credit, Feature

from .blocks import AttachmentBlock, FigureBlock, PhotoBlock, PullQuote, Text  # isort: skip  (needs Feature)

__all__ = ["AttachmentBlock", "Column", "Credit", "Feature", "FigureBlock", "PhotoBlock", "PullQuote", "Text"]
