"""How a test breaks a rule of the database on purpose. tests/test_rules.py sees to it that each rule is."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError
from django.utils import translation

from wijkmakers.lib.constraints import rules_checked, sentence_for


@contextmanager
def breaks(name):
    """What is done inside breaks this rule and no other, and a person gets a sentence for it."""
    settled()
    with pytest.raises(IntegrityError) as caught, rules_checked():
        yield
    assert caught.value.__cause__.diag.constraint_name == name
    sentence = sentence_for(caught.value)
    for language in ("nl", "en"):
        with translation.override(language):
            assert str(sentence).endswith(".")


@contextmanager
def allows(name):
    """What is done inside comes as near to breaking this rule as one may."""
    settled()
    with rules_checked():
        yield


def settled():
    """What was made before is right, and is not looked at again."""
    with rules_checked():
        pass


def change(row, **values):
    """Past every form and every save()."""
    assert type(row).objects.filter(pk=row.pk).update(**values) == 1
