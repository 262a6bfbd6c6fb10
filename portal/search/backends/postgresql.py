"""Words in a table of PostgreSQL with a GIN index, which finds rows that have the tokens of a phrase somewhere.

That they stand one after the other is then checked in the text. With very many rows it is not, for reading them all
would take too long: pairs of characters overlap, so that a text that has all of them hardly ever lacks the phrase.

The index is on a function of the text, which is said to be very dear, so that the planner never reads all rows in
order to spare itself the index. What waits to be sorted into it, and is read by every query until then, is kept to half
a megabyte. Positions are not kept: PostgreSQL knows 255 of each token and the first 16,383.
"""

CHECKED = 3000  # rows in which phrases are checked
MOST_BYTES = 1_000_000  # that the different tokens of a row may have together: PostgreSQL's limit, nearly

create = [
    """
    CREATE FUNCTION search_vector(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100000
    AS $$ SELECT array_to_tsvector(array_remove(string_to_array($1, ' '), '')) $$
    """,
    "CREATE TABLE search_words (id bigint PRIMARY KEY, head text NOT NULL, text text NOT NULL, body text NOT NULL)",
    "ALTER TABLE search_words ALTER text SET STORAGE EXTERNAL",  # read quickly rather than kept small
    """
    CREATE INDEX search_words_head ON search_words USING gin (search_vector(head)) WITH (gin_pending_list_limit = 64)
    """,
    """
    CREATE INDEX search_words_text ON search_words USING gin (search_vector(text)) WITH (gin_pending_list_limit = 512)
    """,
]
drop = ["DROP TABLE search_words", "DROP FUNCTION search_vector"]


def write(cursor, rows):
    """Write ``[(id, head, text, body)]``; head and text are lists of tokens. What was there under the id goes."""
    delete(cursor, [row[0] for row in rows])
    joined = [(key, spaced(head), spaced(fitting(text)), body.replace("\0", "")) for key, head, text, body in rows]
    cursor.executemany("INSERT INTO search_words (id, head, text, body) VALUES (%s, %s, %s, %s)", joined)


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


def delete(cursor, ids):
    cursor.execute("DELETE FROM search_words WHERE id = ANY(%s)", [list(ids)])


def read(cursor, ids):
    """Give ``{id: body}``."""
    cursor.execute("SELECT id, body FROM search_words WHERE id = ANY(%s)", [list(ids)])
    return dict(cursor.fetchall())


def condition(key, column, words):
    found = f"SELECT id FROM search_words WHERE search_vector({column}) @@ %s::tsquery"
    sought = " & ".join(f"({' | '.join(map(tokens_of, phrases))})" for phrases in words)
    check, patterns = checks(column, words)
    if not patterns:
        return f"{key} IN ({found})", [sought]
    is_many = f"(SELECT count(*) > {CHECKED} FROM ({found} LIMIT {CHECKED + 1}) AS few)"
    return f"{key} IN ({found} AND ({is_many} OR ({check})))", [sought, sought, *patterns]


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
