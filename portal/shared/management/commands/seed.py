from django.core.management.base import BaseCommand, CommandError

from portal.shared.seedfiles import SeedError
from portal.shared.seeding import Count, Seeder


class Command(BaseCommand):
    help = "载入初始内容。每个条目只载入一次，此后编辑怎样修改、改名或删除，都不会再动它。出错时什么也不改。"

    def add_arguments(self, parser):
        parser.add_argument("--data", metavar="DIR", help="用这个目录里的文件，代替各应用自带的（见docs/seed.md）")

    def handle(self, *, data, **options):
        try:
            counts = Seeder(data).run()
        except SeedError as error:
            raise CommandError(str(error)) from error
        total = Count("合计", sum(count.new for count in counts), sum(count.old for count in counts))
        for count in [*counts, total]:
            self.stdout.write(f"{count.title}：新建{count.new}，已有{count.old}")
