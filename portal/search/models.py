"""What can be found: one entry for each public record, and apart from them the drafts, which editors alone find.

Their words are kept by ``portal.search.backends``.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.shared.fields import PartialDateField


class EntryQuerySet(models.QuerySet):
    """Reading rules of entries."""

    def public(self):
        """Without those whose publication has ended since they were written."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))


class Entry(models.Model):
    """A public record as it is found. Written by ``portal.search.index`` alone.

    ``id`` grows with the record's moment, so that the newest are the first in its order. ``kind`` is the name of the
    record's model and ``key`` its primary key. ``until``: when its publication ends. ``spelling``: the pinyin of its
    name, where one may look for it by that.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    key = models.BigIntegerField()
    title = models.CharField(max_length=250)
    lead = models.TextField()
    address = models.CharField(max_length=300)
    section = models.CharField(max_length=80)
    day = PartialDateField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    until = models.DateTimeField(null=True)
    spelling = models.CharField(max_length=800)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "可查找的内容"
        verbose_name_plural = "可查找的内容"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_once")]

    def __str__(self):
        return self.title


class Draft(models.Model):
    """A record whose newest edition is not what the public finds, as editors find it. No public page reads this table.

    Written by ``portal.search.drafts`` alone. ``kind`` and ``key`` are those of :class:`Entry`.
    """

    kind = models.CharField(max_length=20)
    key = models.BigIntegerField()

    class Meta:
        verbose_name = "可查找的未公开内容"
        verbose_name_plural = "可查找的未公开内容"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_draft_once")]

    def __str__(self):
        return f"{self.kind} {self.key}"
