"""Free text: no BSN in it, and no medical words without somebody saying that they are needed (AVG, articles 5 and 9).

One place for all forms: chain.forms.SnoerRenderer makes every field of every form a `CheckedField`, which checks what is
typed in the long ones. What does not come in by a form (the API, a file that is read in, a draft) calls `faults`.
A form says with `free_text = THING` that it is about no person (a vacancy, a course): there a BSN alone is refused. In which
fields the person's own words stand it says with `own_words`: there the tick does not say that nothing medical stands in it.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

PERSON, THING = "person", "thing"
LONG = 100  # characters that fit in a field of one line: from so many on it takes a sentence
# Fields of one line that hold a name or a source, and no sentence: a BSN alone is looked for.
NAMES = frozenset({
    "alias", "article", "certificate", "coach", "course", "employer", "expert", "first_name", "given_by", "job",
    "last_name", "name", "place", "reference_job", "school", "source", "street", "wage", "where",
})  # fmt: skip
# What somebody is called here or at a provider: no text, and with a medical word or nine digits in it one still has to come in.
ACCOUNTS = frozenset({"login", "uid", "username"})
MOST_CONFIRMED = 2000  # characters of the words that somebody confirms in one field
WORDS = Path(__file__).with_name("medical_words.txt")

HOLDS_BSN = _("Hierin staat een BSN. Haal het weg en gebruik het klantnummer. Is het een ander nummer van negen cijfers, "
              "schrijf dan alleen de laatste vier.")  # fmt: skip
HOLDS_WORDS = _("Dit lijkt medisch: %(words)s. Schrijf op wat het betekent voor het werk: hoeveel uur, welke houding, welk "
                "tempo, welke begeleiding.")  # fmt: skip
NEEDED = _("Toch opslaan: dit is nodig en geen medisch gegeven")
OWN_WORDS = _("Toch opslaan: dit zijn de woorden van de inwoner")

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
# These patterns are read by static/free_text.js too: only what both know stands in them.
DIGIT_RUN = r"[0-9]+(?:[ .\u00a0\u2011-][0-9]+)*"
FRIENDS = (
    r"(?:\+|\b00)[1-9](?:[ .()-]{0,2}[0-9]){7,12}(?![0-9])",  # a telephone number with its country
    r"(?<![0-9])(?:0?[1-9]|[12][0-9]|3[01])[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:19|20)[0-9]{2}(?![0-9])",  # a day
    r"(?<![0-9])(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9])",
    r"(?<![0-9.])(?:[01]?[0-9]|2[0-3])[.:][0-5][0-9](?![0-9]|[.][0-9])",  # an hour
    r"(?<![0-9])0(?:[1-9] [0-9]{3}(?: [0-9]{2}){2}|[1-9][0-9](?: [0-9]{2}){3})(?![0-9])",  # a Belgian telephone number
    r"\bNL[0-9]{9}[BL][0-9]{2}\b",  # a number of the tax office
    r"(?<![0-9])20[0-9]{2}-[0-9]{5}(?![0-9])",  # a case, by its year
)
OFFICIAL = ((4, 2, 3), (3, 3, 3))  # how a BSN is grouped, where more numbers stand behind each other
LETTER = "[0-9a-zà-öø-ÿ]"


class Faults(NamedTuple):
    """What is wrong with a text: whether a BSN stands in it (refused), and the medical words (to be confirmed)."""

    bsn: bool = False
    words: tuple[str, ...] = ()


def faults(text: str) -> Faults:
    """The faults of a text; for what is about no person, look at `bsn` alone."""
    return Faults(holds_bsn(text), medical(text)) if text else Faults()


def message(found: Faults) -> str:
    """The faults in words, "" for none: for the API, and for a line of a file that is read in."""
    if found.bsn:
        return str(HOLDS_BSN)
    return HOLDS_WORDS % {"words": ", ".join(found.words)} if found.words else ""


# A BSN


def eleven(digits: str) -> bool:
    """The eleven-test of the Wet algemene bepalingen burgerservicenummer: nine digits, weighted sum divisible by 11."""
    return (
        len(digits) == 9
        and digits != "000000000"
        and sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11 == 0
    )


@cache
def _numbers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile("|".join(FRIENDS)), re.compile(DIGIT_RUN)


def holds_bsn(text: str) -> bool:
    """Whether nine digits that pass the eleven-test stand in it, also with dots, spaces or dashes between."""
    friends, run = _numbers()
    for found in run.finditer(friends.sub(" x ", text)):
        groups = re.findall("[0-9]+", found[0])
        if any(map(eleven, groups)) or eleven("".join(groups)):
            return True
        for at in range(len(groups) - 2):
            three = groups[at : at + 3]
            if tuple(map(len, three)) in OFFICIAL and eleven("".join(three)):
                return True
    return False


# Medical words


@cache
def _listed() -> tuple[str, str]:
    """The pattern of the words, and the one of what only looks like them."""
    lines = [line.strip() for line in WORDS.read_text().splitlines()]
    words = [line for line in lines if line and not line.startswith("#")]
    friends = [re.escape(word[1:]).replace("\\ ", " ") for word in words if word.startswith("!")]
    kinds: dict[tuple[bool, bool], list[str]] = {}
    for word in words:
        if not word.startswith("!"):
            plain = word.strip("*")
            kinds.setdefault((word.startswith("*"), word.endswith("*")), []).append(plain.replace("-", "[-]?"))
    each = [
        f"{LETTER + '*' if before else ''}(?:{'|'.join(stems)}){f'(?:{LETTER}|-)*' if behind else ''}"
        for (before, behind), stems in kinds.items()
    ]
    start, end = f"(?<!{LETTER})", f"(?!{LETTER})"
    return f"{start}(?:{'|'.join(each)}){end}", f"{start}(?:{'|'.join(friends)}){end}"


def pattern() -> str:
    """The pattern of the medical words in small letters, for Python and the browser alike."""
    return _listed()[0]


def friends() -> str:
    """The pattern of what is taken out before the words are looked for."""
    return _listed()[1]


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(pattern()), re.compile(friends())


def medical(text: str) -> tuple[str, ...]:
    """The medical words in it, in small letters, each once, in their order."""
    words, friendly = _words()
    return tuple(dict.fromkeys(words.findall(friendly.sub(" ", text.lower()))))


# Confirmed by who writes it


def refusal(text: str, ticked: object) -> str:
    """Why the text is not saved: a BSN, or medical words that are not among those `ticked`; "" where it is."""
    found = faults(text)
    return "" if not found.bsn and set(found.words) <= confirmed(ticked) else message(found)


def tick_name(name: str) -> str:
    """The name of the tick with which the words in the field are confirmed; its value names them."""
    return f"{name}-nodig"


def confirmed(ticked: object) -> set[str]:
    """The words that were confirmed, by the value of a tick."""
    return set(str(ticked or "")[:MOST_CONFIRMED].split("|")) - {""}


def tick_for(name: str, text: str, ticked: object) -> SafeString:
    """The tick beside a field that is no part of a form, where medical words stand in its text; else nothing."""
    words = medical(text)
    return tick(name, words, set(words) <= confirmed(ticked)) if words else SafeString()


# In a form


class CheckedField(forms.BoundField):
    """A field of a form as it stands on the page; a long one refuses a BSN, and medical words that nobody confirmed.

    What stood there before is not asked about again. `words`: those in what was typed, for the tick; `needed`: ticked.
    """

    def __init__(self, form: Any, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.words: tuple[str, ...] = ()
        self.needed = False
        self.about = checked_for(form, name, field)
        self.own_words = name in getattr(form, "own_words", ())
        if self.about and form.is_bound and not field.disabled:
            field.validators = [*field.validators, self._check]
        if self.about and (self.about == THING or not isinstance(field.widget, forms.Textarea)):
            field.widget.attrs["data-free-text"] = self.about
        if self.about and self.own_words:
            field.widget.attrs["data-own-words"] = ""

    def _check(self, text: str) -> None:
        if holds_bsn(text):
            raise ValidationError(HOLDS_BSN, code="bsn")
        if self.about != PERSON:
            return
        before = medical(str(self.initial or ""))
        self.words = tuple(word for word in medical(text) if word not in before)
        self.needed = set(self.words) <= confirmed(self.form.data.get(tick_name(self.html_name)))
        if self.words and not self.needed:
            raise ValidationError(HOLDS_WORDS, code="medical", params={"words": ", ".join(self.words)})

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> SafeString:
        shown = super().as_widget(widget, attrs, only_initial)
        if not self.words:
            return shown
        hidden = (widget or self.field.widget).is_hidden
        return mark_safe(shown + tick(self.html_name, self.words, self.needed, hidden, self.own_words))


def tick(name: str, words: tuple[str, ...], needed: bool, hidden: bool = False, own: bool = False) -> SafeString:
    """The tick beside the field with that name; `hidden`: carried along where the field is; `own`: the person's own words."""
    text = OWN_WORDS if own else NEEDED
    context = {"name": tick_name(name), "words": "|".join(words), "needed": needed, "hidden": hidden, "text": text}
    return render_to_string("components/needed.html", context)


def checked_for(form: Any, name: str, field: forms.Field) -> str:
    """What the field is checked for: PERSON (BSN and medical words), THING (a BSN), "" where it takes no sentence."""
    if type(field) is not forms.CharField or isinstance(field.widget, forms.PasswordInput) or name in ACCOUNTS:
        return ""
    if not isinstance(field.widget, forms.Textarea):
        if not isinstance(field.widget, forms.TextInput | forms.HiddenInput) or (field.max_length or 0) < LONG:
            return ""
        if name in NAMES:
            return THING
    return str(getattr(form, "free_text", PERSON))
