"""The audit trail: who did what to which record, when and from where. Rows are added and never change."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .edition import Edition, OfRecord


class Action(models.TextChoices):
    """What is written down."""

    ADOPTED = "adopted", "收录"
    SAVED = "saved", "保存"
    RESTORED = "restored", "恢复旧版"
    SUBMITTED = "submitted", "送审"
    SIGNED = "signed", "签字同意"
    RETURNED = "returned", "退回"
    VOIDED = "voided", "签字作废"
    SCHEDULED = "scheduled", "定时"
    PUBLISHED = "published", "发布"
    OVERRIDDEN = "overridden", "未经审核单独发布"
    FAILED = "failed", "发布失败"
    WITHDRAWN = "withdrawn", "撤稿"
    DATED = "dated", "更改发布时间"
    LINKED = "linked", "建立预览链接"
    UNLINKED = "unlinked", "收回预览链接"
    DELETED = "deleted", "删除"
    ACCEPTED = "accepted", "保留提示的写法"
    IMPORTED = "imported", "导入"
    EXPORTED = "exported", "导出"
    REPLACED = "replaced", "替换文件"


class AppendOnly(Exception):
    """Somebody tried to change or remove a row of the audit trail."""

    def __init__(self):
        super().__init__("操作记录只能添加，不能修改或删除。")


class AuditQuerySet(models.QuerySet):
    """Rows are read and created; everything else is refused (the database refuses it, too: ``guards.py``)."""

    def of(self, record):
        return self.filter(**AuditEntry.key_of(record))

    def update(self, **values):
        raise AppendOnly

    def bulk_update(self, *args, **kwargs):
        raise AppendOnly

    def delete(self):
        raise AppendOnly


class AuditEntry(OfRecord):
    """One thing that was done. Names and titles are kept as they were then."""

    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    action = models.CharField("操作", max_length=20, choices=Action)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="操作人账号")
    person_name = models.CharField("操作人", max_length=150)
    address = models.GenericIPAddressField("IP地址", null=True)
    record_title = models.CharField("记录", max_length=200)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+", verbose_name="版本")
    detail = models.TextField("说明", blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "操作记录"
        verbose_name_plural = "操作记录"
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["content_type", "object_id"], name="audit_of_record")]

    def __str__(self):
        return f"{self.person_name} {self.get_action_display()} {self.record_title}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly
