"""What templates draw with: icons, date blocks, organisations, the brick wall, headings that sort, fields."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from wijkmakers.lib import days, looks

register = template.Library()

# Most browsers name others too, to be served like them: the first that fits is meant.
BROWSERS = (
    {
        "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox",
        "FxiOS": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
    },
    {
        "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "CrOS": "ChromeOS",
        "Mac OS X": "Mac", "Linux": "Linux",
    },
)  # fmt: skip


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int = 18) -> str:
    """An icon of lucide beside a word; it says nothing to a screen reader, the word does."""
    return lucide(name + "", size=size, stroke_width="1.75", stroke_linecap="square", aria_hidden="true")


@register.simple_tag
def dateblock(day: date) -> SafeString:
    """The weekday, a large numeral, the month."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return format_html(
        '<time class="dt" datetime="{}"><span>{}</span> <b>{}</b> <span>{}</span></time>',
        day.isoformat(), date_format(day, "D").lower(), day.day, date_format(day, "M").lower().rstrip("."),
    )  # fmt: skip


@register.simple_tag
def hostkey(host: Any) -> SafeString:
    """The pattern swatch of an organisation, for beside its name."""
    return format_html('<span class="key look-{}" aria-hidden="true"></span>', host.look)


@register.simple_tag
def hostname(host: Any) -> SafeString:
    """Swatch, code and name of an organisation, always together."""
    return format_html('<span class="host">{} <b>{}</b> {}</span>', hostkey(host), host.code, host.name)


@register.filter
def look(host: Any) -> str:
    """The CSS class of an organisation's colour and pattern."""
    return f"look-{host.look}"


@register.filter
@lru_cache(maxsize=512)
def bricks(classes: tuple[str, ...]) -> SafeString:
    """A row of little bricks, each with its class; the same few rows are drawn over and over."""
    return format_html_join(
        "", "<i{}></i>", ((format_html(' class="{}"', css) if css else "",) for css in classes)
    )


@register.filter
def short(day: date) -> str:
    """“1 Sep 2026” in the words of the language."""
    return days.said_short(day)


@register.filter
def short_of_year(day: date) -> str:
    """“1 Sep” in the words of the language."""
    return days.said_short_of_year(day)


@register.filter
def at(fraction: float) -> str:
    """A fraction of the current month -> the class that puts the line 'now' there."""
    return looks.at(fraction)


@register.filter
def browser(user_agent: str) -> str:
    """“Firefox, Windows”, as people know them; what is not known is said as it was sent."""
    known = [next((name for sign, name in signs.items() if sign in user_agent), "") for signs in BROWSERS]
    return ", ".join(filter(None, known)) or user_agent


@register.simple_tag
def brickwall(bricks: list[Any], per_row: int = 10) -> SafeString:
    """Modules in courses. A brick: number, title, url, state (done, cur or ''), here (this page).

    Drawn here, since twenty bricks cost three times as much in a template and stand on many pages.
    """
    module, words = _("Module"), {"done": _("done"), "cur": _("busy now"), "": _("not begun")}
    courses = looks.courses(bricks, per_row)
    rows = format_html_join(
        "",
        '<ol role="list" start="{}">\n{}</ol>',
        ((start, _bricks(row, module, words)) for start, row in courses),
    )
    return format_html('<div class="wall{}">{}</div>', " wall--5" if per_row == 5 else "", rows)


def _bricks(row: list[Any], module: str, words: dict[str, str]) -> SafeString:
    linked = '<li class="{}{}"><a href="{}"{} title="{}">{}</a></li>\n'
    plain = '<li class="{}{}"><span class="brick" title="{}">{}</span></li>\n'
    said = '<span class="vh">{} </span>{}<span class="vh">, {}, {}</span>'
    drawn = []
    for brick in row:
        inside = format_html(said, module, brick.number, brick.title, words[brick.state])
        css = (brick.state, " here" if brick.here else "")
        if brick.url:
            current = mark_safe(' aria-current="page"') if brick.here else ""
            drawn.append(format_html(linked, *css, brick.url, current, brick.title, inside))
        else:
            drawn.append(format_html(plain, *css, brick.title, inside))
    return SafeString("".join(drawn))


@register.inclusion_tag("parts/_sort_th.html", takes_context=True)
def sort_th(context: Context, key: str, label: str, css: str = "") -> dict[str, Any]:
    """A column header that sorts by `key`: ?sort=key, then ?sort=-key."""
    query = context["request"].GET.copy()
    now = str(context.get("sort") or query.get("sort", ""))
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    query["sort"] = f"-{key}" if direction == "ascending" else key
    query.pop("page", None)
    return {"label": label, "direction": direction, "query": query.urlencode(), "css": css}


@register.filter
def about(error: str, field: BoundField) -> str:
    """'This field is required' becomes a sentence that names the field, the same in summary and field."""
    if str(error) != str(forms.Field.default_error_messages["required"]):
        return error
    label = {"label": field.label}
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return _("Tick “%(label)s”.") % label
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple | forms.FileInput):
        return _("Choose “%(label)s”.") % label
    return _("Fill in “%(label)s”.") % label


@register.filter
def kind(field: BoundField) -> str:
    """Which of the shapes of our form pack a field has."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    return "group" if widget.use_fieldset else "input"


@register.filter
def control(field: BoundField) -> SafeString:
    """The input itself, with the class of its shape; a placeholder would vanish when it is needed."""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{kind(field)} {own}".strip(), "placeholder": False})
