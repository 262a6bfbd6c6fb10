"""Who acts: the person and the address, what people are called, and the user who does what no person did."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured

from portal.shared.addresses import address_of

from . import conf


@dataclass(frozen=True)
class Actor:
    """Who does something, and from which IP address (``None``: from no request)."""

    user: object
    address: str | None = None


def actor_of(request):
    """Give the :class:`Actor` behind ``request``."""
    return Actor(request.user, address_of(request))


def name_of(user):
    """Give what people call ``user``, family name first, or the account where no name is known; at most 150 signs."""
    return (f"{user.last_name}{user.first_name}" or user.get_username())[:150]


def system():
    """Give the actor of what no person did; the account is made when it is first needed and cannot log in.

    An account of that name that can log in is somebody's: :class:`ImproperlyConfigured`.
    """
    model = get_user_model()
    username = conf.setting("SYSTEM_USER")
    user = model.objects.filter(**{model.USERNAME_FIELD: username}).first()
    if user is None:
        names = {"first_name": conf.setting("SYSTEM_USER_NAME"), "is_active": False}
        user, _ = model.objects.get_or_create(**{model.USERNAME_FIELD: username}, defaults=names)
        user.set_unusable_password()
        user.save()
    if user.is_active:
        raise ImproperlyConfigured(f"账号“{username}”有人在用；请在EDITIONS里为SYSTEM_USER另取一个名字。")
    return Actor(user)
