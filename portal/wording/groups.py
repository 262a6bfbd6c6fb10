"""The group of those who keep the table, made once after ``migrate``; afterwards it is the owner's.

With it, those who write and those who sign get the right to look the table up, on sites that are older than it.
"""

from django.contrib.auth.models import Group, Permission

from portal.editions import conf

NAME = "错敏词管理"


def create_group(sender, using, **kwargs):
    """Make the group if it is missing (receiver of ``post_migrate``, once the permissions are there)."""
    group, is_new = Group.objects.using(using).get_or_create(name=NAME)
    if is_new:
        rights = Permission.objects.using(using).filter(content_type__app_label="wording", content_type__model="term")
        group.permissions.set(rights)
        readers = [conf.setting("EDITORS"), *(stage.name for stage in conf.stages())]
        for reader in Group.objects.using(using).filter(name__in=readers):
            reader.permissions.add(*rights.filter(codename="view_term"))
