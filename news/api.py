"""Columns and stories in the API."""

from chains.api import Committees, Initiatives, Sources
from portal.shared.api.dates import ORDERING
from portal.shared.api.viewsets import PublishedViewSet, RecordViewSet

from . import filters, serializers
from .models import Column, Feature


class Columns(RecordViewSet):
    about = "有新闻的栏目。"
    serializer_class = serializers.ColumnSerializer
    ordering_fields = {"name": "name_key", "position": "position"}

    def get_queryset(self):
        return Column.objects.public()


class Features(PublishedViewSet):
    about = "新闻，新的在前。单条另有正文。"
    lookup_field = "id"
    lookup_value_regex = "[0-9]+"
    serializer_class = serializers.FeatureSerializer
    detail_serializer_class = serializers.FeatureDetailSerializer
    filterset_class = filters.FeatureFilter
    ordering_fields = ORDERING

    def get_queryset(self):
        return Feature.objects.public().with_page().newest_first()

    def get_relations(self):
        return {"column": Columns, "source": Sources, "committees": Committees, "initiatives": Initiatives}
