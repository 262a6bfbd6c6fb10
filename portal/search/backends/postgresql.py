"""Words in columns of PostgreSQL with GIN indexes, which find rows that have the tokens of a phrase somewhere.

That they stand one after the other is then checked in the text. Of very many rows it is not, for reading them all would
take too long: pairs of characters overlap, so that a text that has all of them hardly ever lacks the phrase.

The indexes are on a function of the text, not on a column: positions are not kept, since PostgreSQL knows 255 of each
token and the first 16,383. The planner must not read and take apart all rows in order to spare itself an index: the
function is said to be dear (not so dear that PostgreSQL would compile the query first), and no statistics tell of
tokens that nearly every row has. What waits to be sorted into an index, and is read by every query until then, is kept
to half a megabyte.
"""

from ..numbers import OF_KIND

CHECKED = 1000  # rows in which phrases are checked
MOST_BYTES = 1_000_000  # that the different tokens of a row may have together: PostgreSQL's limit, nearly


def write(cursor, rows):
    """Write ``[(id, head, text, body)]``; head and text are lists of tokens."""
    values = [(spaced(head), spaced(fitting(text)), body.replace("\0", ""), key) for key, head, text, body in rows]
    cursor.executemany("UPDATE search_entry SET head = %s, text = %s, body = %s WHERE id = %s", values)


def spaced(tokens):
    """Give tokens between spaces, so that whole ones can be told."""
    return f" {' '.join(tokens)} "


def fitting(tokens):
    """Give the first ``tokens``, as many as the index takes: those of some 150,000 different pairs."""
    seen, size = set(), 0
    for number, token in enumerate(tokens):
        if token not in seen:
            seen.add(token)
            size += len(token.encode())
        if size > MOST_BYTES:
            return tokens[:number]
    return tokens


def write_drafts(cursor, rows):
    """Write ``[(id, text)]``; text is a list of tokens."""
    values = [(spaced(fitting(text)), key) for key, text in rows]
    cursor.executemany("UPDATE search_draft SET text = %s WHERE id = %s", values)


def delete(cursor, ids, table="search_entry"):
    """Nothing to do: the words go with the entries and drafts."""


def sweep(cursor):
    """Nothing to do: there are no words without an entry."""


def read(cursor, ids):
    """Give ``{id: body}``."""
    cursor.execute("SELECT id, body FROM search_entry WHERE id = ANY(%s)", [list(ids)])
    return dict(cursor.fetchall())


def condition(table, key, column, words):
    row = key.rpartition(".")[0]
    query = sought(words)
    found = f"search_vector({row}.{column}) @@ %s::tsquery"
    check, patterns = checks(f"{row}.{column}", words)
    if not patterns:
        return found, [query]
    few = f"SELECT 1 FROM {table} WHERE search_vector({column}) @@ %s::tsquery LIMIT {CHECKED + 1}"
    is_many = f"(SELECT count(*) > {CHECKED} FROM ({few}) AS few)"
    return f"({found} AND ({is_many} OR ({check})))", [query, query, *patterns]


def newest(cursor, number, words, most):
    """Give the keys of entries of the kind ``number`` with all of ``words``, the newest first."""
    check, patterns = checks("text", words)
    of_kind = f"search_vector(text) @@ %s::tsquery AND {OF_KIND.format(id='id')} = %s"
    found = f"SELECT id, key, text FROM search_entry WHERE {of_kind} ORDER BY id DESC LIMIT %s"
    checked = f"WHERE (SELECT count(*) FROM found) > {CHECKED} OR ({check})" if patterns else ""
    sql = f"WITH found AS MATERIALIZED ({found}) SELECT key FROM found {checked} ORDER BY id DESC"
    cursor.execute(sql, [sought(words), number, most, *patterns])
    return [key for (key,) in cursor.fetchall()]


def sought(words):
    """Give what is looked up in the index, in the language of ``tsquery``."""
    return " & ".join(f"({' | '.join(map(tokens_of, phrases))})" for phrases in words)


def tokens_of(phrase):
    """Give the tokens of a phrase in the language of ``tsquery``; they hold neither quotation mark nor backslash."""
    tokens = [f"'{token}'" for token in phrase.tokens]
    return f"({' & '.join(tokens)}{':*' if phrase.is_open else ''})"


def checks(column, words):
    """Give SQL and patterns for the words that are more than one token; no patterns where there is nothing to check."""
    long = [phrases for phrases in words if any(len(phrase.tokens) > 1 for phrase in phrases)]
    check = " AND ".join(f"({' OR '.join([f'{column} LIKE %s'] * len(phrases))})" for phrases in long)
    return check, [pattern(phrase) for phrases in long for phrase in phrases]


def pattern(phrase):
    """Give the pattern for LIKE; tokens hold none of its signs."""
    return f"% {' '.join(phrase.tokens)}{'%' if phrase.is_open else ' %'}"
