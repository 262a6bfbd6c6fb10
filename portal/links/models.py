"""The links that public records hold, and what is known of each. Written by ``portal.links.index`` and ``answers``."""

from django.contrib.admin.utils import quote
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import Truncator

from portal.editions.models.edition import OfRecord


class LinkQuerySet(models.QuerySet):
    """Reading rules of links."""

    def of(self, record):
        return self.filter(**Link.key_of(record))

    def dead(self):
        return self.filter(status=Link.Status.DEAD)

    def internal(self):
        return self.filter(kind=Link.Kind.INTERNAL)

    def external(self):
        return self.filter(kind=Link.Kind.EXTERNAL)


class Link(OfRecord):
    """An address in the texts of a public record.

    ``address``: as written. ``target``: the same in one form: of an internal link path and query, of an external one
    the whole address in ASCII, both without fragment; empty where the address cannot be read. ``stem``: of an internal
    link, what the links to one record's pages have in common (``portal.links.judging``). ``since``: when it was found,
    began to fail, or was well again. ``failures``: how often it failed in a row.
    """

    class Kind(models.TextChoices):
        INTERNAL = "internal", "内部"
        EXTERNAL = "external", "外部"

    class Status(models.IntegerChoices):
        """What needs somebody comes first."""

        DEAD = 1, "失效"
        DOUBTFUL = 2, "待复查"
        UNCHECKED = 3, "未检查"
        FINE = 4, "正常"

    title = models.CharField("所在内容", max_length=200)
    place = models.CharField("位置", max_length=80)
    text = models.CharField("链接文字", max_length=200, blank=True)
    address = models.CharField("网址", max_length=2000)
    kind = models.CharField("内部或外部", max_length=10, choices=Kind)
    target = models.CharField("指向", max_length=2000, blank=True)
    stem = models.CharField("指向的页面", max_length=200, blank=True)
    status = models.PositiveSmallIntegerField("状态", choices=Status, default=Status.UNCHECKED)
    why = models.CharField("原因", max_length=200, blank=True)
    since = models.DateTimeField("从何时起", default=timezone.now)
    checked_at = models.DateTimeField("检查时间", null=True)
    failures = models.PositiveIntegerField("连续失败次数", default=0)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = "链接"
        verbose_name_plural = "链接"
        default_permissions = ("view",)
        ordering = ["status", "-since", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="link_of_record"),
            models.Index(fields=["target"], name="link_target"),
            models.Index(fields=["stem"], name="link_stem"),
            models.Index(fields=["status", "-since", "-id"], name="link_newest_trouble"),
        ]

    def __str__(self):
        return Truncator(self.address).chars(60)

    @property
    def admin_url(self):
        """The form of the record that holds the link; empty where the admin has none."""
        try:
            name = f"{self.content_type.app_label}_{self.content_type.model}_change"
            return reverse(f"admin:{name}", args=[quote(self.object_id)])
        except NoReverseMatch:
            return ""
