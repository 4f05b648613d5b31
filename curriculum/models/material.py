import secrets

from django.db import models
from django.db.models import F, Max, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from curriculum.models.content import Module
from curriculum.models.module import Lesson
from trainees.models import Versioned
from wijkmakers.lib.constraints import Rule


def random_path(material, filename):
    """A name nobody can guess, without an extension that a web server could run."""
    token = secrets.token_urlsafe(24)
    return f"material/{token[:2]}/{token}"


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(module__in=Module.objects.visible_to(user))

    def of_module(self, module):
        return self.filter(module=module)

    def of_curriculum(self, curriculum):
        return self.filter(module__curriculum=curriculum)

    def of_session(self, session):
        """For this session of the module, or for the whole module."""
        for_it = Q(lesson=None) | Q(lesson__number=session.number)
        return self.filter(for_it, module=session.module_id)

    def with_module(self):
        return self.select_related("module__curriculum")

    def next_position(self) -> int:
        last = self.aggregate(last=Max("position"))["last"]
        return 0 if last is None else last + 1

    def file_names(self) -> list[str]:
        """Where the files of these rows are stored."""
        return list(self.exclude(file="").values_list("file", flat=True))

    def in_order(self):
        return self.order_by("position", "pk")

    def by_lesson(self):
        """Of the whole module first, then session by session."""
        in_order = self.order_by(F("lesson__number").asc(nulls_first=True), "position", "pk")
        return in_order.select_related("lesson")


class Material(Versioned):
    """Something to read, watch or fill in with a module: a file or a link."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="materials", verbose_name=_("module"))
    lesson = models.ForeignKey(
        Lesson, models.SET_NULL, null=True, blank=True, related_name="materials",
        verbose_name=_("for which session"), help_text=_("Leave it empty for the whole module."),
    )  # fmt: skip
    is_required = models.BooleanField(_("required"), default=False)
    title = models.CharField(_("title"), max_length=150)
    url = models.URLField(_("link"), blank=True, max_length=500)
    file = models.FileField(_("file"), upload_to=random_path, blank=True, max_length=255)
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
        triggers = [
            Rule(
                name="material_of_own_lesson",
                sentence=_("The session belongs to another module than the material."),
                broken="""
                    SELECT 1 FROM curriculum_material f JOIN curriculum_lesson l ON l.id = f.lesson_id
                    WHERE f.id = NEW.id AND l.module_id <> f.module_id
                """,
            ),
        ]

    def download_name(self) -> str:
        """The title with the extension of its kind, as a name that every system can save."""
        name = "".join(c for c in self.title if c.isprintable() and c not in '\\/:*?"<>|').strip(" .")
        return name if name.lower().endswith(f".{self.kind}") else f"{name or 'material'}.{self.kind}"

    def __str__(self):
        return self.title
