"""The WSGI application that production servers load."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
handler = get_wsgi_application()


def application(environ, start_response):
    """Answer a request; addresses are always read as UTF-8.

    Django would read them in the charset that the Content-Type of a request names, even of one that has no content: the
    same address would be several pages, of which caches know one, and some charsets are no charsets of text at all.
    """
    kind, *parameters = environ.get("CONTENT_TYPE", "").split(";")
    kept = [kind, *(each for each in parameters if each.partition("=")[0].strip().lower() != "charset")]
    return handler(environ | {"CONTENT_TYPE": ";".join(kept)}, start_response)
