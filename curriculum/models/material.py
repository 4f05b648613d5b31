from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from curriculum.models.content import Module
from trainees.models import Versioned


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(module__in=Module.objects.visible_to(user))

    def of_module(self, module):
        return self.filter(module=module)

    def in_order(self):
        return self.order_by("position", "pk")


class Material(Versioned):
    """Something to read, watch or fill in with a module: a file or a link."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="materials", verbose_name=_("module"))
    title = models.CharField(_("title"), max_length=150)
    url = models.URLField(_("link"), blank=True, max_length=500)
    file = models.FileField(_("file"), upload_to="material/%Y/", blank=True, max_length=255)
    size = models.PositiveIntegerField(_("size in bytes"), default=0, editable=False)
    kind = models.CharField(_("kind of file"), max_length=10, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("material")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="material_is_file_or_link",
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")),
                violation_error_message=_("Give a file or a link, and not both."),
            ),
            models.UniqueConstraint(
                "module",
                Lower("title"),
                name="material_title_once",
                violation_error_message=_("This module already has material with this title."),
            ),
        ]

    def __str__(self):
        return self.title
