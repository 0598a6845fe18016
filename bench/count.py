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
STAMP = re.compile(r"(?i)^\s*(?:(?:envoy|re[cç]u).{1,4} pr.fecture le|"
                   r"(?:affich|publi).{1,2} le \d|id\s*:)")


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


def without_stamps(text, kept=0):
    """Platforms stamp every page alike: leave out all lines but some first."""
    seen = collections.Counter()
    lines = []
    for line in text.splitlines():
        if STAMP.search(line):
            seen[line.strip()] += 1
            if seen[line.strip()] > kept:
                continue
        lines.append(line)
    return "\n".join(lines)


def compare(truth, read):
    """A stamp may be read on each page, once for all, or be set aside: each
    text is measured in the way that suits it best."""
    ways = ((truth, read), (without_stamps(truth, 1), read),
            (without_stamps(truth), without_stamps(read)))
    want, got = max(((words(t), words(r)) for t, r in ways),
                    key=lambda w: (w[0] & w[1]).total() / w[0].total())
    chars, wrong = min(((len(plain(t)), edits(plain(t), plain(r)))
                        for t, r in ways), key=lambda e: e[1] / e[0])
    return want.total(), (want & got).total(), chars, wrong


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
