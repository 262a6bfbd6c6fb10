"""Editions of records, and the signatures below them."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .. import conf


class OfRecord(models.Model):
    """Abstract base of rows about one record of any publishable model, whatever its primary key is."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name="种类")
    object_id = models.CharField("编号", max_length=40)
    record = GenericForeignKey()

    class Meta:
        abstract = True

    @classmethod
    def key_of(cls, record):
        """Give the columns that name ``record``, for filters and new rows."""
        return {"content_type": ContentType.objects.get_for_model(record), "object_id": str(record.pk)}


class EditionQuerySet(models.QuerySet):
    """Reading rules of editions."""

    def of(self, record):
        return self.filter(**Edition.key_of(record))

    def light(self):
        """Leave the snapshots in the database: they are as large as the records."""
        return self.defer("snapshot")

    def due(self, now):
        """Scheduled editions whose time has come, in the order of their times."""
        scheduled = self.filter(state=Edition.State.SCHEDULED, publish_at__lte=now)
        return scheduled.order_by("publish_at", "pk")


class Edition(OfRecord):
    """A record and its parts as somebody saved them. Content, number and author never change; the state does."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        REVIEW = "review", "审核中"
        RETURNED = "returned", "已退回"
        SCHEDULED = "scheduled", "已定时"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤稿"
        SUPERSEDED = "superseded", "已有新版本"

    number = models.PositiveIntegerField("版本号")
    title = models.CharField("标题", max_length=200)
    snapshot = models.JSONField("内容")
    fingerprint = models.CharField("内容指纹", max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="保存人")
    created_at = models.DateTimeField("保存时间", default=timezone.now)
    comment = models.CharField("修改说明", max_length=200, blank=True)
    restored_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="由哪一版恢复")
    state = models.CharField("状态", max_length=20, choices=State, default=State.DRAFT)
    stage = models.PositiveSmallIntegerField("待审环节", null=True)

    sheet_year = models.PositiveSmallIntegerField("审签单年份", null=True)
    sheet_number = models.PositiveIntegerField("审签单序号", null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="送审人"
    )
    submitted_at = models.DateTimeField("送审时间", null=True)
    secrecy_checked = models.BooleanField("已作保密审查", default=False)
    correction = models.TextField("更正说明", blank=True)

    publish_at = models.DateTimeField("定时发布时间", null=True)
    expires_at = models.DateTimeField("到期时间", null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发布人"
    )
    published_at = models.DateTimeField("发布时间", null=True)
    override_reason = models.TextField("未经审核单独发布的理由", blank=True)
    # Findings that were kept for a reason: {"rule", "sentence", "reason", "person"} of each.
    accepted = models.JSONField("保留的写法", default=list, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "版本"
        verbose_name_plural = "版本"
        ordering = ["-number"]
        permissions = [("publish_edition", "可以定时、撤稿、更改发布时间")]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "number"], name="edition_number_once"),
            models.UniqueConstraint(fields=["sheet_year", "sheet_number"], name="edition_sheet_number_once"),
        ]
        indexes = [
            models.Index(fields=["publish_at"], condition=Q(state="scheduled"), name="edition_scheduled"),
            models.Index(fields=["state", "stage"], name="edition_state"),
            models.Index(fields=["published_at"], condition=Q(state="published"), name="edition_published"),
            models.Index(fields=["submitted_at"], condition=Q(state="review"), name="edition_under_review"),
            models.Index(fields=["author", "state"], name="edition_of_author"),
        ]

    def __str__(self):
        return f"{self.title} 第{self.number}版"

    @property
    def state_key(self):
        """The key of the state in the filters of the desk: ``review-2`` where the second stage is to sign."""
        return f"review-{conf.stage(self.stage).number}" if self.state == self.State.REVIEW else self.state

    @property
    def state_label(self):
        """The state in words: 待复审, 已定时 2026-12-01 08:00."""
        if self.state == self.State.REVIEW:
            return f"待{conf.stage(self.stage).name}"
        if self.state == self.State.SCHEDULED:
            return f"已定时 {timezone.localtime(self.publish_at):%Y-%m-%d %H:%M}"
        return self.get_state_display()

    @property
    def sheet(self):
        """The number of the 审签单, such as 2026-0012; empty before the first submission."""
        return f"{self.sheet_year}-{self.sheet_number:04}" if self.sheet_number else ""

    @property
    def is_open(self):
        """Whether this edition may be submitted: it is a draft, or was returned."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    def valid_signatures(self):
        """Signatures that approve this edition and were not voided, in the order of the stages."""
        return self.signatures.filter(decision=Signature.Decision.APPROVED, voided_at=None).order_by("stage")


class Signature(models.Model):
    """What one person decided about one edition at one stage. It is never changed, only voided."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "同意"
        RETURNED = "returned", "退回"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="signatures", verbose_name="版本")
    stage = models.PositiveSmallIntegerField("环节")
    stage_name = models.CharField("环节名称", max_length=40)
    decision = models.CharField("决定", max_length=20, choices=Decision)
    opinion = models.TextField("意见", blank=True)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="签字人")
    signer_name = models.CharField("签字人姓名", max_length=150)
    signed_at = models.DateTimeField("签字时间", default=timezone.now)
    fingerprint = models.CharField("所签内容的指纹", max_length=64)
    voided_at = models.DateTimeField("作废时间", null=True)

    class Meta:
        verbose_name = "签字"
        verbose_name_plural = "签字"
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "stage"],
                condition=Q(decision="approved", voided_at__isnull=True),
                name="signature_once_for_each_stage",
            )
        ]

    def __str__(self):
        return f"{self.stage_name} {self.signer_name} {self.get_decision_display()}"
