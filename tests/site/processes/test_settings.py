"""Settings: production is told its secrets, and nonsense is refused at start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PRODUCTION = {"SECRET_KEY": "k" * 30 + "0123456789-abcdefghij", "ALLOWED_HOSTS": "portal.example.org"}
WHOLE_DOMAIN = {"SECURE_HSTS_INCLUDE_SUBDOMAINS": "1", "SECURE_HSTS_PRELOAD": "1"}


def inherited():
    """Give what a process of ours needs of the environment, none of the portal's settings among it."""
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}


def manage(*arguments, **environment):
    """Run ``manage.py`` as a process of its own, in production unless ``environment`` says otherwise."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=inherited() | environment, capture_output=True, text=True)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without(missing, tmp_path):
    environment = PRODUCTION | {missing: "", "DATA_DIR": str(tmp_path)}
    run = manage("check", **environment)
    assert run.returncode != 0
    assert f"请设置环境变量{missing}" in run.stderr


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("DJANGO_DEBUG", "perhaps"),
        ("SECURE_HSTS_SECONDS", "a year"),
        ("DATABASE_URL", "nowhere"),
        ("DATABASE_URL", "mysql://host/name"),
        ("CACHE_URL", "locmem://"),
        ("CACHE_URL", "redis://"),
        ("CACHE_URL", "redis://host:notaport/0"),
        ("API_RATE", "-1"),
        ("API_RATE", "many"),
    ],
)
def test_nonsense_is_refused_by_name(name, nonsense, tmp_path):
    run = manage("check", **PRODUCTION | {name: nonsense, "DATA_DIR": str(tmp_path)})
    assert run.returncode != 0
    assert name in run.stderr


def test_the_deployment_check_has_nothing_to_say(tmp_path):
    run = manage("check", "--deploy", "--fail-level", "WARNING", DATA_DIR=str(tmp_path), **PRODUCTION | WHOLE_DOMAIN)
    assert (run.returncode, run.stderr) == (0, "")


def test_a_new_site_starts_in_production_as_the_operator_guide_says(tmp_path):
    environment = PRODUCTION | {"DATA_DIR": str(tmp_path / "not" / "yet" / "there")}
    visit = "from django.test import Client; c = Client(headers={'host': 'portal.example.org'})"
    ask = f"{visit}; print(c.get('/', secure=True).status_code, c.get('/readyz').status_code, c.get('/').status_code)"
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "--verbosity", "0"]):
        assert manage(*command, **environment).stderr == ""
    assert manage("shell", "--verbosity", "0", "--command", ask, **environment).stdout == "200 200 301\n"


def test_development_needs_no_settings_and_keeps_its_secret(tmp_path):
    ask = ["shell", "--verbosity", "0", "--command", "from django.conf import settings; print(settings.SECRET_KEY)"]
    first, second = (manage(*ask, DJANGO_DEBUG="1", DATA_DIR=str(tmp_path)) for _ in range(2))
    assert first.returncode == 0
    assert first.stdout == second.stdout
