"""Fields of the administration: one searches for a row instead of scrolling through all there are."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AdminSplitDateTime, AutocompleteSelect, AutocompleteSelectMultiple

KEY = re.compile(r"[0-9]{1,18}")


class _KeysOnly:
    """Django looks up what was sent as it is, and fails on what is no key. The form has said so already."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        keys = [each for each in value if KEY.fullmatch(str(each))]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]


class ChosenSelectMultiple(_KeysOnly, AutocompleteSelectMultiple):
    """Searches while one types."""


class ChosenSelect(_KeysOnly, AutocompleteSelect):
    """Searches while one types; shows the row chosen now without fetching it when the page already did."""

    chosen: Any = None

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        """The empty option where one may choose nothing, and the chosen row."""
        if self.chosen is None or list(value) != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(self.chosen)
        return [(None, [*empty, self.create_option(name, self.chosen.pk, label, True, len(empty))], 0)]


class MomentWidget(AdminSplitDateTime):
    """A day and a time, to the minute."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.widgets[1].format = "%H:%M"
