"""Two people at one set of rows: what only one of them changed is kept, and where both did, both values are shown.

A row is edited in blocks by several people at a time, so that its version alone would call things stale that nobody
touched. The form carries the values that it was made with, and compares field by field.
"""

import datetime as dt
import json
from typing import Any

from django import forms
from django.db.models import Model

from chain.versions import STALE


def as_text(value: Any) -> str:
    """A value of a field, from the row or typed, so that the same is the same."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return json.dumps(sorted(map(str, value)))
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n")


class SeenForm(forms.ModelForm):
    """A model form with what was seen in it. Give it the row as it is now, locked; a new row has been seen by nobody.

    After `is_valid()`: `touched`, whether the row would change. What another changed and this form did not stays as it is.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs: dict[str, object] = {}
        self.moved: set[str] = set()  # fields of the row that this form changes
        self.own = [name for name in self.fields if name in (self._meta.fields or ())]
        self.now = {name: as_text(getattr(self.instance, name, None)) for name in self.own}
        self.initial.setdefault("seen", json.dumps(self.now))
        self.was = self.now | self._sent()

    def _sent(self) -> dict[str, str]:
        """What the page was made with; nothing where that cannot be read."""
        try:
            sent = json.loads(self.data.get(self.add_prefix("seen")) or "{}")
        except ValueError:
            return {}
        return {name: text for name, text in sent.items() if isinstance(text, str)} if isinstance(sent, dict) else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.own:
            if name not in cleaned:
                continue
            mine, now, was = as_text(cleaned[name]), self.now[name], self.was[name]
            if mine == now:
                continue
            if mine == was:  # another's change stays
                cleaned[name] = getattr(self.instance, name)
            elif was != now:
                self.theirs[name] = self.in_words(name)
            else:
                self.moved.add(name)
        if self.theirs:
            self.saw()
            raise forms.ValidationError(STALE, code="stale")
        return cleaned

    @property
    def touched(self) -> bool:
        return bool(self.moved)

    def saw(self) -> None:
        """From here on the one who saves has seen what stands there now: saving again is a choice."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = json.dumps(self.now)
        self.data = data

    def in_words(self, name: str) -> object:
        """What stands in the field now, as people read it."""
        value, choices = getattr(self.instance, name), dict(getattr(self.fields[name], "choices", None) or [])
        if isinstance(value, list):
            return ", ".join(str(choices.get(each, each)) for each in value)
        return choices.get(value, value)
