"""Words in tables of SQLite's FTS5, which finds rows of tokens by itself (3.40 or newer)."""

from ..numbers import OF_KEY, OF_KIND

WORDS = {"search_entry": "search_words", "search_draft": "search_draft_words"}


def write(cursor, rows):
    """Write ``[(id, head, text, body)]``; head and text are lists of tokens. What was there under the id goes."""
    delete(cursor, [row[0] for row in rows])
    joined = [(key, " ".join(head), " ".join(text), body) for key, head, text, body in rows]
    cursor.executemany("INSERT INTO search_words (rowid, head, text, body) VALUES (%s, %s, %s, %s)", joined)


def write_drafts(cursor, rows):
    """Write ``[(id, text)]``; text is a list of tokens. What was there under the id goes."""
    delete(cursor, [key for key, _ in rows], "search_draft")
    joined = [(key, " ".join(text)) for key, text in rows]
    cursor.executemany("INSERT INTO search_draft_words (rowid, text) VALUES (%s, %s)", joined)


def delete(cursor, ids, table="search_entry"):
    cursor.executemany(f"DELETE FROM {WORDS[table]} WHERE rowid = %s", [(key,) for key in ids])


def sweep(cursor):
    """Delete what has no entry or draft, as after a flush."""
    for table, words in WORDS.items():
        cursor.execute(f"DELETE FROM {words} WHERE rowid NOT IN (SELECT id FROM {table})")


def read(cursor, ids):
    """Give ``{id: body}``."""
    marks = ", ".join(["%s"] * len(ids)) or "NULL"
    cursor.execute(f"SELECT rowid, body FROM search_words WHERE rowid IN ({marks})", ids)
    return dict(cursor.fetchall())


def condition(table, key, column, words):
    sought = f"{{{column}}}: ({' AND '.join(any_of(word) for word in words)})"
    return f"{key} IN (SELECT rowid FROM {WORDS[table]} WHERE {WORDS[table]} MATCH %s)", [sought]


def newest(cursor, number, words, most):
    """Give the keys of entries of the kind ``number`` with all of ``words``, read off their ids from the newest on."""
    sought = f"{{text}}: ({' AND '.join(any_of(word) for word in words)})"
    key, of_kind = OF_KEY.format(id="rowid"), f"search_words MATCH %s AND {OF_KIND.format(id='rowid')} = %s"
    cursor.execute(
        f"SELECT {key} FROM search_words WHERE {of_kind} ORDER BY rowid DESC LIMIT %s", [sought, number, most]
    )
    return [key for (key,) in cursor.fetchall()]


def any_of(phrases):
    return f"({' OR '.join(map(quoted, phrases))})"


def quoted(phrase):
    """Give a phrase in the language of FTS5; tokens hold no quotation mark."""
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.is_open else ""}'
