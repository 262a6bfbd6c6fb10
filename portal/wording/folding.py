"""Text as the table compares it: what cannot be seen is left out, and letters and digits are of half width.

Punctuation keeps its width and letters their case, since these may be the very slip.
"""

# Zero-width spaces, joiners and marks, the soft hyphen, the byte-order mark: they come along with pasted text.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
NO_BREAK_SPACE, SPACE = "\u00a0", " "
WIDTH = ord("Ａ") - ord("A")
WIDE = [code for code in range(0xFF01, 0xFF5F) if chr(code - WIDTH).isalnum()]
FOLDING = dict.fromkeys(map(ord, INVISIBLE)) | {code: code - WIDTH for code in WIDE} | {ord(NO_BREAK_SPACE): SPACE}


def fold(text):
    """Give ``text`` as it is compared: ２０２２年 → 2022年."""
    return text.translate(FOLDING)


def folded_with_places(text):
    """Give ``text`` as it is compared, and the place in ``text`` of each of its characters, and of its end."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded, range(len(text) + 1)
    kept = [place for place, character in enumerate(text) if character not in INVISIBLE]
    return folded, [*kept, len(text)]
