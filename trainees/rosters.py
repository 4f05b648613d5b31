"""Trainees as rows of a list, on a page and in a spreadsheet: prepared here, since there can be many."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainees.models import TraineeState
from wijkmakers.lib import sheets
from wijkmakers.lib.days import said_short
from wijkmakers.lib.listing import addresses

EXPORTED = 5000  # rows in one spreadsheet, at most
SORTS = {
    "name": ["user__sort_name", "pk"],
    "cohort": ["cohort__name", "user__sort_name", "pk"],
    "start": ["starts_on", "user__sort_name", "pk"],
}
TONES = {
    TraineeState.ACTIVE: "tag--ok",
    TraineeState.NOT_STARTED: "tag--info",
    TraineeState.PAUSED: "tag--warn",
}
# The columns of the spreadsheet, by the value that stands in them.
EXPORT = {
    "user__first_name": gettext_lazy("First name"),
    "user__last_name": gettext_lazy("Last name"),
    "user__email": gettext_lazy("E-mail address"),
    "user__phone": gettext_lazy("Phone"),
    "cohort__name": gettext_lazy("Cohort"),
    "state": gettext_lazy("Status"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "study": gettext_lazy("Study"),
    "city": gettext_lazy("City"),
    "postcode": gettext_lazy("Postcode"),
}


def rows(page, *, today):
    """What the list shows of these trainees."""
    address = addresses("trainee")
    labels = {state.value: (str(state.label), TONES.get(state, "")) for state in TraineeState}
    return [
        {
            "url": address(trainee["pk"]),
            "name": f"{trainee['user__first_name']} {trainee['user__last_name']}",
            "email": trainee["user__email"],
            "cohort": trainee["cohort__name"],
            "state": labels[trainee["state"]][0],
            "tone": labels[trainee["state"]][1],
            "dates": f"{said_short(trainee['starts_on'])} – {said_short(trainee['ends_on'])}",
            "study": trainee["study"],
            "city": trainee["city"],
        }
        for trainee in page.for_roster(today)
    ]


def workbook(page, *, total, today):
    """The same trainees, with phone and postcode, as the bytes of an xlsx."""
    labels = dict(TraineeState.choices)
    found = [
        [labels[value] if name == "state" else value for name, value in _exported(trainee)]
        for trainee in page.for_roster(today)
    ]
    notes = _left_out(len(found), total) if total > len(found) else None
    return sheets.write([sheets.NewSheet(_("Trainees"), list(EXPORT.values()), found)], notes=notes)


def _exported(trainee):
    return [(name, trainee[name]) for name in EXPORT]


def _left_out(shown, total):
    sentence = _(
        "Only the first %(shown)s of %(total)s trainees are here. Choose a cohort to get the others."
    )
    return sheets.Notes(_("Note"), [sentence % {"shown": shown, "total": total}])


def long(day):
    """1 September 2026"""
    return date_format(day, "j F Y")
