"""A workbook comes in: choose the file, look at what it would do, confirm."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trainees.actions import drop_upload, keep_upload
from trainees.models import Upload
from wijkmakers.imports import CohortImport, import_upload, open_workbook, propose
from wijkmakers.imports.forms import TargetForm, UploadForm, filled_in
from wijkmakers.imports.pages import mistakes_page, preview_page, saved_sentence
from wijkmakers.imports.template import SHEETS, explained, template_workbook
from wijkmakers.lib.access import coordinator
from wijkmakers.lib.downloads import spreadsheet


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_import(request):
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        user=request.user,
        initial={"cohort": request.GET.get("cohort")},
    )
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["file"].name
        upload = keep_upload(name=name, content=form.content, by=request.user, now=timezone.now())
        chosen = form.cleaned_data["cohort"]
        query = f"?{urlencode({'cohort': chosen.pk})}" if chosen else ""
        return redirect(reverse("import_preview", args=[upload.pk]) + query)
    sheets = [(kind.label, explained(kind, helps)) for kind, helps, _times in SHEETS]
    return render(request, "imports/cohort_import.html", {"form": form, "sheets": sheets})


@coordinator
@require_safe
def import_preview(request, pk):
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    if upload.cohort_id:
        return redirect("cohort", pk=upload.cohort_id)
    book = open_workbook(bytes(upload.content), upload.name)
    data = filled_in(request.GET, propose(book, upload.name), request.user)
    form = TargetForm(data, user=request.user)
    page = {"upload": upload, "form": form}
    if not form.is_valid():
        return render(request, "imports/import_preview.html", page)
    target = form.target()
    plan = CohortImport(book, target, today=timezone.localdate()).plan
    if plan.problems:
        return _mistakes(request, upload, book, form, plan)
    return render(request, "imports/import_preview.html", page | preview_page(plan, target))


@coordinator
@require_POST
def import_confirm(request, pk):
    # Looked at before the upload: who confirms twice at once then finds it imported, not its name taken.
    form = TargetForm(request.POST, user=request.user)
    complete = form.is_valid()
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    again = f"{reverse('import_preview', args=[pk])}?{urlencode(form.hidden())}"
    if not complete and not upload.cohort_id:
        return redirect(again)
    target, shown = form.target() if complete else None, request.POST.get("shown", "")
    today = timezone.localdate()
    outcome = import_upload(upload=upload, target=target, shown=shown, by=request.user, today=today)
    if outcome.cohort:
        messages.success(request, saved_sentence(outcome, upload))
        return redirect("cohort", pk=outcome.cohort.pk)
    if outcome.plan.problems:
        book = open_workbook(bytes(upload.content), upload.name)
        return _mistakes(request, upload, book, form, outcome.plan)
    messages.warning(request, _("Something changed since you looked, so nothing has been saved. Look again."))
    return redirect(again)


@coordinator
@require_POST
def import_discard(request, pk):
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    drop_upload(upload=upload, by=request.user)
    messages.info(request, _("%(file)s was not imported. Nothing has changed.") % {"file": upload.name})
    return redirect("cohort_import")


@coordinator
@require_safe
def import_template(request):
    return spreadsheet(template_workbook(), _("cohort"))


def _mistakes(request, upload, book, form, plan):
    """All that is wrong with the file, and at once the place for the corrected one."""
    again = UploadForm(user=request.user, initial={"cohort": form.data.get("cohort")}, auto_id="again_%s")
    page = {"upload": upload, "form": form, "target": form.target(), "upload_form": again}
    return render(request, "imports/import_mistakes.html", page | mistakes_page(plan, book))
