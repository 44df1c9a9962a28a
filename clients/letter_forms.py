"""The forms of letters: one letter, and the template of a kind of letter. What is typed may hold [fields]."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.free_text import THING
from chain.once import CarriedOnce
from chain.versions import VersionedForm
from clients.letter_text import fields, fill, unknown
from clients.letters import INVITATION, LATER, known_fields, sources, wrong_template
from clients.models import Letter, LetterTemplate
from clients.models.letter import SENT_HOW

KEPT_FOR = frozenset({INVITATION})  # keys that acts ask for
MARKS = _(
    "Een lege regel begint een nieuwe alinea. Een regel met # ervoor is een kopje, met - ervoor een punt van een lijst."
)


class LetterForm(CarriedOnce, VersionedForm):
    """A letter before it is final. `values`: what fills a known [field] that was typed; asked only where there is one."""

    use_required_attribute = False

    class Meta:
        model = Letter
        fields = ["subject", "body", "how"]
        labels = {"subject": _("Onderwerp"), "body": _("Tekst"), "how": _("Hoe gaat de brief naar de inwoner?")}
        help_texts = {"body": MARKS}
        widgets = {"body": forms.Textarea(attrs={"rows": 22}), "how": forms.RadioSelect}
        error_messages = {
            "subject": {"required": _("Vul in waar de brief over gaat")}, "body": {"required": _("Schrijf de brief")},
        }  # fmt: skip

    def __init__(self, *args: Any, values: Callable[[], dict[str, str]], final: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values, self.final = values, final
        how: Any = self.fields["how"]
        how.required, how.choices = final, [(key, capfirst(str(name))) for key, name in SENT_HOW.items()]
        how.error_messages["required"] = _("Kies hoe de brief naar de inwoner gaat")

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except Letter.DoesNotExist:  # out of reach of the lock
            raise ValidationError(_("Deze brief is intussen definitief gemaakt of weggegooid.")) from None

    def clean_subject(self) -> str:
        return self._filled(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        return self._filled(self.cleaned_data["body"])

    def _filled(self, text: str) -> str:
        """With the fields that were typed; those of the day on which it becomes final stay."""
        names = [name for name in fields(text) if name not in LATER]
        if not names:
            return text
        values = self.values()
        if wrong := unknown(" ".join(f"[{name}]" for name in names), [*values, *LATER]):
            raise ValidationError([ValidationError(one) for one in wrong])
        if empty := [name for name in names if not values[name].strip()]:
            raise ValidationError(
                translate("[%(name)s] is leeg in dit dossier. Vul het zelf in, of haal het weg.") % {"name": empty[0]}
            )
        return fill(text, values)


class TemplateForm(CarriedOnce, VersionedForm):
    """A template; of a new one also what such a letter is about, which does not change: its fields lean on it."""

    free_text = THING
    use_required_attribute = False

    class Meta:
        model = LetterTemplate
        fields = ["name", "source", "subject", "body", "in_use"]
        labels = {
            "name": _("Hoe heet deze brief?"), "source": _("Waar gaat zo’n brief over?"), "subject": _("Onderwerp"),
            "body": _("Tekst"), "in_use": _("In gebruik"),
        }  # fmt: skip
        help_texts = {
            "body": MARKS,
            "in_use": _("Anders kan niemand er nog een nieuwe brief mee maken. Oude brieven blijven zoals ze zijn."),
        }  # fmt: skip
        widgets = {"body": forms.Textarea(attrs={"rows": 26})}
        error_messages = {
            "name": {"required": _("Vul een naam in")}, "subject": {"required": _("Vul een onderwerp in")},
            "body": {"required": _("Schrijf de tekst")},
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["source"]
        else:
            labels = [(key, capfirst(str(one.label))) for key, one in sources().items()]
            self.fields["source"] = forms.ChoiceField(
                label=_("Waar gaat zo’n brief over?"), choices=[("", _("Kies")), *labels],
                error_messages={"required": _("Kies waar zo’n brief over gaat")},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        source = clean.get("source") or self.instance.source
        if source:
            for name, reason in wrong_template(source, clean.get("subject", ""), clean.get("body", "")):
                self.add_error(name, reason)
        if self.instance.key in KEPT_FOR and clean.get("in_use") is False:
            self.add_error("in_use", _("Deze brief wordt gemaakt bij een afspraak, en blijft daarom in gebruik"))
        return clean

    def keep(self) -> LetterTemplate:
        """Save it; a new one gets a key of its name, and is of the administrator: the blueprint leaves it alone."""
        one: LetterTemplate = self.instance
        if one.pk is None:
            one.key = free_key(one.chain_id, one.name)
            one.version = 2
            one.save(force_insert=True)
        else:
            self.save()
        return one


def free_key(chain_id: int, name: str) -> str:
    base = slugify(name)[:40] or "brief"
    taken = set(LetterTemplate.objects.filter(chain_id=chain_id, key__startswith=base).values_list("key", flat=True))
    return next(key for key in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if key not in taken)


def field_list(source_key: str) -> list[tuple[str, object, str]]:
    """The fields of a source for the page beside the form: name, what it is, and an example."""
    source = sources().get(source_key)
    if source is None:
        return []
    return [(name, label, source.examples.get(name, "")) for name, label in known_fields(source).items()]
