"""Who may do what: each rule gives "" or the sentence that refuses. Pages and services ask the same rules."""

from django.contrib.auth import get_permission_codename

from . import conf
from .models import Edition

PUBLISH = "editions.publish_edition"


class NoRight(str):
    """A sentence that refuses a person; other sentences refuse whatever the state of the record does not allow."""


def has_right(user, action, model):
    """Whether ``user`` has the stock permission ``action`` (view, change, …) on ``model``."""
    return user.has_perm(f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}")


def may_edit(user, record):
    """A right to change; for the first edition of a new record, the right to add does as well."""
    is_new = record.head_id is None and not record.was_published
    actions = ["change", "add"] if is_new else ["change"]
    return "" if any(has_right(user, action, type(record)) for action in actions) else NoRight("您没有修改的权限。")


def may_submit(user, record, edition):
    """Whoever may edit may submit the newest edition while it is open."""
    if not edition.is_open:
        return f"第{edition.number}版{edition.state_label}，不能送审。"
    return may_edit(user, record) or newest(record, edition)


def may_sign(user, record, edition):
    """A member of the stage's group signs, and never twice; the last signature is never the author's."""
    if edition.state != Edition.State.REVIEW:
        return f"第{edition.number}版{edition.state_label}，不在审核中。"
    stage = conf.stage(edition.stage)
    if not in_group(user, stage.name):
        return NoRight(f"{stage.name}由“{stage.name}”组的人员签字。")
    if stage.is_last and user.pk in authors(record, edition):
        return NoRight(f"您改过这一稿，不能作{stage.name}。")
    if not conf.setting("SAME_SIGNER") and edition.valid_signatures().filter(signer=user).exists():
        return NoRight("您已在前面的环节签过字，同一人不能签两个环节。")
    return newest(record, edition)


def may_review(user, record, edition):
    """The page of the review is for whoever may sign, and for whoever may only return."""
    may_send_back = edition.state == Edition.State.REVIEW and not may_return(user, record, edition)
    return "" if may_send_back else may_sign(user, record, edition)


def may_return(user, record, edition):
    """Whoever could sign may return it, also its author; a scheduled edition is stopped by whoever may publish."""
    if edition.state == Edition.State.SCHEDULED:
        return "" if may_publish(user) else NoRight("取消定时需要发布权限。")
    if edition.state != Edition.State.REVIEW:
        return f"第{edition.number}版{edition.state_label}，不能退回。"
    stage = conf.stage(edition.stage)
    return "" if in_group(user, stage.name) else NoRight(f"{stage.name}由“{stage.name}”组的人员签字。")


def may_unschedule(user, record, edition):
    if edition.state != Edition.State.SCHEDULED:
        return f"第{edition.number}版{edition.state_label}，没有定时。"
    return may_return(user, record, edition)


def may_override(user, record, edition):
    """A superuser may publish alone, whatever the review says, unless it is public already."""
    if not user.is_superuser:
        return NoRight("只有管理员可以不经审核单独发布。")
    if record.live_id == edition.pk and record.is_in_force:
        return f"第{edition.number}版已经公开。"
    return newest(record, edition)


def may_delete(user, record):
    """What is public is withdrawn first; what ever was public is deleted by a superuser only."""
    if not has_right(user, "delete", type(record)):
        return NoRight("您没有删除的权限。")
    if record.is_in_force:
        return "已公开的记录请先撤稿，再删除。"
    return NoRight("发布过的记录只有管理员可以删除。") if record.was_published and not user.is_superuser else ""


def may_withdraw(user, record):
    if not may_publish(user):
        return NoRight("撤稿需要发布权限。")
    return "" if record.is_in_force else "这条记录现在没有公开，不用撤稿。"


def may_date(user, record):
    if not may_publish(user):
        return NoRight("更改发布时间需要发布权限。")
    return "" if record.was_published else "这条记录还没有发布过。"


def may_publish(user):
    return user.has_perm(PUBLISH)


def in_group(user, name):
    return user.is_superuser or user.groups.filter(name=name).exists()


def newest(record, edition):
    if record.head_id == edition.pk:
        return ""
    return f"第{edition.number}版不是最新版本，最新的是第{record.head.number}版。"


def authors(record, edition):
    """Give the keys of all who saved something that this edition would make public, as often as it was restored."""
    drafts = Edition.objects.of(record).filter(number__lte=edition.number)
    if record.live:
        drafts = drafts.filter(number__gt=min(record.live.number, edition.number - 1))
    same = Edition.objects.of(record).filter(fingerprint__in=drafts.values("fingerprint"))
    pairs = same.values_list("author", "restored_from__author")
    return {author for pair in pairs for author in pair if author}
