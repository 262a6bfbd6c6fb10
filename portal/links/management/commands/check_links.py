"""Check the links of everything public; made for cron."""

import argparse
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from portal.links import index, rounds
from portal.links.extracting import models_with_links
from portal.links.models import Link

HAS_DEAD, INTERRUPTED = 2, 130


def positive(text):
    """Read a number above nothing."""
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("应大于0。")
    return number


def some(text):
    number = int(text)
    if not 1 <= number <= 32:
        raise argparse.ArgumentTypeError("应为1到32。")
    return number


class Command(BaseCommand):
    help = (
        "检查公开内容里的链接：内部的全部重新核对，外部的按最久未查的先后访问。可以随时中断，下次接着查。"
        "没有失效链接时返回0，有失效链接时返回2，中断时返回130。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--rebuild", action="store_true", help="先从全部公开内容重新收集链接")
        parser.add_argument("--internal", action="store_true", help="只查内部链接")
        parser.add_argument("--older-than", type=positive, default=20, metavar="小时", help="只查这么久没查过的（20）")
        parser.add_argument("--timeout", type=positive, default=10, metavar="秒", help="一个网址最多等多久（10）")
        parser.add_argument("--minutes", type=positive, default=30, metavar="分钟", help="外部链接总共查多久（30）")
        parser.add_argument("--at-once", type=some, default=8, metavar="个", help="同时访问几个网站（8）")
        parser.add_argument("--pause", type=positive, default=1, metavar="秒", help="同一网站两次访问之间歇多久（1）")

    def handle(self, *, rebuild, internal, verbosity, **options):
        self.quiet = verbosity == 0
        if rebuild:
            self.rebuild()
        for model in models_with_links():
            index.sweep(model)
        with self.bar("内部链接", Link.objects.internal().order_by().values("target").distinct().count()) as bar:
            index.judge_all(bar.update)
        left = 0 if internal else self.go_round(**options)
        self.tell(left)

    def rebuild(self):
        for model in models_with_links():
            with self.bar(str(model._meta.verbose_name), model._base_manager.count()) as bar:
                index.rebuild(model, bar.update)

    def go_round(self, *, older_than, timeout, minutes, at_once, pause, **options):
        """Visit other sites; give how many addresses there was no time for."""
        targets = rounds.due(timezone.now() - timedelta(hours=older_than))
        plan = rounds.Plan(timeout=timeout, at_once=at_once, pause=pause, seconds=minutes * 60)
        try:
            with self.bar("外部链接", len(targets)) as bar:
                return len(targets) - rounds.run(targets, plan, bar.update)
        except KeyboardInterrupt:
            raise CommandError("已中断。查过的都已记下，下次接着查。", returncode=INTERRUPTED) from None

    def bar(self, label, total):
        return tqdm(total=total, desc=label, unit="条", disable=True if self.quiet else None)

    def tell(self, left):
        dead, doubtful = (
            Link.objects.filter(status=status).count() for status in (Link.Status.DEAD, Link.Status.DOUBTFUL)
        )
        if not self.quiet:
            self.stdout.write(f"共{Link.objects.count()}个链接，失效{dead}个，待复查{doubtful}个。")
            self.stdout.write(f"时间到了，还有{left}个外部网址没有查，下次先查它们。" if left else "全部查完。")
        if dead:
            raise CommandError(f"有{dead}个链接失效，见编辑后台的“链接”。", returncode=HAS_DEAD)
