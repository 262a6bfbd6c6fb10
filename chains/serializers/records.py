"""How the API writes committees, organisations, initiatives, milestones and sources."""

from rest_framework import serializers

from portal.editions.serializers import corrections_field
from portal.library.serializers import PhotoBlockSerializer, PhotoSerializer
from portal.shared.api.serializers import (
    BodyField,
    LinkSerializer,
    PageField,
    PublicLinkSerializer,
    PublishedSerializer,
    RecordSerializer,
    TextBlockSerializer,
    choice_label,
    date_label,
    text,
)

from ..models import Committee, Initiative, Membership, Milestone, Organization
from .figures import IndicatorBriefSerializer
from .links import SourceLinkSerializer

BLOCKS = {"text": TextBlockSerializer, "photo": PhotoBlockSerializer}


class SourceSerializer(SourceLinkSerializer):
    """来源。"""

    published_label = date_label("published")
    original_url = text("原文网址；没有时为空。", source="url")

    class Meta(SourceLinkSerializer.Meta):
        fields = [
            "slug",
            "title",
            "kicker",
            "outlet",
            "author",
            "credits",
            "published",
            "published_label",
            "original_url",
            "note",
            "citation",
            "url",
        ]


class OrganizationBriefSerializer(RecordSerializer):
    """单位，用于成员名单。"""

    place_label = choice_label("place")

    class Meta:
        model = Organization
        fields = ["slug", "name", "place", "place_label"]


class MembershipSerializer(RecordSerializer):
    """What is said of a membership from either side."""

    role_label = choice_label("role")
    joined_label = date_label("joined")
    source = SourceLinkSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Membership
        fields = ["role", "role_label", "joined", "joined_label", "source", "note"]


class MemberSerializer(MembershipSerializer):
    """组织的一个成员。"""

    organization = OrganizationBriefSerializer(read_only=True)

    class Meta(MembershipSerializer.Meta):
        fields = ["organization", *MembershipSerializer.Meta.fields]


class BelongingSerializer(MembershipSerializer):
    """单位在一个公开的组织中的身份。"""

    committee = LinkSerializer(read_only=True)

    class Meta(MembershipSerializer.Meta):
        fields = ["committee", *MembershipSerializer.Meta.fields]


class OrganizationSerializer(RecordSerializer):
    """单位。"""

    kind_label = choice_label("kind")
    place_label = choice_label("place")
    memberships = BelongingSerializer(many=True, read_only=True, help_text="在公开的组织中的身份。")
    url = PageField(help_text="列出它所在组织的网页；单位没有自己的网页。")

    class Meta:
        model = Organization
        fields = [
            "slug",
            "name",
            "kind",
            "kind_label",
            "place",
            "place_label",
            "website",
            "note",
            "memberships",
            "url",
        ]


class CommitteeSerializer(PublishedSerializer):
    """产业链组织。"""

    kind_label = choice_label("kind")
    industry = LinkSerializer(read_only=True, allow_null=True)
    led_by = PublicLinkSerializer(help_text="牵头或指导党委。")
    founded_label = date_label("founded")
    member_count = serializers.IntegerField(read_only=True, help_text="成员单位数。单位：家。")
    source = SourceLinkSerializer(read_only=True, allow_null=True)
    cover = PhotoSerializer(read_only=True, allow_null=True)
    url = PageField()

    class Meta:
        model = Committee
        fields = [
            "slug",
            "name",
            "kind",
            "kind_label",
            "industry",
            "led_by",
            "founded",
            "founded_label",
            "summary",
            "member_count",
            "source",
            "cover",
            "published_at",
            "updated_at",
            "url",
        ]


class CommitteeDetailSerializer(CommitteeSerializer):
    """产业链组织和它的成员、举措、指标、正文。"""

    leads = LinkSerializer(source="public_leads", many=True, read_only=True, help_text="由它牵头或指导的组织。")
    memberships = MemberSerializer(many=True, read_only=True, help_text="成员单位和各自的角色。")
    initiatives = LinkSerializer(many=True, read_only=True, help_text="负责的举措。")
    indicators = IndicatorBriefSerializer(many=True, read_only=True, help_text="所属的指标，各带最新数值。")
    body = BodyField("CommitteeBlock", BLOCKS)
    corrections = corrections_field()

    class Meta(CommitteeSerializer.Meta):
        fields = [
            *CommitteeSerializer.Meta.fields,
            "leads",
            "memberships",
            "initiatives",
            "indicators",
            "body",
            "corrections",
        ]


class InitiativeSerializer(PublishedSerializer):
    """服务链举措。"""

    committee = PublicLinkSerializer(help_text="负责组织。")
    launched_label = date_label("launched")
    status = serializers.ChoiceField(
        Initiative.Status.choices, read_only=True, allow_blank=True, help_text="状态；来源没有说明时为空。"
    )
    status_label = choice_label("status")
    source = SourceLinkSerializer(read_only=True, allow_null=True)
    cover = PhotoSerializer(read_only=True, allow_null=True)
    url = PageField()

    class Meta:
        model = Initiative
        fields = [
            "slug",
            "name",
            "committee",
            "launched",
            "launched_label",
            "status",
            "status_label",
            "summary",
            "source",
            "cover",
            "published_at",
            "updated_at",
            "url",
        ]


class InitiativeDetailSerializer(InitiativeSerializer):
    """服务链举措和它的指标、正文。"""

    indicators = IndicatorBriefSerializer(many=True, read_only=True, help_text="所属的指标，各带最新数值。")
    body = BodyField("InitiativeBlock", BLOCKS)
    corrections = corrections_field()

    class Meta(InitiativeSerializer.Meta):
        fields = [*InitiativeSerializer.Meta.fields, "indicators", "body", "corrections"]


class MilestoneSerializer(PublishedSerializer):
    """大事记中的一件事。"""

    date_label = date_label("date")
    committee = PublicLinkSerializer(help_text="有关组织。")
    initiative = PublicLinkSerializer(help_text="有关举措。")
    source = SourceLinkSerializer(read_only=True, allow_null=True)
    corrections = corrections_field()
    url = PageField()

    class Meta:
        model = Milestone
        fields = [
            "slug",
            "title",
            "date",
            "date_label",
            "text",
            "committee",
            "initiative",
            "source",
            "corrections",
            "published_at",
            "updated_at",
            "url",
        ]
