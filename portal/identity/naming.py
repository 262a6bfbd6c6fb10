"""The site's name where Django wants a text at import: what is given is worded anew whenever it is shown."""

from django.apps import apps
from django.utils.functional import lazy


def named(pattern):
    """Give ``pattern`` as a lazy text, its ``{}`` being the name of the site at that time."""
    return lazy(lambda: pattern.format(apps.get_model("identity", "SiteIdentity").current().name), str)()
