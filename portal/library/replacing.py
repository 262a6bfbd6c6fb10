"""Another file in place of one that is used: the row stays, and with it everything that refers to it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.editions import rights
from portal.editions.models import Action
from portal.editions.rights import NoRight
from portal.editions.workflow import Refused, lock, write_down

from .fields import read_once
from .making import remove_later
from .models import MIDDLE, Photo
from .uses import is_in_public_use, is_under_way

SAME_SHAPE = 0.01  # how much the shape may differ, so that the focal point is still where it was


def may_replace(user, file, *, is_public):
    """Give "" or the sentence that refuses: what the public sees at once is for those who may publish.

    So is what an edition under review or scheduled shows: signatures are below the number of the file, and would stand.
    """
    if not rights.has_right(user, "change", type(file)):
        return NoRight("您没有修改的权限。")
    if is_public and not rights.may_publish(user):
        return NoRight("公开页面正在用它，替换后立即公开，需要发布权限。请另外上传一个，再在稿件里换用，照常送审。")
    if not rights.may_publish(user) and is_under_way(file):
        return NoRight(
            "审核中或已定时的稿件正在用它，签过字的会跟着变，替换需要发布权限。请先退回，或另外上传一个，在稿件里换用。"
        )
    return ""


@transaction.atomic
def replace(file, upload, actor, *, reason):
    """Let the photo or attachment ``file`` have ``upload`` instead of its file. The old one goes after the commit.

    Raises ``Refused``, and ``ValidationError`` where ``upload`` cannot be taken.
    """
    file = lock(file)
    is_public = is_in_public_use(file)
    if refusal := may_replace(actor.user, file, is_public=is_public):
        raise Refused(refusal)
    if is_public and not reason.strip():
        raise Refused("公开页面正在用它，替换要写明理由。")
    before = file.file.name
    put = put_photo if isinstance(file, Photo) else put_attachment
    put(file, upload)
    file.clean_fields(exclude=[field.name for field in file._meta.fields if field.name != file.file_field])
    file.save()
    detail = f"{reason.strip()}（公开页面正在用，已立即公开）" if is_public else reason.strip()
    write_down(actor, Action.REPLACED, file, detail=f"{detail}　{before} → {file.file.name}".strip())
    return file


def put_photo(photo, upload):
    picture = read_once(upload)
    if picture.digest == photo.digest:
        raise ValidationError("这和现在的是同一张图片，没有替换。")
    remove_later(photo)
    shape = photo.width / photo.height
    photo.image, photo.renditions = picture, {}
    if abs(photo.width / photo.height / shape - 1) > SAME_SHAPE:
        photo.focus_x = photo.focus_y = MIDDLE


def put_attachment(attachment, upload):
    remove_later(attachment)
    attachment.file = upload
