"""What the tests of the admin share: its addresses, and what a browser would send from one of its pages."""

from html.parser import HTMLParser

from django.urls import reverse
from zeal import zeal_ignore

# Buttons that nobody pressed are not sent.
NOT_SENT = {"submit", "button", "image", "reset"}


class FormReader(HTMLParser):
    """The fields of the main form of a page, as a browser would post them untouched."""

    def __init__(self):
        super().__init__()
        self.fields, self.depth, self.select, self.textarea = {}, 0, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.depth = int("_form" in given.get("id", ""))
        if not self.depth:
            return
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in NOT_SENT:
            ticked = given.get("type") in {"checkbox", "radio"}
            if not ticked or "checked" in given:
                self.fields.setdefault(name, []).append(given.get("value", "on" if ticked else ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.fields.setdefault(self.select, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.textarea = name
            self.fields[name] = [""]

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.fields[self.textarea] = [
                self.fields[self.textarea][0].removeprefix("\n").removeprefix("\r\n")
            ]
            self.textarea = None

    def handle_data(self, data):
        if self.textarea:
            self.fields[self.textarea][0] += data


def typed(page, **changes):
    """Everything the form on this page holds, with some of it changed."""
    reader = FormReader()
    reader.feed(page.content.decode())
    reader.fields.pop("csrfmiddlewaretoken", None)
    return {name: values for name, values in reader.fields.items() if "__prefix__" not in name} | changes


def save(client, url, **changes):
    """Open this page, change this much, and save."""
    # Django looks up each row of a formset by itself when it is posted.
    page = client.get(url)
    with zeal_ignore():
        return client.post(url, typed(page, **changes))


def errors(page):
    """All that the page says is wrong."""
    told = list(page.context["adminform"].form.non_field_errors())
    for field_errors in page.context["adminform"].form.errors.values():
        told += [error for error in field_errors if error not in told]
    for inline in page.context["inline_admin_formsets"]:
        for row_errors in inline.formset.errors:
            told += [error for field_errors in row_errors.values() for error in field_errors]
        told += list(inline.formset.non_form_errors())
    return told


def list_url(model, query=""):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + query


def new_url(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def row_url(row, page="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def listed(page):
    return [row.pk for row in page.context["cl"].result_list]


def choices(client, field, term):
    """What the search field of a form offers: (app.Model.field, what was typed) -> labels."""
    app, model, name = field.split(".")
    query = {"app_label": app, "model_name": model.lower(), "field_name": name, "term": term}
    return [found["text"] for found in client.get(reverse("admin:autocomplete"), query).json()["results"]]


def act(client, model, action, *rows, **more):
    """Choose an action for these rows in the list."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(list_url(model), chosen, follow=True)
