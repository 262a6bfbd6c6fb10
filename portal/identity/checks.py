"""What an operator is told at start."""

import os

from django.core import checks

GONE = [
    "SITE_DOMAIN",
    "SITE_ID_CODE",
    "SITE_ORGANISER",
    "SITE_UNDERTAKER",
    "SITE_ADDRESS",
    "SITE_PHONE",
    "ICP_NUMBER",
    "POLICE_NUMBER",
]


@checks.register
def variables_without_effect(app_configs, **kwargs):
    """Name the environment variables that the admin's form has replaced and that are still set."""
    still_set = [name for name in GONE if os.environ.get(name)]
    if not still_set:
        return []
    said = f"环境变量{'、'.join(still_set)}已不起作用。"
    return [checks.Warning(said, hint="请在后台“网站信息”填写，再删去这些变量。", id="identity.W001")]
