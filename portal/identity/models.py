"""Who runs the site and what it may call itself, edited in the admin."""

import re

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.library.models import IMAGES, PICTURES_ONLY

from . import memory, validators

POLICE_RECORD = "https://beian.gov.cn/portal/registerSystemInfo?recordcode="


def first_name():
    """Give the name that a site bears until its identity is saved."""
    return settings.SITE_NAME


class SiteIdentity(models.Model):
    """The one row of what the site says of itself. Nothing is invented: what is empty is not shown.

    ``version`` counts the saves, so that a form can tell whether somebody saved since it was opened.
    """

    class Level(models.TextChoices):
        NOTICE = "notice", "通知"
        IMPORTANT = "important", "重要"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    version = models.PositiveIntegerField("保存次数", default=0, editable=False)

    name = models.CharField("网站名称", max_length=60, default=first_name)
    domain = models.CharField(
        "域名",
        max_length=120,
        blank=True,
        validators=[validators.domain],
        help_text="对外公布的域名，例如www.example.gov.cn；留空时写访问者用的域名。指向它的链接算本网的链接。",
    )
    description = models.TextField(
        "网站简介",
        max_length=200,
        default="济南高新区的产业链组织、服务举措、数据和大事记，每个数字都写明来源。",
        help_text="一两句话，搜索引擎和分享首页时用。",
    )
    keywords = models.CharField(
        "关键词", max_length=200, default="济南高新区，产业链党委，党建联盟，服务链，数据", help_text="用中文逗号隔开。"
    )
    organiser = models.CharField("主办单位", max_length=120, blank=True)
    undertaker = models.CharField("承办单位", max_length=120, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("电话", max_length=80, blank=True)
    email = models.EmailField("纠错邮箱", blank=True, help_text="读者发现错误时写信的地方。")
    correction_url = models.URLField(
        "政府网站找错",
        max_length=400,
        blank=True,
        validators=[validators.https_address],
        help_text="全国“政府网站找错”平台发给本网的网址。",
    )

    id_code = models.CharField(
        "网站标识码", max_length=10, blank=True, validators=[validators.id_code], help_text="10位数字。"
    )
    icp_number = models.CharField("ICP备案号", max_length=60, blank=True)
    police_number = models.CharField(
        "公安备案号",
        max_length=60,
        blank=True,
        validators=[validators.police_number],
        help_text="照备案证明填写；其中的数字用来链接到备案记录。",
    )
    badge = models.ImageField(
        "党政机关网站标识",
        upload_to="identity/",
        blank=True,
        width_field="badge_width",
        height_field="badge_height",
        validators=[FileExtensionValidator(IMAGES, PICTURES_ONLY), validators.badge_size],
        help_text="主管部门发给的标识图片，PNG、JPG、WebP或GIF，不超过200kB。",
    )
    badge_width = models.PositiveIntegerField("标识宽", null=True, editable=False)
    badge_height = models.PositiveIntegerField("标识高", null=True, editable=False)
    badge_url = models.URLField(
        "标识的链接",
        max_length=400,
        blank=True,
        validators=[validators.https_address],
        help_text="标识的核验页面，以https://开头。",
    )

    alert_text = models.CharField(
        "提示内容", max_length=200, blank=True, help_text="最多200字。不再需要时清空，或者让它到时自己消失。"
    )
    alert_url = models.CharField(
        "提示的链接",
        max_length=400,
        blank=True,
        validators=[validators.link],
        help_text="可以不填。本网的路径，例如/news/，或以https://开头的网址。",
    )
    alert_level = models.CharField("级别", max_length=10, choices=Level, default=Level.NOTICE)
    alert_start = models.DateTimeField("开始时间", null=True, blank=True)
    alert_end = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "网站信息"
        verbose_name_plural = "网站信息"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1), name="identity_one_row", violation_error_message="网站信息只有一份。"
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="identity_has_name", violation_error_message="网站名称不能空着。"
            ),
            models.CheckConstraint(
                condition=Q(alert_end__gt=F("alert_start")),
                name="identity_alert_ends_after_start",
                violation_error_message="首页提示的结束时间应晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(alert_text="") | Q(alert_start__isnull=False, alert_end__isnull=False),
                name="identity_alert_has_times",
                violation_error_message="写了首页提示，就要写明从什么时候显示到什么时候。",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Save as the next version."""
        self.version += 1
        super().save(*args, **kwargs)
        memory.forget()

    def clean(self):
        super().clean()
        self.domain = self.domain.lower()

    @classmethod
    def current(cls):
        """Give the identity of now (one small query in each request), with only a name while none was saved."""
        return memory.once(cls, lambda: cls.objects.first() or cls())

    @property
    def police_record_url(self):
        """The page of the police's register about this site."""
        return POLICE_RECORD + re.sub(r"[^0-9]", "", self.police_number)

    @property
    def alert_is_on(self):
        """Whether the home page shows the alert now."""
        return bool(self.alert_text) and self.alert_start <= timezone.now() < self.alert_end


def own_domain():
    """Give the hosts that the identity adds to the site's own."""
    return [SiteIdentity.current().domain]
