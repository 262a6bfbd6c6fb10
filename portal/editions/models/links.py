"""Preview links for readers without an account, and who has which form open."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone

from .edition import Edition, OfRecord

SALT = "portal.editions.preview"


class PreviewLinkQuerySet(models.QuerySet):
    """Reading rules of preview links."""

    def valid(self):
        """Links that have neither expired nor been revoked."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def find(self, token):
        """Give the valid link that ``token`` names, or ``None``; a token that we did not sign names nothing."""
        try:
            key = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        return self.valid().filter(pk=key).select_related("edition").first()


class PreviewLink(models.Model):
    """Lets whoever has its address read one edition as a public page, until it expires or is revoked."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="links", verbose_name="版本")
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="建立人")
    created_at = models.DateTimeField("建立时间", default=timezone.now)
    expires_at = models.DateTimeField("有效期至")
    revoked_at = models.DateTimeField("收回时间", null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "预览链接"
        verbose_name_plural = "预览链接"
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.edition}的预览链接"

    def get_absolute_url(self):
        return reverse("editions:preview", args=[signing.dumps(self.pk, salt=SALT)])

    @property
    def is_valid(self):
        return self.revoked_at is None and self.expires_at > timezone.now()


class Presence(OfRecord):
    """Somebody has the form of a record open; ``seen_at`` is the last sign of life of their page."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="编辑")
    seen_at = models.DateTimeField("最后所见")

    class Meta:
        verbose_name = "正在编辑"
        verbose_name_plural = "正在编辑"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "person"], name="presence_once"),
        ]

    def __str__(self):
        return f"{self.person} {self.seen_at:%H:%M}"
