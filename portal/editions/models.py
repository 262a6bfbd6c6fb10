"""What it means that a record is public: one rule, in one place."""

from django.db import models
from django.utils import timezone


class PublishableQuerySet(models.QuerySet):
    """Reading rules of records that are published."""

    def public(self):
        """Only what visitors and programs may see now."""
        return self.filter(public_from__lte=timezone.now())


class Publishable(models.Model):
    """A record that is public from a moment on, together with its ``parts`` (accessor names of the rows it owns)."""

    parts = ()

    public_from = models.DateTimeField(
        "公开时间",
        null=True,
        blank=True,
        db_index=True,
        help_text="到这一时刻起对外公开；留空则不公开。",
    )

    class Meta:
        abstract = True

    @property
    def is_public(self):
        """Whether ``public()`` would find this row now."""
        return self.public_from is not None and self.public_from <= timezone.now()
