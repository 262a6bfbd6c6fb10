"""What every template may ask for."""

from django.conf import settings


def site(request):
    """Give ``site``: name, organiser and codes as set for this installation."""
    return {"site": settings.SITE}
