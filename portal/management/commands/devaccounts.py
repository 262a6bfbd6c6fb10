"""``devaccounts``: accounts to try the portal with on one's own machine."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

CONTENT_APPS = ["chains", "news", "library"]
EDITORS = "编辑"


class Command(BaseCommand):
    help = "建立开发用的管理员和编辑账号（只在DJANGO_DEBUG=1时可用）；已有的账号和密码不动。"

    def add_arguments(self, parser):
        parser.add_argument("--address", default="http://127.0.0.1:8000/", help="网站地址，只用来显示。")

    def handle(self, *args, address, **options):
        if not settings.DEBUG:
            raise CommandError("只有开发环境（DJANGO_DEBUG=1）才能建立开发账号。")
        self.make_account("admin", is_staff=True, is_superuser=True)
        self.make_account("editor", is_staff=True).groups.add(self.editors())
        self.say(address.rstrip("/"))

    def make_account(self, username, **kwargs):
        """Give the account; a new one has its name as password."""
        user, created = get_user_model().objects.get_or_create(username=username, defaults=kwargs)
        if created:
            user.set_password(username)
            user.save()
        return user

    def editors(self):
        """Give the group of editors, with all rights on content and none on accounts."""
        group, _ = Group.objects.get_or_create(name=EDITORS)
        group.permissions.add(*Permission.objects.filter(content_type__app_label__in=CONTENT_APPS))
        return group

    def say(self, address):
        self.stdout.write(f"网站：{address}/")
        self.stdout.write(f"编辑后台：{address}{reverse('admin:index')}")
        self.stdout.write("账号（密码与用户名相同，改过的以改过的为准）：")
        self.stdout.write("  admin   管理员，什么都能管")
        self.stdout.write("  editor  编辑，能管新闻、台账和图片附件，不能管账号")
