"""What a record of the register should say and does not: each gap is a rule of reading."""

from django.db import models


class GapsQuerySet(models.QuerySet):
    """Reading rules of records with a source; most have a summary, too."""

    def without_source(self):
        """Records that do not say where their facts come from."""
        return self.filter(source=None)

    def without_summary(self):
        """Records of which lists and shared links have nothing to say."""
        return self.filter(summary="")
