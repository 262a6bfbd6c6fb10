"""The body of a record as ordered blocks (django-content-editor), and the blocks that need nothing but text.

A model with a body inherits :class:`HasBody`; each kind of block it may hold is a small model that joins
:func:`block_base` with one abstract block. ``kind`` names the block in templates (``blocks/<kind>.html``) and the API.
"""

from dataclasses import dataclass
from itertools import groupby

from content_editor.contents import Contents
from content_editor.models import PluginBase, Region, create_plugin_base
from django.db import models
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.text import Truncator

from .gathering import Relations, gather
from .models import Part
from .richtext import RichTextField, plain


class HasBody(models.Model):
    """A record whose body is a sequence of blocks."""

    regions = [Region(key="body", title="正文")]
    relations = Relations()

    class Meta:
        abstract = True

    @classmethod
    def block_models(cls):
        """Give the block models of this record, in the order in which they were defined."""
        models_of = (relation.related_model for relation in cls._meta.related_objects)
        return [model for model in models_of if issubclass(model, PluginBase)]

    @cached_property
    def body(self):
        """The blocks in their order; costs one query."""
        return self.bodies_of([self])[self]

    @classmethod
    def load_bodies(cls, records):
        """Load the :attr:`body` of each of ``records``; costs one query."""
        for record, blocks in cls.bodies_of(records).items():
            record.body = blocks

    @classmethod
    def bodies_of(cls, records):
        """Give ``{record: blocks}``, the blocks in their order; of one place, in the order of their kinds."""
        contents = {record: Contents(record.regions) for record in records}
        parents = {record.pk: record for record in contents}
        for blocks in gather(*(model.get_queryset().filter(parent__in=contents) for model in cls.block_models())):
            for block in blocks:
                block.parent = parents[block.parent_id]
                contents[block.parent].add(block)
        return {record: list(of_record.body) for record, of_record in contents.items()}

    @property
    def body_words(self):
        """All that the blocks say, as lines of plain text."""
        return "\n".join(block.words for block in self.body)

    @property
    def body_groups(self):
        """The blocks as :class:`BlockGroup` rows: neighbours of a kind that ``groups`` stand together."""
        runs = groupby(self.body, key=lambda block: block.kind if block.groups else block.pk)
        return [BlockGroup(blocks) for blocks in (list(run) for _, run in runs)]


@dataclass
class BlockGroup:
    """One or more blocks that a page shows as one thing."""

    blocks: list

    @property
    def kind(self):
        return self.blocks[0].kind

    @property
    def template_name(self):
        return f"blocks/{self.kind}.html"

    @property
    def block(self):
        return self.blocks[0]


def block_base(record_model):
    """Give the abstract base of the blocks of ``record_model``: parent, region, ordering and a UUID key."""

    plugin_base = create_plugin_base(record_model)

    class BlockBase(Part, plugin_base):
        groups = False
        not_texts = ("region",)  # where it stands is no prose (portal.editions.texts)
        unsaid = {"region": record_model.regions[0].key}  # nor news to anybody (portal.editions.compare)

        class Meta(plugin_base.Meta):
            abstract = True

    return BlockBase


class TextBlock(models.Model):
    """Running text with headings, lists, quotations, links and tables."""

    kind = "text"
    text = RichTextField("正文")

    class Meta:
        abstract = True
        verbose_name = "文字"
        verbose_name_plural = "文字"

    def __str__(self):
        return Truncator(strip_tags(self.text)).chars(30)

    @property
    def words(self):
        return plain(self.text)


class QuoteBlock(models.Model):
    """A sentence set apart, with the person or document that said it."""

    kind = "quote"
    text = models.TextField("引文", help_text="不必加引号。")
    attribution = models.CharField("出处", max_length=120, blank=True)

    class Meta:
        abstract = True
        verbose_name = "引语"
        verbose_name_plural = "引语"

    def __str__(self):
        return self.text[:20]

    @property
    def words(self):
        return f"{self.text}\n{self.attribution}"
