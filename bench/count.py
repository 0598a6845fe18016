#!/usr/bin/env python3
"""Compare a text as read with the text as it is: words and characters.

    count.py TRUTH READ    prints: words, words found, characters, edits

Words are compared as multisets, so that the order in which a program reads
boxes and columns does not count; characters in order, so that it does.
White space is one blank, typographic quotes and dashes are plain ones, and
form feeds are nothing; accents, case and punctuation count.
"""
import collections
import re
import sys
import unicodedata

PLAIN = str.maketrans({
    "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "…": "...",
    "œ": "oe", "Œ": "OE", "ﬁ": "fi", "ﬂ": "fl", "\f": " ",
    "☐": " ", "☑": " ", "☒": " "})


def plain(text):
    text = unicodedata.normalize("NFC", text).translate(PLAIN)
    text = re.sub(r'"\s*(.*?)\s*"', r'"\1"', text)
    return re.sub(r"\s+", " ", text).strip()


def words(text):
    found = re.findall(r"\w+(?:['-]\w+)*", plain(text))
    return collections.Counter(found)


def edits(a, b):
    """Levenshtein's distance, a column at a time (Myers 1999, Hyyrö 2003)."""
    if not a:
        return len(b)
    at = {}
    for i, c in enumerate(a):
        at[c] = at.get(c, 0) | 1 << i
    mask, last = (1 << len(a)) - 1, 1 << (len(a) - 1)
    plus, minus, score = mask, 0, len(a)
    for c in b:
        eq = at.get(c, 0)
        x = eq | minus
        zero = (((x & plus) + plus) ^ plus) | x
        up = minus | (~(zero | plus) & mask)
        down = plus & zero
        if up & last:
            score += 1
        elif down & last:
            score -= 1
        up = (up << 1 | 1) & mask
        down = down << 1 & mask
        plus = down | (~(zero | up) & mask)
        minus = up & zero
    return score


def compare(truth, read):
    want, got = words(truth), words(read)
    a, b = plain(truth), plain(read)
    return (sum(want.values()), sum((want & got).values()), len(a),
            edits(a, b))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as f:
        truth = f.read()
    with open(sys.argv[2], encoding="utf-8", errors="replace") as f:
        read = f.read()
    print(*compare(truth, read))


if __name__ == "__main__":
    main()
