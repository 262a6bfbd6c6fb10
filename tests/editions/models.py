"""Small publishable models: a book with chapters and notes, which stands on a shelf, has a cover and bears labels."""

import uuid

from django.db import models
from django.urls import reverse

from portal.editions.models import Publishable, PublishableQuerySet


class Shelf(models.Model):
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = "书架"

    def __str__(self):
        return self.name


class Label(models.Model):
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = "标签"

    def __str__(self):
        return self.name


class Cover(models.Model):
    name = models.CharField("名称", max_length=40)
    image = models.ImageField("图片", upload_to="covers")

    class Meta:
        verbose_name = "封面"

    def __str__(self):
        return self.name


class Book(Publishable):
    class Binding(models.TextChoices):
        HARD = "hard", "精装"
        SOFT = "soft", "平装"

    title = models.CharField("书名", max_length=120)
    isbn = models.CharField("书号", max_length=20, unique=True, null=True, blank=True)
    blurb = models.TextField("简介", blank=True)
    price = models.DecimalField("定价", max_digits=8, decimal_places=2, null=True, blank=True)
    printed_on = models.DateField("印刷日期", null=True, blank=True)
    binding = models.CharField("装帧", max_length=10, choices=Binding, default=Binding.SOFT)
    in_stock = models.BooleanField("有货", default=False)
    details = models.JSONField("其他", default=dict, blank=True)
    shelf = models.ForeignKey(Shelf, models.PROTECT, null=True, blank=True, verbose_name="书架")
    cover = models.ForeignKey(Cover, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="封面")
    labels = models.ManyToManyField(Label, blank=True, related_name="books", verbose_name="标签")
    counted_at = models.DateTimeField("盘点时间", auto_now=True)

    objects = PublishableQuerySet.as_manager()
    parts = ("chapters", "notes")
    not_parts = ("loans",)

    class Meta:
        verbose_name = "图书"
        verbose_name_plural = "图书"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("book", args=[self.pk])


class Part(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Chapter(Part):
    book = models.ForeignKey(Book, models.CASCADE, related_name="chapters")
    text = models.TextField("正文")
    picture = models.ForeignKey(Cover, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="插图")
    ordering = models.IntegerField("次序", default=0)

    class Meta:
        verbose_name = "章节"
        ordering = ["ordering"]

    def __str__(self):
        return self.text[:20]


class Note(Part):
    """A note with a mark that is unique in its book; it may answer another note, and must name a shelf."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="notes")
    mark = models.CharField("记号", max_length=10)
    text = models.CharField("内容", max_length=200)
    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="+", verbose_name="书架")
    answers = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, verbose_name="回应哪一条")
    labels = models.ManyToManyField(Label, blank=True, related_name="+", verbose_name="标签")

    class Meta:
        verbose_name = "注"
        constraints = [models.UniqueConstraint(fields=["book", "mark"], name="note_mark_once")]

    def __str__(self):
        return self.mark


class Loan(models.Model):
    """Who borrowed a book: it goes with the book and is no part of it."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="loans")
    reader = models.CharField(max_length=40)

    def __str__(self):
        return self.reader


class Leaflet(Publishable):
    """A record without parts."""

    title = models.CharField("标题", max_length=120)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = "传单"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("leaflet", args=[self.pk])
