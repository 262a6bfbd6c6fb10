"""A file is read as of one moment, however long that takes, and the moment ends with it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from chains.models import Committee
from tests import factories as make
from tests.apis import results, table

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("flushable")
def test_a_file_is_read_as_of_one_moment_which_ends_when_nobody_reads_on(client, monkeypatch):
    monkeypatch.setattr("portal.shared.csv.ROWS", 1)
    for _ in range(300):
        make.make_organization()
    for query in ("format=csv", "format=csv&page_size=200"):
        response = client.get(f"/api/v1/organizations?{query}")
        assert not connection.in_atomic_block
        next(response.streaming_content)
        assert connection.in_atomic_block
        response.close()
        assert not connection.in_atomic_block
        assert len(table(client, "organizations")) == 300
        assert not connection.in_atomic_block


@pytest.mark.skipif(connection.vendor != "postgresql", reason="In tests SQLite lets nobody write while others read.")
@pytest.mark.usefixtures("flushable")
def test_what_is_published_while_a_file_is_read_is_not_in_it(client, monkeypatch):
    monkeypatch.setattr("portal.shared.csv.ROWS", 10)
    leading = make.make_committee("旧名称")
    for _ in range(300):
        make.make_committee(led_by=leading)

    def rename():
        Committee.objects.filter(pk=leading.pk).update(name="新名称")
        make.make_committee()
        connection.close()

    response = client.get("/api/v1/committees?format=csv&fields=led_by&expand=led_by")
    blocks = [next(response.streaming_content)]
    with ThreadPoolExecutor(1) as pool:
        pool.submit(rename).result()
    text = b"".join([*blocks, *response.streaming_content]).decode()
    assert (text.count("旧名称"), text.count("新名称"), text.count("\r\n")) == (300, 0, 302)
    assert "新名称" in [row["name"] for row in results(client, "committees")]
