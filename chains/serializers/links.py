"""Records of the register as other records name them."""

from portal.shared.api.serializers import PageField, RecordSerializer, text

from ..models import Source


class SourceLinkSerializer(RecordSerializer):
    """来源，用于引用。"""

    citation = text("引用时的写法。")
    url = PageField()

    class Meta:
        model = Source
        fields = ["slug", "title", "citation", "url"]
