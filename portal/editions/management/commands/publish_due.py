"""``publish_due``: publish what is scheduled and due, for sites that have a timer and few visitors."""

from django.core.management.base import BaseCommand

from portal.editions.workflow import publish_due


class Command(BaseCommand):
    help = "发布已到时间的定时版本。可以随时运行；每个版本只发布一次。"

    def handle(self, *args, **options):
        self.stdout.write(f"发布了{publish_due()}个版本。")
