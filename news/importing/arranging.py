"""What the editor makes of the pieces: joined, divided, put elsewhere; and no line without a place."""

from dataclasses import replace

from .lines import join, read
from .pieces import Kind, Piece

# What may be chosen for a piece besides a kind: it goes on with the nearest piece of that kind above it.
JOINS = {
    "join-paragraph": (Kind.PARAGRAPH, "接上一段正文"),
    "join-quote": (Kind.QUOTE, "接上一段引语"),
}
NOTHING_TO_JOIN = "上面没有可以接的"
LEFT = "这一行没有归处，请选定是什么"


def arrange(rows, text):
    """Give the pieces that ``rows`` ask for, ``[(choice, piece)]`` with the choice of each; ``text`` is the original.

    A new line in a piece divides it, but for quotes, whose paragraphs stay together. Lines that no piece has any more
    (its text was emptied) come back as unplaced.
    """
    pieces = []
    for choice, piece in sorted(rows, key=lambda row: min(row[1].lines, default=0)):
        if choice in JOINS:
            add_to_last(pieces, JOINS[choice][0], piece)
        else:
            pieces.extend(divided(settled(piece, Kind(choice))))
    return with_lost_lines(pieces, text)


def settled(piece, kind):
    """Give ``piece`` as ``kind``: what a person has chosen is no guess any more."""
    return piece if kind == piece.kind else replace(piece, kind=kind, is_guess=False, why="")


def add_to_last(pieces, kind, piece):
    for number in range(len(pieces) - 1, -1, -1):
        last = pieces[number]
        if last.kind == kind:
            text = f"{last.text}\n{piece.text}" if kind == Kind.QUOTE else join([last.text, piece.text])
            pieces[number] = replace(last, text=text, lines=last.lines + piece.lines)
            return
    pieces.append(replace(piece, kind=Kind.UNPLACED, is_guess=False, why=NOTHING_TO_JOIN))


def divided(piece):
    """Give a piece for each line of its text; none where it is empty."""
    texts = [" ".join(text.split()) for text in piece.text.split("\n")]
    texts = [text for text in texts if text]
    if piece.kind == Kind.QUOTE:
        texts = ["\n".join(texts)] if texts else []
    return [replace(piece, text=text) for text in texts]


def with_lost_lines(pieces, text):
    """Give ``pieces`` and an unplaced one for each line of ``text`` that none of them has, all in the page's order."""
    placed = {number for piece in pieces for number in piece.lines}
    lost = [line for line in read(text) if line.number not in placed]
    unplaced = [Piece(Kind.UNPLACED, line.text, (line.number,), why=LEFT) for line in lost]
    return sorted([*pieces, *unplaced], key=lambda piece: min(piece.lines, default=0))
