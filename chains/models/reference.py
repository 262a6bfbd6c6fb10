"""What the other records refer to. These rows say nothing by themselves and are public as soon as they are saved."""

from django.db import models
from django.urls import reverse

from portal.shared.fields import PartialDateField
from portal.shared.models import Named, Slugged


class Industry(Named):
    """领域: a field of industry."""

    summary = models.TextField("简介", blank=True)
    hundred_billion = models.BooleanField("规模过千亿元", default=False)
    position = models.PositiveSmallIntegerField("次序", default=0, help_text="小的在前。")

    class Meta:
        verbose_name = "领域"
        verbose_name_plural = "领域"
        ordering = ["position", "name_key"]

    def get_absolute_url(self):
        return reverse("chains:industry", args=[self.slug])


class Source(Slugged):
    """来源: a report or document that facts were taken from."""

    title = models.CharField("标题", max_length=200)
    kicker = models.CharField("引题", max_length=200, blank=True)
    outlet = models.CharField("媒体或机关", max_length=80)
    author = models.CharField("作者", max_length=80, blank=True)
    credits = models.TextField("署名", blank=True, help_text="每行一项，如“编辑：某某”。")
    published = PartialDateField("刊发时间", null=True, blank=True)
    url = models.URLField("原文网址", blank=True)
    note = models.TextField("备注", blank=True)

    class Meta:
        verbose_name = "来源"
        verbose_name_plural = "来源"
        ordering = [models.F("published").desc(nulls_last=True), "slug"]

    def __str__(self):
        return self.citation

    def get_absolute_url(self):
        return reverse("chains:source", args=[self.slug])

    def slug_text(self):
        return self.title

    @property
    def citation(self):
        """The source as running text names it: 《标题》（媒体，2022年6月）."""
        published = f"，{self.published.label}" if self.published else ""
        return f"《{self.title}》（{self.outlet}{published}）"


class Organization(Named):
    """单位: an enterprise or institution that is named in the register."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "企业"
        INSTITUTION = "institution", "机构"

    class Place(models.TextChoices):
        ZONE = "zone", "区内"
        CITY = "city", "市内"
        PROVINCE = "province", "省内"
        ELSEWHERE = "elsewhere", "省外"
        UNKNOWN = "unknown", "来源未说明"

    kind = models.CharField("类别", max_length=20, choices=Kind, default=Kind.ENTERPRISE)
    place = models.CharField("所在地", max_length=20, choices=Place, default=Place.UNKNOWN)
    website = models.URLField("网站", blank=True)
    note = models.TextField("备注", blank=True)

    class Meta(Named.Meta):
        verbose_name = "单位"
        verbose_name_plural = "单位"

    def get_absolute_url(self):
        """The list of the committees that it is in: it has no page of its own."""
        return f"{reverse('chains:committees')}?organization={self.slug}"
