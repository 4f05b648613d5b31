"""Where a trainee would like to work, as a coordinator enters it."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _

from placements.choices import said_wish
from placements.models import MOST_RANKS, Host
from trainees.models import Trainee
from wijkmakers.lib.versions import VersionedForm


class WishForm(VersionedForm):
    """One list for each rank. Empty ones are left out and the others close up."""

    class Meta:
        model = Trainee
        fields: list[str] = []

    def __init__(self, *args, hosts: Sequence[Host], wished: Sequence[int], **kwargs):
        super().__init__(*args, **kwargs)
        by_key = {str(host.pk): host for host in hosts}
        offered = [
            ("", _("No wish")),
            *((host.pk, f"{host.code} {host.name} ({host.sector})") for host in hosts),
        ]
        for rank in range(1, min(len(hosts), MOST_RANKS) + 1):
            self.fields[f"wish_{rank}"] = forms.TypedChoiceField(
                label=said_wish(rank).capitalize(),
                choices=offered,
                coerce=lambda key: by_key[key],
                empty_value=None,
                required=False,
                initial=wished[rank - 1] if rank <= len(wished) else None,
            )

    @property
    def wish_fields(self):
        return [self[name] for name in self.fields if name.startswith("wish_")]

    def clean(self):
        data = super().clean()
        seen: dict[Host, str] = {}
        for field in self.wish_fields:
            host = data.get(field.name)
            if host in seen:
                words = {"host": host, "rank": seen[host]}
                self.add_error(
                    field.name, _("%(host)s is the %(rank)s already. Choose another, or none.") % words
                )
            elif host:
                seen[host] = field.label.lower()
        return data

    def hosts(self) -> list[Host]:
        found = (self.cleaned_data.get(field.name) for field in self.wish_fields)
        return [host for host in found if host]
