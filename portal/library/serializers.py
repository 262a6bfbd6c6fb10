"""How the API writes photos and attachments."""

from rest_framework import serializers

from portal.shared.api.serializers import RecordSerializer, block_type, text

from .models import Photo


class PhotoSerializer(RecordSerializer):
    """图片。"""

    url = serializers.ImageField(source="image", read_only=True, help_text="图片文件的地址。")
    caption = text("图片说明；示意图总会标明。", source="label")

    said = {
        "width": "宽。单位：像素。",
        "height": "高。单位：像素。",
        "alt": "替代文字：给看不到图片的人，图上有什么。",
        "is_illustration": "是否为示意图；真，即绘制的图，不是照片。",
    }

    class Meta:
        model = Photo
        fields = ["url", "width", "height", "alt", "caption", "credit", "is_illustration"]


class PhotoBlockSerializer(serializers.Serializer):
    """正文中的图片。"""

    type = block_type("photo")
    photo = PhotoSerializer(help_text="图片。")
    caption = serializers.CharField(source="label", help_text="文中的图片说明。")


class AttachmentBlockSerializer(serializers.Serializer):
    """正文中的附件。"""

    type = block_type("attachment")
    title = serializers.CharField(source="attachment.title", help_text="标题。")
    url = serializers.FileField(source="attachment.file", help_text="文件的地址。")
    extension = serializers.CharField(source="attachment.extension", help_text="文件种类，如PDF。")
    note = serializers.CharField(help_text="说明。")
