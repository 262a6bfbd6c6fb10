"""Chain committees, alliances and the like, with their members."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse

from portal.editions.models import Publishable, PublishableQuerySet
from portal.library.blocks import PhotoBlock
from portal.shared.blocks import HasBody, TextBlock, block_base
from portal.shared.fields import PartialDateField
from portal.shared.gathering import Together
from portal.shared.models import Named, Part

from .gaps import GapsQuerySet

LED_BY_ITSELF = "一个组织不能由自己牵头。"


class CommitteeQuerySet(GapsQuerySet, PublishableQuerySet):
    """Reading rules of committees."""

    def with_card(self):
        """Load what a list shows: industry, cover and the number of members."""
        counted = self.annotate(member_count=Count("memberships__organization", distinct=True))
        return counted.select_related("industry", "cover").order_by(*Committee._meta.ordering)

    def with_page(self, *relations):
        """Load what the page of one committee shows of the register, whatever the number of rows.

        ``relations``: what else is loaded, in the same query.
        """
        members = Prefetch("memberships", Membership.objects.select_related("organization", "source"))
        led = Prefetch("leads", Committee.objects.public(), to_attr="public_leads")
        records = self.select_related("industry", "cover", "source", "led_by")
        return records.prefetch_related(Together(members, led, *relations))

    def with_unsourced_members(self):
        """Committees that do not say of each member where that is known from; ``unsourced`` counts these members."""
        unsourced = Membership.objects.filter(committee=OuterRef("pk"), source=None).order_by().values("committee")
        counted = Subquery(unsourced.annotate(count=Count("pk")).values("count"))
        return self.annotate(unsourced=counted).filter(unsourced__isnull=False)


class Committee(Named, HasBody, Publishable):
    """产业链党委, 党建联盟, 服务链党委, 片区党委 or 创新创业共同体."""

    class Kind(models.TextChoices):
        CHAIN = "chain_committee", "产业链党委"
        ALLIANCE = "alliance", "党建联盟"
        SERVICE_CHAIN = "service_chain_committee", "服务链党委"
        AREA = "area_committee", "片区（综合）党委"
        COMMUNITY = "community", "创新创业共同体"

    kind = models.CharField("类型", max_length=30, choices=Kind)
    industry = models.ForeignKey(
        "chains.Industry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="committees",
        verbose_name="领域",
    )
    led_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="leads", verbose_name="牵头或指导党委"
    )
    founded = PartialDateField("成立时间", null=True, blank=True)
    summary = models.TextField("简介", blank=True, help_text="一两句话，列表和分享时用。")
    source = models.ForeignKey(
        "chains.Source", models.PROTECT, null=True, blank=True, related_name="committees", verbose_name="来源"
    )
    cover = models.ForeignKey(
        "library.Photo", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="题图"
    )

    objects = CommitteeQuerySet.as_manager()
    parts = ("memberships", "chains_committeetext_set", "chains_committeephoto_set")

    class Meta(Named.Meta):
        verbose_name = "产业链组织"
        verbose_name_plural = "产业链组织"
        constraints = [
            models.CheckConstraint(
                condition=Q(led_by__isnull=True) | ~Q(led_by=F("id")),
                name="committee_not_led_by_itself",
                violation_error_message=LED_BY_ITSELF,
            )
        ]

    def clean(self):
        super().clean()
        if self.pk and self.led_by_id == self.pk:
            raise ValidationError({"led_by": LED_BY_ITSELF})

    def get_absolute_url(self):
        return reverse("chains:committee", args=[self.slug])


class Membership(Part):
    """An organisation's place in a committee."""

    class Role(models.TextChoices):
        LEADER = "leader", "链主企业"
        FOUNDING = "founding", "发起单位"
        SUPPORTING = "supporting", "配套企业"
        UPSTREAM = "upstream_supporting", "上游配套企业"
        SIGNATORY = "signatory", "签约企业"
        MEMBER = "member", "成员单位"

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="memberships", verbose_name="产业链组织")
    organization = models.ForeignKey(
        "chains.Organization", models.PROTECT, related_name="memberships", verbose_name="单位"
    )
    role = models.CharField("角色", max_length=30, choices=Role, default=Role.MEMBER)
    joined = PartialDateField("加入时间", null=True, blank=True)
    source = models.ForeignKey(
        "chains.Source",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="来源",
    )
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        verbose_name = "成员"
        verbose_name_plural = "成员"
        ordering = ["role", "organization__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "organization", "role"],
                name="membership_once_for_each_role",
                violation_error_message="这个单位已以同一角色列为成员。",
            )
        ]

    def __str__(self):
        return f"{self.organization}（{self.get_role_display()}）"


CommitteeBlock = block_base(Committee)


class CommitteeText(TextBlock, CommitteeBlock):
    class Meta(TextBlock.Meta, CommitteeBlock.Meta):
        pass


class CommitteePhoto(PhotoBlock, CommitteeBlock):
    class Meta(PhotoBlock.Meta, CommitteeBlock.Meta):
        pass
