"""``devaccounts``: accounts to try the portal with on one's own machine."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from portal.editions import conf


class Command(BaseCommand):
    help = "建立开发用的管理员、编辑和审核账号（只在DJANGO_DEBUG=1时可用）；已有的账号和密码不动。"

    def add_arguments(self, parser):
        parser.add_argument("--address", default="http://127.0.0.1:8000/", help="网站地址，只用来显示。")

    def handle(self, *args, address, **options):
        if not settings.DEBUG:
            raise CommandError("只有开发环境（DJANGO_DEBUG=1）才能建立开发账号。")
        accounts = {"editor": conf.setting("EDITORS")}
        accounts |= {f"reviewer{stage.number}": stage.name for stage in conf.stages()}
        self.make_account("admin", first_name="管理员", is_superuser=True)
        for username, group in accounts.items():
            self.make_account(username, first_name=f"{group}员").groups.add(Group.objects.get(name=group))
        self.say(address.rstrip("/"), accounts)

    def make_account(self, username, **kwargs):
        """Give the account; a new one has its name as password."""
        user, created = get_user_model().objects.get_or_create(username=username, defaults=kwargs | {"is_staff": True})
        if created:
            user.set_password(username)
            user.save()
        return user

    def say(self, address, accounts):
        self.stdout.write(f"网站：{address}/")
        self.stdout.write(f"编辑后台：{address}{reverse('admin:index')}")
        self.stdout.write("账号（密码与用户名相同，改过的以改过的为准）：")
        self.stdout.write("  admin      管理员，什么都能管")
        for username, group in accounts.items():
            self.stdout.write(f"  {username:10} {group}")
