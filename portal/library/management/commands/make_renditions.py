"""Make the renditions of photos that have none, or none by the rules of now."""

from django.core.management.base import BaseCommand
from tqdm import tqdm

from portal.library.making import bring_up_to_date
from portal.library.models import Photo


class Command(BaseCommand):
    help = "为还没有各种尺寸的图片补做；更早上传的图片先摆正、去掉附带信息。期间网站照常回答。"

    def handle(self, **options):
        photos = Photo.objects.order_by("pk")
        bar = tqdm(photos.iterator(), total=photos.count(), unit="张", disable=options["verbosity"] == 0)
        refused = {photo: sentence for photo in bar if (sentence := bring_up_to_date(photo))}
        for photo, sentence in refused.items():
            self.stderr.write(f"图片{photo.pk}（{photo.image.name}）：{sentence}")
        if options["verbosity"]:
            self.stdout.write(f"完成，{len(refused)}张有问题。" if refused else "完成。")
