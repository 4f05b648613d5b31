"""Several words as one phrase."""

from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _


def said_all(words: Iterable[str]) -> str:
    """“a, b and c”"""
    return str(get_text_list(list(words), _("and")))
