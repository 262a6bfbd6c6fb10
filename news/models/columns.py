"""Columns: the sections of the news."""

from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from portal.shared.models import Named

from .freshness import Freshness


class ColumnQuerySet(models.QuerySet):
    """Reading rules of columns."""

    def public(self):
        """Columns that have a public story: visitors are never shown an empty one."""
        return self.filter(pk__in=self.stories().values("column"))

    def with_freshness(self):
        """Load when each column had its newest public story, which an index knows (``Column.freshness``)."""
        newest = self.stories().filter(column=OuterRef("pk")).order_by("-public_from").values("public_from")
        return self.annotate(newest=Subquery(newest[:1]))

    def stories(self):
        return self.model._meta.get_field("features").related_model.objects.public()


class Column(Named):
    """栏目. Public as soon as it is saved, and listed as soon as it has a public story: no column is ever empty."""

    class Cycle(models.TextChoices):
        BIWEEKLY = "biweekly", "两周"
        MONTHLY = "monthly", "一个月"
        HALF_YEARLY = "half_yearly", "半年"

        @property
        def days(self):
            """How many days may pass between two stories."""
            return {"biweekly": 14, "monthly": 30, "half_yearly": 180}[self.value]

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

    newest = None  # when the newest public story came out, set by with_freshness()

    @property
    def freshness(self):
        """How the newest story stands to the cycle (:class:`~news.models.freshness.Freshness`)."""
        return Freshness(self.newest, self.Cycle(self.cycle).days)
