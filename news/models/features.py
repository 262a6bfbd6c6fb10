"""Features: the stories, with their credits."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone

from chains.models import Committee, Initiative
from portal.editions.models import Publishable, PublishableQuerySet
from portal.shared.blocks import HasBody
from portal.shared.gathering import Together
from portal.shared.models import Part
from portal.shared.pinyin import suggested_slug

NEEDS_SOURCE = "整理和转载的稿件必须写明来源。"

# How a story points at a record of the register, by the record's model.
ABOUT = {
    "committee": "committees",
    "initiative": "initiatives",
    "indicator": "news_figureblock_set__indicator",
    "source": "source",
}


class FeatureQuerySet(PublishableQuerySet):
    """Reading rules of features."""

    def newest_first(self):
        return self.order_by("-public_from", "-pk")

    def in_year(self, year):
        """Stories first published in ``year`` (Beijing time)."""
        return self.filter(public_from__year=year)

    def years(self):
        """Years that have stories, newest first; costs three queries, which look no story through."""
        moments = self.order_by("public_from").values_list("public_from", flat=True)
        if (last := moments.last()) is None:
            return []
        first, last = (timezone.localtime(moment).year for moment in (moments.first(), last))
        years = range(last, first - 1, -1)
        found = self.order_by().values_list(*(Exists(self.in_year(year)) for year in years))[:1]
        return [year for year, has_stories in zip(years, found[0], strict=True) if has_stories]

    def about(self, record):
        """Stories about a committee or an initiative, from a source, or quoting an indicator."""
        return self.filter(pk__in=self.model.objects.filter(**{ABOUT[record._meta.model_name]: record}).values("pk"))

    def quoting(self, figures):
        """Stories that hold at least one of ``figures``, a queryset of figure blocks."""
        return self.filter(Exists(figures.filter(parent=OuterRef("pk"))))

    def without_summary(self):
        """Stories whose lists and shared links have nothing to say."""
        return self.filter(summary="")

    def with_card(self):
        """Load what a list shows."""
        return self.select_related("column", "cover", "source")

    def with_page(self):
        """Load what the page of one story shows, its blocks aside (``HasBody.body``)."""
        committees = Prefetch("committees", Committee.objects.public())
        initiatives = Prefetch("initiatives", Initiative.objects.public())
        return self.with_card().prefetch_related(Together("credits", committees, initiatives))


class Feature(HasBody, Publishable):
    """新闻专题: a story."""

    class Origin(models.TextChoices):
        ORIGINAL = "original", "原创"
        COMPILED = "compiled", "据来源整理"
        REPRINT = "reprint", "转载"

    kicker = models.CharField("引题", max_length=80, blank=True)
    title = models.CharField("标题", max_length=120)
    subtitle = models.CharField("副题", max_length=120, blank=True)
    slug = models.SlugField(
        "网址名",
        max_length=80,
        blank=True,
        help_text="网址中编号后面的一段；留空时按标题的拼音生成。改了也不会断链。",
    )
    summary = models.TextField("摘要", help_text="一两句话，列表和分享时用。")
    column = models.ForeignKey("news.Column", models.PROTECT, related_name="features", verbose_name="栏目")
    origin = models.CharField("稿件性质", max_length=20, choices=Origin, default=Origin.ORIGINAL)
    source = models.ForeignKey(
        "chains.Source",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="features",
        verbose_name="来源",
        help_text=NEEDS_SOURCE,
    )
    byline = models.CharField("署名", max_length=80, blank=True)
    cover = models.ForeignKey(
        "library.Photo", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="题图"
    )
    pinned = models.BooleanField("首页头条", default=False, help_text="最新一篇头条显示在首页最上方。")
    committees = models.ManyToManyField(
        "chains.Committee", blank=True, related_name="features", verbose_name="有关组织"
    )
    initiatives = models.ManyToManyField(
        "chains.Initiative", blank=True, related_name="features", verbose_name="有关举措"
    )

    objects = FeatureQuerySet.as_manager()
    parts = (
        "credits",
        "news_text_set",
        "news_photoblock_set",
        "news_pullquote_set",
        "news_figureblock_set",
        "news_attachmentblock_set",
    )

    class Meta:
        verbose_name = "新闻"
        verbose_name_plural = "新闻"
        ordering = ["-public_from", "-pk"]
        indexes = [
            models.Index(fields=["column", "-public_from"], name="feature_newest_of_column"),
            models.Index(fields=["public_from"], condition=models.Q(summary=""), name="feature_without_summary"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(origin="original") | models.Q(source__isnull=False),
                name="feature_names_its_source",
                violation_error_message=NEEDS_SOURCE,
            )
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.slug = self.slug or suggested_slug(self, self.title)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.origin != self.Origin.ORIGINAL and not self.source_id:
            raise ValidationError({"source": NEEDS_SOURCE})

    def get_absolute_url(self):
        return reverse("news:feature", args=[self.pk, self.slug])

    @property
    def source_wording(self):
        """How the page marks where the story comes from: 据《…》（齐鲁壹点，2022年6月）整理."""
        if self.origin == self.Origin.COMPILED:
            return f"据{self.source.citation}整理"
        if self.origin == self.Origin.REPRINT:
            return f"转载自{self.source.citation}"
        return ""

    @property
    def year(self):
        """The year of first publication in Beijing time."""
        return timezone.localtime(self.public_from).year


class Credit(Part):
    """Who did what for a story."""

    feature = models.ForeignKey(Feature, models.CASCADE, related_name="credits", verbose_name="新闻")
    role = models.CharField("职责", max_length=40, help_text="记者、编辑、美编、组版……")
    name = models.CharField("姓名", max_length=80)
    position = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = "署名"
        verbose_name_plural = "署名"
        ordering = ["position", "pk"]

    def __str__(self):
        return f"{self.role}：{self.name}"
