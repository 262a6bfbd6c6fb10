"""Abstract bases that every app builds on, and the ledger of what the seed has loaded."""

import uuid

from django.db import models

from .fields import PinyinKeyField
from .pinyin import unique_slug


class Named(models.Model):
    """A record that is listed by the pinyin of its name and found by its slug."""

    name = models.CharField("名称", max_length=120)
    slug = models.SlugField(
        "网址名",
        max_length=80,
        unique=True,
        blank=True,
        help_text="网址中的一段，只用小写字母、数字和连字符；留空时按名称的拼音生成。公开后不能再改。",
    )
    name_key = PinyinKeyField("排序键", source="name", db_index=True)

    class Meta:
        abstract = True
        ordering = ["name_key", "pk"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.fill_slug()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.fill_slug()

    def fill_slug(self):
        """Suggest the slug from the name where none was typed (costs one query then)."""
        if not self.slug:
            self.slug = unique_slug(self, self.name)


class Part(models.Model):
    """A row that belongs to a record and is edited with it.

    The key is a UUID, so that a part keeps its identity wherever it is first made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class SeedEntry(models.Model):
    """An entry of the seed files that has been loaded once; it is never loaded again, whatever editors did to it since."""

    label = models.CharField("模型", max_length=80)
    key = models.CharField("条目", max_length=120)
    loaded_at = models.DateTimeField("载入时间", auto_now_add=True)

    class Meta:
        verbose_name = "已载入的初始条目"
        verbose_name_plural = "已载入的初始条目"
        constraints = [models.UniqueConstraint(fields=["label", "key"], name="seed_entry_once")]

    def __str__(self):
        return f"{self.label} {self.key}"
