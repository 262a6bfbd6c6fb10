"""Whether something is updated as often as it should be. The rule stands here, for columns and for the home page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

AMBER_FROM = 3 / 4  # of the cycle


class Level(models.TextChoices):
    """How fresh something is, worst first."""

    RED = "red", "已超期"
    AMBER = "amber", "快到期"
    GREEN = "green", "按时"


@dataclass(frozen=True)
class Freshness:
    """What was published last at ``newest`` (``None``: never) and should be followed within ``days`` by something new.

    Red once the cycle is over, and where there is nothing at all; amber in its last quarter.
    """

    newest: datetime | None
    days: int

    @property
    def age(self):
        """How long ago it was, ``None`` where it never was."""
        return self.newest and timezone.now() - self.newest

    @property
    def level(self):
        cycle = timedelta(days=self.days)
        if self.age is None or self.age > cycle:
            return Level.RED
        return Level.AMBER if self.age > cycle * AMBER_FROM else Level.GREEN

    @property
    def days_left(self):
        """Whole days until it is red, below 0 once it is; ``None`` where there is nothing at all."""
        return None if self.age is None else (timedelta(days=self.days) - self.age).days

    @property
    def wording(self):
        """What is said beside the last date: 还有3天, 今天到期, 已超过12天, 还没有内容."""
        if self.days_left is None:
            return "还没有内容"
        if self.days_left < 0:
            return f"已超过{-self.days_left}天"
        return f"还有{self.days_left}天" if self.days_left else "今天到期"

    @property
    def order(self):
        """Sorts by level, and in each by what is due first."""
        return (list(Level).index(self.level), -1 if self.days_left is None else self.days_left + 10_000)
