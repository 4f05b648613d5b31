"""How people's names are ordered and searched in the Netherlands, without help of a database collation."""

import unicodedata

_PREFIXES = {
    "van", "de", "den", "der", "het", "'t", "ter", "ten", "te", "in", "op", "aan", "bij", "onder", "over",
    "uit", "uijt", "uyt", "voor", "tot", "von", "zu", "la", "le", "les", "du", "des", "d'", "l'",
}  # fmt: skip
_FOLD = str.maketrans({"ø": "o", "ß": "ss", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "’": "'"})


def fold(text: str) -> str:
    """Lower case without accents: "Brouwér" → "brouwer"."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_FOLD).strip()


def sort_key(first_name: str, last_name: str) -> str:
    """The key by which Dutch lists order: family name, given name, then prefixes ("van der") last."""
    words = fold(last_name).split()
    cut = 0
    while cut < len(words) - 1 and words[cut] in _PREFIXES:
        cut += 1
    parts = [" ".join(words[cut:]), fold(first_name), " ".join(words[:cut])]
    return ", ".join(part for part in parts if part)
