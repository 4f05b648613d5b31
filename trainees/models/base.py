from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """A row that people edit: who changed it last, and a version that tells when two edit it at once."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        db_index=False, verbose_name=_("created by"),
    )  # fmt: skip
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        db_index=False, verbose_name=_("changed by"),
    )  # fmt: skip

    class Meta:
        abstract = True

    def get_constraints(self):
        """What holds only at the end of a transaction is not asked of one row: two ranks may be swapped."""
        return [
            (model, [rule for rule in rules if not getattr(rule, "deferrable", None)])
            for model, rules in super().get_constraints()
        ]
