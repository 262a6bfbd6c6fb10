"""Write the search's entries anew."""

from django.core.management.base import BaseCommand
from tqdm import tqdm

from portal.search import index
from portal.search.models import Entry
from portal.search.searchables import REGISTRY


class Command(BaseCommand):
    help = "重建全站搜索的索引。期间网站照常回答，搜索也照常可用。"

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="只在还没有索引时重建")

    def handle(self, *, if_empty, verbosity, **options):
        if if_empty and Entry.objects.exists():
            return
        for searchable in REGISTRY.values():
            rows = searchable.model._base_manager.count()
            with tqdm(total=rows, desc=searchable.label, unit="条", disable=verbosity == 0) as bar:
                index.rebuild(searchable, bar.update)
        if verbosity:
            self.stdout.write(f"共{Entry.objects.count()}条。")
