"""Two people at one record: a stale save shows both values and loses neither."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

STALE = _(
    "Iemand anders heeft dit intussen gewijzigd. Bij elk veld ziet u wat er nu staat. "
    "Kies wat goed is en sla nog eens op."
)


class VersionedForm(forms.ModelForm):
    """A model form for a model with `version`. Stale: an error, and per changed field what stands there now.

    After a stale save `theirs` maps field names to the values of the other; the form, shown again, carries the new
    version, so that saving again is a choice made with both values in sight. Call `save` in a transaction.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs: dict[str, object] = {}
        self.initial["version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.instance.pk:
            return cleaned
        current = type(self.instance)._default_manager.select_for_update(of=("self",)).get(pk=self.instance.pk)
        if cleaned.get("version") != current.version:
            for name in self.Meta.fields:  # type: ignore[attr-defined]
                mine, theirs = cleaned.get(name), getattr(current, name)
                if name in cleaned and mine != theirs:
                    self.theirs[name] = self._shown(name, theirs)
            data = self.data.copy()  # type: ignore[attr-defined]
            data[self.add_prefix("version")] = str(current.version)
            self.data = data
            if self.theirs:
                raise forms.ValidationError(STALE, code="stale")
        return cleaned

    def _shown(self, name: str, value: Any) -> object:
        choices = dict(getattr(self.fields[name], "choices", []) or [])
        return choices.get(value, value)

    def save(self, commit: bool = True) -> Any:
        self.instance.version = (self.instance.version or 0) + 1 if self.instance.pk else 1
        return super().save(commit)
