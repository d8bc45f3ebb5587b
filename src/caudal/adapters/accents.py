"""Letters without their accents: a database may know neither their case nor their parts."""

import unicodedata


def plain(letter: str) -> str:
    """The letter without its accents, in lower case."""
    return unicodedata.normalize("NFD", letter)[0].lower()


# Of Latin.
ACCENTED = "".join(
    letter
    for letter in map(chr, range(0xC0, 0x180))
    if unicodedata.normalize("NFD", letter) != letter
)
PLAIN = "".join(map(plain, ACCENTED))

# All that a video is called: by its sender, and by its file.
CALLED = "concat_ws(' ', nullif(options->>'title', ''), filename)"
NAME = "translate(lower({}), %(accented)s, %(plain)s)"
