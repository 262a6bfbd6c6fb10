"""Service-chain initiatives and the programmes around them."""

from django.db import models
from django.urls import reverse

from portal.editions.models import Publishable, PublishableQuerySet
from portal.library.blocks import PhotoBlock
from portal.shared.blocks import HasBody, TextBlock, block_base
from portal.shared.fields import PartialDateField
from portal.shared.models import Named

from .gaps import GapsQuerySet


class InitiativeQuerySet(GapsQuerySet, PublishableQuerySet):
    """Reading rules of initiatives."""

    def with_card(self):
        """Load what a list shows."""
        return self.select_related("committee", "cover")

    def with_page(self):
        """Load what the page of one initiative shows."""
        return self.select_related("committee", "cover", "source")


class Initiative(Named, HasBody, Publishable):
    """服务链举措: something done for enterprises, or the way in which it is done."""

    class Status(models.TextChoices):
        ONGOING = "ongoing", "实施中"
        COMPLETED = "completed", "已完成"
        ENDED = "ended", "已停止"

    committee = models.ForeignKey(
        "chains.Committee",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name="负责组织",
    )
    launched = PartialDateField("推出时间", null=True, blank=True)
    status = models.CharField(
        "状态", max_length=20, choices=Status, blank=True, help_text="来源没有说明时留空，不要推测。"
    )
    summary = models.TextField("简介", blank=True, help_text="一两句话，列表和分享时用。")
    source = models.ForeignKey(
        "chains.Source",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name="来源",
    )
    cover = models.ForeignKey(
        "library.Photo", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="题图"
    )

    objects = InitiativeQuerySet.as_manager()
    parts = ("chains_initiativetext_set", "chains_initiativephoto_set")

    class Meta(Named.Meta):
        verbose_name = "服务链举措"
        verbose_name_plural = "服务链举措"

    def get_absolute_url(self):
        return reverse("chains:initiative", args=[self.slug])


InitiativeBlock = block_base(Initiative)


class InitiativeText(TextBlock, InitiativeBlock):
    class Meta(TextBlock.Meta, InitiativeBlock.Meta):
        pass


class InitiativePhoto(PhotoBlock, InitiativeBlock):
    class Meta(PhotoBlock.Meta, InitiativeBlock.Meta):
        pass
