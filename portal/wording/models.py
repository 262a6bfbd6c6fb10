"""The table of wrong forms that the owner of the site keeps."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import StrIndex

from .folding import fold
from .matching import Entry, contradictions, words_of


class TermQuerySet(models.QuerySet):
    """Reading rules of the table. Whatever writes to it marks it as changed, so that every process reads it anew."""

    def active(self):
        return self.filter(is_active=True)

    def entries(self):
        """Give the :class:`~portal.wording.matching.Entry` of each term; one query."""
        return [Entry(*values) for values in self.values_list(*Entry._fields)]

    def touching(self, term):
        """Terms whose wrong form stands in the right one of ``term``, or the other way round."""
        here = self.annotate(place=StrIndex(Value(term.right), F("wrong")))
        return here.filter(Q(place__gt=0) | Q(right__contains=term.wrong)).exclude(pk=term.pk)

    def bulk_create(self, *args, **kwargs):
        Revision.renew()
        return super().bulk_create(*args, **kwargs)

    def update(self, **values):  # bulk_update() comes here, too
        Revision.renew()
        return super().update(**values)

    def delete(self):
        Revision.renew()
        return super().delete()

    delete.alters_data = delete.queryset_only = True  # as Django's own: no manager empties the table


class Term(models.Model):
    """A form that should not be written, and the one to write instead.

    Both are compared as :mod:`portal.wording.folding` says, and kept so. ``right`` may be empty where nothing can be
    put in the place of what is wrong. Within ``exceptions``, and within the right form, the wrong one is not wrong.
    """

    class Level(models.TextChoices):
        SERIOUS = "serious", "严重"
        ORDINARY = "ordinary", "一般"

    wrong = models.CharField(
        "错误写法",
        max_length=60,
        unique=True,
        error_messages={"unique": "表里已有这个错误写法。"},
        help_text="稿件里出现这几个字就提示。写得长一些，少误报。",
    )
    right = models.CharField(
        "正确写法", max_length=60, blank=True, help_text="编辑按一下就改成它。没有固定改法的留空，只提示不改。"
    )
    level = models.CharField(
        "级别",
        max_length=10,
        choices=Level,
        default=Level.ORDINARY,
        help_text="严重：改好或写明保留的理由才能送审、发布。一般：只提示。",
    )
    reason = models.CharField("说明", max_length=200, blank=True, help_text="为什么错、依据是什么，提示时给编辑看。")
    exceptions = models.CharField(
        "例外",
        max_length=200,
        blank=True,
        help_text="含有错误写法、本身却没错的词，用顿号隔开；出现在这些词里时不提示。",
    )
    is_active = models.BooleanField("启用", default=True, help_text="暂不使用的可以停用，不必删除。")
    updated_at = models.DateTimeField("修改时间", auto_now=True, db_index=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "错敏词"
        verbose_name_plural = "错敏词"
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(wrong=F("right")),
                name="term_right_differs_from_wrong",
                violation_error_message="正确写法和错误写法相同。",
            )
        ]

    def __str__(self):
        return f"{self.wrong} → {self.right}" if self.right else self.wrong

    def save(self, *args, **kwargs):
        self.normalise()
        Revision.renew()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        Revision.renew()
        return super().delete(*args, **kwargs)

    def clean(self):
        super().clean()
        typed = self.wrong
        self.normalise()
        if typed and not self.wrong:
            raise ValidationError({"wrong": "请写出看得见的字。"})
        if broken := [name for name in ("wrong", "right") if "\n" in getattr(self, name)]:
            raise ValidationError(dict.fromkeys(broken, "请写在一行里，不要换行。"))
        self.refuse_idle_exceptions()
        if self.wrong and self.is_active:
            self.refuse_contradictions()

    def normalise(self):
        self.wrong, self.right = fold(self.wrong).strip(), fold(self.right).strip()

    @property
    def entry(self):
        return Entry(*(getattr(self, name) for name in Entry._fields))

    def refuse_idle_exceptions(self):
        idle = [word for word in words_of(self.exceptions) if self.wrong not in word]
        if idle:
            raise ValidationError({"exceptions": f"“{idle[0]}”里没有“{self.wrong}”，不用列为例外。"})

    def refuse_contradictions(self):
        """What the table calls right must not hold what it calls wrong."""
        rivals = Term.objects.active().touching(self).entries()
        for entry, fault in contradictions([self.entry, *rivals]):
            if entry == self.entry:
                raise ValidationError({"right": f"正确写法里的“{fault.wrong}”在表里是错误写法。"})
            if fault == self.entry:
                raise ValidationError({"wrong": f"“{entry.wrong}”的正确写法“{entry.right}”里有这几个字。"})


class Revision(models.Model):
    """One row that changes whenever the table does: a process that knows its ``key`` knows the whole table."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = "词表的版本"
        default_permissions = ()

    def __str__(self):
        return str(self.key)

    @classmethod
    def renew(cls):
        """Mark the table as changed; whoever changes it at the same time waits for the other's commit."""
        key = uuid.uuid4()
        if not cls.objects.update(key=key):
            cls.objects.update_or_create(pk=1, defaults={"key": key})

    @classmethod
    def current(cls):
        """Give the key of now, or ``None`` where nothing was ever written; one query."""
        return cls.objects.values_list("key", flat=True).first()
