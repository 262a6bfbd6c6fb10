"""The group of those who may edit the identity, made once after ``migrate``; afterwards it is the owner's."""

from django.contrib.auth.models import Group, Permission

NAME = "网站管理"


def create_group(sender, using, **kwargs):
    """Make the group if it is missing (receiver of ``post_migrate``, once the permissions are there)."""
    group, is_new = Group.objects.using(using).get_or_create(name=NAME)
    if is_new:
        codenames = ["view_siteidentity", "change_siteidentity"]
        wanted = Permission.objects.using(using).filter(content_type__app_label="identity", codename__in=codenames)
        group.permissions.set(wanted)
