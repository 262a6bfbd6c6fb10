"""Reading the API in tests."""

import csv
import json
from io import StringIO

RESOURCES = (
    "features",
    "columns",
    "committees",
    "organizations",
    "initiatives",
    "indicators",
    "sources",
    "milestones",
)
TABLES = ("observations", "targets")  # lists whose rows have no address of their own


def get(client, path, code=200, /, **query):
    """Give the answer at ``path`` under ``/api/v1/``, read; its status must be ``code``."""
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == code, response.content.decode()
    expected = "application/json" if code == 200 else "application/problem+json"
    assert response["Content-Type"] == expected
    return response.json()


def read_csv(response, *, bom=False):
    """Give the rows of a streamed CSV answer as dicts."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff") == bom
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def table(client, path, /, **query):
    """Give the rows of a list as CSV, all of them, as dicts of text."""
    return read_csv(client.get(f"/api/v1/{path}", query | {"format": "csv"}))


def results(client, path, /, **query):
    """Give the rows of a list, all pages of it."""
    found, page = [], 1
    while True:
        answer = get(client, path, page=page, page_size=200, **query)
        found += answer["results"]
        if not answer["next"]:
            assert len(found) == answer["count"]
            return found
        page += 1


def slugs(client, path, /, **query):
    """Give the slugs of a list in its order."""
    return [row["slug"] for row in results(client, path, **query)]


def everything(client):
    """Give ``{path: answer}`` of every list, every record and every indicator's values."""
    answers = {}
    for resource in RESOURCES:
        rows = answers[resource] = results(client, resource)
        for row in rows:
            path = f"{resource}/{row['id' if resource == 'features' else 'slug']}/"
            answers[path] = get(client, path)
            if resource == "indicators":
                answers[f"{path}observations/"] = results(client, f"{path}observations/")
    return answers | {table: results(client, table) for table in TABLES}


def as_text(answers):
    return json.dumps(answers, ensure_ascii=False)
