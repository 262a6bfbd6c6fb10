"""大事记: what happened when."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.editions.models import Publishable, PublishableQuerySet
from portal.shared.fields import PartialDateField
from portal.shared.models import Slugged

from .gaps import GapsQuerySet


class MilestoneQuerySet(GapsQuerySet, PublishableQuerySet):
    """Reading rules of milestones."""

    def with_page(self):
        """Load what the timeline shows."""
        return self.select_related("committee", "initiative", "source")


class Milestone(Slugged, Publishable):
    """An event, dated as precisely as its source dates it."""

    title = models.CharField("事件", max_length=120)
    date = PartialDateField("时间", db_index=True)
    text = models.TextField("说明", blank=True)
    committee = models.ForeignKey(
        "chains.Committee",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name="有关组织",
    )
    initiative = models.ForeignKey(
        "chains.Initiative",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name="有关举措",
    )
    source = models.ForeignKey(
        "chains.Source", models.PROTECT, null=True, blank=True, related_name="milestones", verbose_name="来源"
    )

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = "大事记"
        verbose_name_plural = "大事记"
        ordering = ["-date", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(committee__isnull=True) | Q(initiative__isnull=True),
                name="milestone_about_one_thing",
                violation_error_message="有关组织和有关举措只能选一个。",
            )
        ]

    def __str__(self):
        return f"{self.date.label} {self.title}" if self.date else self.title

    def slug_text(self):
        return f"{self.date or ''} {self.title}"

    def get_absolute_url(self):
        return f"{reverse('chains:timeline')}?year={self.date.year}#{self.slug}"
