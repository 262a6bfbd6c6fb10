"""Columns: the sections of the news."""

from django.db import models
from django.urls import reverse

from portal.shared.models import Named


class ColumnQuerySet(models.QuerySet):
    """Reading rules of columns."""

    def public(self):
        """Columns that have a public story: visitors are never shown an empty one."""
        stories = self.model._meta.get_field("features").related_model.objects.public()
        return self.filter(pk__in=stories.values("column"))


class Column(Named):
    """栏目. Public as soon as it is saved, and listed as soon as it has a public story: no column is ever empty."""

    class Cycle(models.TextChoices):
        BIWEEKLY = "biweekly", "两周"
        MONTHLY = "monthly", "一个月"
        HALF_YEARLY = "half_yearly", "半年"

    description = models.TextField("栏目简介", blank=True)
    keywords = models.CharField("关键词", max_length=200, blank=True, help_text="用中文逗号隔开。")
    type = models.CharField("栏目类型", max_length=40, default="工作动态", help_text="如工作动态、概况信息、数据发布。")
    cycle = models.CharField("更新周期", max_length=20, choices=Cycle, default=Cycle.BIWEEKLY)
    position = models.PositiveSmallIntegerField("次序", default=0, help_text="小的在前。")

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"
        ordering = ["position", "name_key"]

    def get_absolute_url(self):
        return reverse("news:column", args=[self.slug])
