"""Material of a module: added, changed, put in order, downloaded."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curriculum import actions, editions, rules
from curriculum.forms import FileForm, LinkForm, MaterialForm
from curriculum.models import Material, Module
from curriculum.views.contents import change_content, remove_content
from wijkmakers.lib.access import allow, signed_in
from wijkmakers.lib.editing import posted
from wijkmakers.lib.uploads import TYPES


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def material_new(request, pk):
    home = get_object_or_404(Module.objects.visible_to(request.user).with_theme(), pk=pk)
    allow(rules.can_share_material(request.user, home))
    form = MaterialForm(posted(request), request.FILES or None, instance=Material(module=home))
    return change_content(
        request,
        form,
        "curriculum/material_new.html",
        home=home.curriculum,
        act=lambda: actions.add_material(
            material=form.instance, session_number=form.cleaned_data["session_number"], by=request.user
        ),
        done=_page,
        said=lambda saved: _("%(title)s is added.") % {"title": saved},
        heading=_("Add material"),
        cancel_url=_page(form.instance),
        context={"module": home},
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def material_edit(request, pk):
    material = _load(request, pk)
    kind = FileForm if material.file else LinkForm
    form = kind(posted(request), request.FILES or None, instance=material)
    return change_content(
        request,
        form,
        "curriculum/material_edit.html",
        home=material.module.curriculum,
        act=lambda: actions.change_material(
            material=form.instance, session_number=form.cleaned_data["session_number"],
            seen=form.seen_version, by=request.user,
        ),
        done=_page,
        said=lambda saved: _("%(title)s is saved.") % {"title": saved},
        heading=_("Edit material"),
        cancel_url=_page(material),
        context={"material": material},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def material_remove(request, pk):
    material = _load(request, pk)
    return remove_content(
        request,
        material,
        "curriculum/material_remove.html",
        home=material.module.curriculum,
        heading=_("Remove %(name)s?") % {"name": material},
        act=lambda seen: actions.remove_material(material=material, seen=seen, by=request.user),
        done=_page(material),
        said=_("%(title)s is removed.") % {"title": material},
        cancel_url=_page(material),
        context={"material": material},
    )


@signed_in
@require_POST
def material_up(request, pk):
    return _move(request, pk, -1)


@signed_in
@require_POST
def material_down(request, pk):
    return _move(request, pk, 1)


@signed_in
@require_safe
def material_file(request, pk):
    """A download and nothing else: whatever is in the file, the browser must not run it as a page of ours."""
    material = get_object_or_404(Material.objects.visible_to(request.user), pk=pk)
    if not material.file:
        raise Http404
    try:
        content = material.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = FileResponse(
        content,
        as_attachment=True,
        filename=material.download_name(),
        content_type=TYPES.get(material.kind, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _move(request, pk, places):
    material = _load(request, pk)
    followers = editions.followers(material.module.curriculum, today=timezone.localdate())
    allow(not followers.is_closed)
    actions.move_material(material=material, places=places, by=request.user, now=timezone.now())
    return redirect(f"{_page(material)}#material")


def _load(request, pk):
    material = get_object_or_404(Material.objects.visible_to(request.user).with_module(), pk=pk)
    allow(rules.can_share_material(request.user, material.module))
    return material


def _page(material):
    return reverse("module", args=[material.module_id])
