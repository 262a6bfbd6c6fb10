"""How an API writes what editions add to a record."""

from rest_framework import serializers


class CorrectionSerializer(serializers.Serializer):
    """一条更正。"""

    date = serializers.DateField(help_text="更正日期。")
    note = serializers.CharField(help_text="更正说明。")


def corrections_field(**kwargs):
    """Give the field that holds the public correction notes of a record, newest first."""
    help_text = "公开的更正，新的在前；没有更正时为空。"
    return CorrectionSerializer(many=True, read_only=True, help_text=help_text, **kwargs)
