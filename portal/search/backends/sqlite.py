"""Words in a table of SQLite's FTS5, which finds rows of tokens by itself (3.40 or newer)."""


def write(cursor, rows):
    """Write ``[(id, head, text, body)]``; head and text are lists of tokens. What was there under the id goes."""
    delete(cursor, [row[0] for row in rows])
    joined = [(key, " ".join(head), " ".join(text), body) for key, head, text, body in rows]
    cursor.executemany("INSERT INTO search_words (rowid, head, text, body) VALUES (%s, %s, %s, %s)", joined)


def delete(cursor, ids):
    cursor.executemany("DELETE FROM search_words WHERE rowid = %s", [(key,) for key in ids])


def sweep(cursor):
    """Delete what has no entry, as after a flush."""
    cursor.execute("DELETE FROM search_words WHERE rowid NOT IN (SELECT id FROM search_entry)")


def read(cursor, ids):
    """Give ``{id: body}``."""
    marks = ", ".join(["%s"] * len(ids)) or "NULL"
    cursor.execute(f"SELECT rowid, body FROM search_words WHERE rowid IN ({marks})", ids)
    return dict(cursor.fetchall())


def condition(key, column, words):
    sought = f"{{{column}}}: ({' AND '.join(any_of(word) for word in words)})"
    return f"{key} IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)", [sought]


def any_of(phrases):
    return f"({' OR '.join(map(quoted, phrases))})"


def quoted(phrase):
    """Give a phrase in the language of FTS5; tokens hold no quotation mark."""
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.is_open else ""}'
