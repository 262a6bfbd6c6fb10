"""A client that a generator writes from the description alone reads everything, and loses and misreads nothing."""

import importlib
import json
import pkgutil
import subprocess
import sys

import attrs
import pytest
from django.core.management import call_command

from tests.apis import RESOURCES, TABLES

NAME = "portal_client"


@pytest.fixture
def served(flushable, live_server):
    """The address of a server that has the seed, found by the search."""
    call_command("seed", verbosity=0)
    call_command("rebuild_search", verbosity=0)
    return live_server.url


@pytest.fixture
def library(served, client, tmp_path, monkeypatch):
    """The generated package; no description is good that the generator has to say something of."""
    (tmp_path / "description.json").write_bytes(client.get("/api/v1/schema/").content)
    (tmp_path / "config.yaml").write_text("post_hooks: []")
    options = ["--path", "description.json", "--output-path", NAME, "--meta", "none", "--config", "config.yaml"]
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning", *options]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (run.returncode, run.stdout.splitlines(), run.stderr) == (0, [f"Generating {NAME}"], "")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module(NAME)
    for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[name]


@pytest.fixture
def read(served, library):
    """Ask for one thing through the generated function ``read(name, …)``; give it as its typed record."""
    api = importlib.import_module(f"{NAME}.api")
    found = [module.name for module in pkgutil.walk_packages(api.__path__, f"{NAME}.api.") if not module.ispkg]
    functions = {name.rpartition(".")[2]: importlib.import_module(name).sync_detailed for name in found}
    with library.Client(served, httpx_args={"trust_env": False}) as client:
        yield Reader(functions, client)


class Reader:
    """``used`` holds the names of the generated functions that were called."""

    def __init__(self, functions, client):
        self.functions, self.client, self.used = functions, client, set()

    def __call__(self, name, *arguments, **query):
        self.used.add(name)
        answer = self.functions[name](*arguments, client=self.client, **query)
        assert answer.status_code == 200, answer.content.decode()
        assert answer.parsed.to_dict() == json.loads(answer.content)
        assert unforeseen(answer.parsed) == []
        return answer.parsed

    def pages(self, name, *arguments, **query):
        """Give the rows of all pages of a list."""
        rows, number = [], 1
        while True:
            page = self(name, *arguments, page=number, page_size=4, **query)
            rows += page.results
            if page.next_ is None:
                assert len(rows) == page.count
                return rows
            number += 1


def unforeseen(value):
    """Give the names of whatever was read that the description does not know."""
    if isinstance(value, list):
        return [name for one in value for name in unforeseen(one)]
    if not attrs.has(type(value)):
        return []
    parts = [getattr(value, field.name) for field in attrs.fields(type(value)) if field.name != "additional_properties"]
    return [*value.additional_properties, *unforeseen(parts)]


@pytest.mark.django_db(transaction=True)
def test_a_generated_client_reads_every_page_of_every_list_and_every_record(read):
    for resource in RESOURCES:
        rows = read.pages(f"{resource}_list")
        assert rows
        for row in rows:
            record = read(f"{resource}_retrieve", str(row.id) if resource == "features" else row.slug)
            assert row.to_dict().items() <= record.to_dict().items()
            if resource == "indicators":
                read.pages("indicators_observations_list", row.slug)
    names = importlib.import_module(f"{NAME}.models")
    fields = [names.CommitteesListFieldsItem(name) for name in ("slug", "name")]
    expand = [names.CommitteesListExpandItem("source")]
    kind = names.CommitteeKindEnum("alliance")
    for row in read.pages("committees_list", fields=fields, expand=expand, kind=kind):
        assert row.to_dict().keys() == {"slug", "name", "source"}
    for table in TABLES:
        assert read.pages(f"{table}_list")
    assert read.pages("search_list", q="激光")
    assert read.used == read.functions.keys()
