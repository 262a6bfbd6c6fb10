"""What may be typed into the identity, with a sentence for whoever typed something else."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from portal.shared import outbound

BADGE_BYTES = 200 * 1024

id_code = RegexValidator(r"\A[0-9]{10}\Z", "网站标识码是10位数字；没有就留空。")
domain = RegexValidator(r"\A[\w-]+(\.[\w-]+)+\Z", "只写域名，例如www.example.gov.cn：不写https://，不写端口和斜杠。")
police_number = RegexValidator(r"\A[^0-9]*[0-9]{12,14}[^0-9]*\Z", "公安备案号里应有12至14位数字，请照备案证明填写。")


def badge_size(file):
    if file.size > BADGE_BYTES:
        raise ValidationError("标识图片不能超过200kB，这一张有%(size)dkB。", params={"size": -(-file.size // 1024)})


def https_address(address):
    if not is_https(address):
        raise ValidationError("请写以https://开头的完整网址。")


def link(address):
    """Accept a path of this site or an ``https`` address."""
    if not is_path(address) and not is_https(address):
        raise ValidationError("请写本网的路径（以/开头），或以https://开头的完整网址。")


def is_https(address):
    destination = read(address)
    return destination is not None and address.lower().startswith("https://")


def is_path(address):
    return address.startswith("/") and not address.startswith(("//", "/\\")) and read(address) is None


def read(address):
    try:
        return outbound.read(address)
    except outbound.Refused:
        return None
