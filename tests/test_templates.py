"""No template needs an exception to the Content-Security-Policy, and no drawing has a number with a comma."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    path
    for folder in [ROOT / "templates", *ROOT.glob("*/templates")]
    for path in folder.rglob("*")
    if path.suffix in {".html", ".svg"}
)
TAGS = re.compile(r"{%.*?%}|{#.*?#}|{{.*?}}", re.DOTALL)
URL_ATTRIBUTES = {"href", "src", "action", "formaction"}


def wrong(source: str) -> list[str]:
    """What a strict policy forbids in the source of a template: `line 3: style attribute`, ..."""
    found: list[str] = []
    # What the template engine does is taken out, each line kept, so that what is left is HTML.
    html = TAGS.sub(lambda match: "\n" * match.group().count("\n") or " ", source)

    class Reader(HTMLParser):
        def say(self, what: str) -> None:
            found.append(f"line {self.getpos()[0]}: {what}")

        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            names = {name: value or "" for name, value in attributes}
            if tag == "style":
                self.say("style element")
            if tag == "script" and "src" not in names:
                self.say("script without src")
            for name, value in names.items():
                name = name.removeprefix("data-") if name.startswith("data-hx-") else name
                if name == "style":
                    self.say("style attribute")
                if re.match(r"on[a-z]", name) or name.startswith("hx-on"):
                    self.say(f"{name} attribute")
                if name.split(":")[0] in {"hx-vals", "hx-config", "hx-headers", "hx-confirm", "hx-action"} and re.match(
                    r"\s*(js|javascript):", value
                ):
                    self.say(f"script in {name}")
                if name.split(":")[0] == "hx-trigger" and "[" in value:
                    self.say("filter in hx-trigger")
                if name in URL_ATTRIBUTES and value.strip().lower().startswith(("javascript:", "data:")):
                    self.say(f"script in {name}")
                if (
                    name in {"src", "href"}
                    and tag in {"script", "link", "img", "use"}
                    and re.match(r"(https?:)?//", value)
                ):
                    self.say(f"{tag} from elsewhere")

    reader = Reader(convert_charrefs=True)
    reader.feed(html)
    reader.close()
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_has_nothing_inline(path):
    assert wrong(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "bad",
    [
        "<p style='color:red'>",
        "<p {% if x %}style='color:red'{% endif %}>",
        "<style>p{}</style>",
        "<script>go()</script>",
        "<svg><style>p{}</style></svg>",
        "<a onclick='go()'>",
        "<a hx-on:click='go()'>",
        "<a data-hx-on:click='go()'>",
        "<a hx-vals='js:{a: 1}'>",
        "<a hx-vals:inherited=' js: {a: 1}'>",
        "<a hx-config='js:{a: 1}'>",
        "<a hx-confirm='js:ask()'>",
        "<a hx-trigger='click[ctrlKey]'>",
        "<a href='javascript:go()'>",
        "<script src='https://elsewhere.example/a.js'></script>",
    ],
)
def test_the_lint_finds(bad):
    assert wrong(f"<div>\n{bad}") != []


@pytest.mark.parametrize(
    "good",
    [
        "<script src=\"{% static 'snoer.js' %}\" type=module></script>",
        "<a hx-get='/x' hx-trigger='input changed delay:300ms' hx-vals='{\"a\": 1}'>",
        "<details open><summary>Meer</summary></details>",
        "<p {% if on %}class='on'{% endif %}>",
    ],
)
def test_the_lint_lets_be(good):
    assert wrong(good) == []


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix == ".svg"], ids=lambda path: path.name)
def test_a_drawing_prints_its_numbers_with_a_point(path):
    assert "{% localize off %}" in path.read_text(encoding="utf-8")
