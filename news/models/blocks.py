"""The blocks of a story."""

from django.core.exceptions import ValidationError
from django.db import models

from chains.models import Value
from portal.library import blocks as library
from portal.shared.blocks import QuoteBlock, TextBlock, block_base

from .features import Feature
from .figures import FigureQuerySet

FeatureBlock = block_base(Feature)


class Text(TextBlock, FeatureBlock):
    class Meta(TextBlock.Meta, FeatureBlock.Meta):
        pass


class PhotoBlock(library.PhotoBlock, FeatureBlock):
    class Meta(library.PhotoBlock.Meta, FeatureBlock.Meta):
        pass


class PullQuote(QuoteBlock, FeatureBlock):
    class Meta(QuoteBlock.Meta, FeatureBlock.Meta):
        pass


class AttachmentBlock(library.AttachmentBlock, FeatureBlock):
    class Meta(library.AttachmentBlock.Meta, FeatureBlock.Meta):
        pass


class FigureBlock(Value, FeatureBlock):
    """An indicator's value, pinned as the story quotes it: it does not move when the indicator does.

    The editor chooses an observation; name, period, value, qualifier and unit are copied from it when it is chosen,
    and stay when the observation is corrected or removed. Neighbouring figure blocks show as one panel.
    """

    kind = "figure"
    groups = True

    observation = models.ForeignKey(
        "chains.Observation",
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="数值",
        help_text="选定后按当时的数值固定在文中，指标以后更新不会改动文中数字。",
    )
    indicator = models.ForeignKey(
        "chains.Indicator", models.PROTECT, related_name="quoted_in", verbose_name="指标", editable=False
    )
    name = models.CharField("指标名称", max_length=120, editable=False)
    unit = models.CharField("单位", max_length=10, editable=False)
    caption = models.CharField("说明", max_length=80, blank=True, help_text="留空时用指标名称。")

    objects = FigureQuerySet.as_manager()

    class Meta(FeatureBlock.Meta):
        verbose_name = "数据"
        verbose_name_plural = "数据"
        constraints = Value.Meta.constraints

    def __str__(self):
        return f"{self.label} {self.period.label} {self.wording}"

    def save(self, *args, **kwargs):
        self.pin()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self._state.adding and self.observation is None:
            raise ValidationError({"observation": "请选择要引用的数值。"})
        self.pin()

    def pin(self):
        """Copy what the chosen observation says, once: when the block is new or another observation is chosen."""
        if self.observation is None or self.pinned_observation == self.observation_id:
            return
        for field in ("period", "value", "qualifier", "of", "indicator", "unit"):
            setattr(self, field, getattr(self.observation, field))
        self.name = self.indicator.name
        self.pinned_observation = self.observation_id

    @classmethod
    def get_queryset(cls):
        figures = cls.objects.select_related("indicator__committee", "indicator__initiative", "observation")
        return figures.with_changes()

    @classmethod
    def from_db(cls, *args, **kwargs):
        block = super().from_db(*args, **kwargs)
        block.pinned_observation = block.__dict__.get("observation_id")
        return block

    pinned_observation = None

    @property
    def label(self):
        return self.caption or self.name

    @property
    def words(self):
        return f"{self.label} {self.period.label} {self.wording}"

    # The values that stand now, where they are others: set by with_changes(), without it nothing is known of them.
    corrected_to = None
    newer = None

    @property
    def correction_wording(self):
        """What the period's value is now: 该数值已更正为148.5亿元. Empty where nothing was corrected."""
        return f"该数值已更正为{self.corrected_to.wording}" if self.corrected_to else ""

    @property
    def correction_reason(self):
        """Why, to be put into brackets; empty where nobody said."""
        return self.corrected_to.reason.rstrip("。") if self.corrected_to else ""

    @property
    def newer_wording(self):
        """What is the newest: 已有更新数据：2022年一季度48.1亿元. Empty where the figure is."""
        return f"已有更新数据：{self.newer.period.label}{self.newer.wording}" if self.newer else ""
