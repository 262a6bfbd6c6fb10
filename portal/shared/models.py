"""Abstract bases that every app builds on, the ledger of what the seed has loaded, and that of public changes."""

import uuid

from django.db import models
from django.utils import timezone

from .fields import PinyinKeyField, StableSlugField
from .pinyin import unique_slug


class Slugged(models.Model):
    """A record that is found by its slug, which is made from the pinyin of ``slug_text()`` where none was typed."""

    slug = StableSlugField(
        "网址名",
        max_length=80,
        unique=True,
        blank=True,
        help_text="网址中的一段，只用小写字母、数字和连字符；留空时按拼音生成。公开后不能再改。",
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.fill_slug()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.fill_slug()

    def slug_text(self):
        """Give the text that the slug is made from."""
        raise NotImplementedError

    def fill_slug(self):
        """Suggest the slug where none was typed (costs one query then)."""
        if not self.slug:
            self.slug = unique_slug(self, self.slug_text())


class Named(Slugged):
    """A record that is listed by the pinyin of its name."""

    name = models.CharField("名称", max_length=120)
    name_key = PinyinKeyField("排序键", source="name", db_index=True)

    class Meta:
        abstract = True
        ordering = ["name_key", "pk"]

    def __str__(self):
        return self.name

    def slug_text(self):
        return self.name


class Part(models.Model):
    """A row that belongs to a record and is edited with it.

    The key is a UUID, so that a part keeps its identity wherever it is first made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class SeedEntry(models.Model):
    """An entry of the seed files that was loaded, and is never loaded again, whatever editors did to it since.

    ``row`` is the primary key of what it became; entries that are loaded later refer to it by ``key``.
    """

    label = models.CharField("模型", max_length=80)
    key = models.CharField("条目", max_length=120)
    row = models.CharField("主键", max_length=40)
    loaded_at = models.DateTimeField("载入时间", auto_now_add=True)

    class Meta:
        verbose_name = "已载入的初始条目"
        verbose_name_plural = "已载入的初始条目"
        constraints = [models.UniqueConstraint(fields=["label", "key"], name="seed_entry_once")]

    def __str__(self):
        return f"{self.label} {self.key}"


class PublicChange(models.Model):
    """A transaction that changed what the public may see (``portal.shared.freshness``)."""

    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "公开内容的变动"
        verbose_name_plural = "公开内容的变动"
        default_permissions = ()

    def __str__(self):
        return str(self.at)
