"""Where a request comes from."""

from ipaddress import ip_address

from django.conf import settings


def address_of(request):
    """Give the IP address of the visitor; behind our own proxy (SECURE_PROXY_SSL_HEADER), the one that it saw.

    ``None`` where neither is an address: a socket has none, and a header may say anything.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    try:
        return str(ip_address(forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None
