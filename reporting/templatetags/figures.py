"""What the pages of figures need in their templates."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import template

from reporting.scope import sections

register = template.Library()


@register.simple_tag(takes_context=True)
def file_of(context: template.Context, download: str) -> dict[str, str]:
    """What a form that asks for a file posts: `what`, the `query` of the page, and the page to go `back` to. Empty for who
    gets no file of it, and for a section that is not there."""
    request: Any = context["request"]
    what = download if ":" in download else f"section:{download}"
    kind, _, key = what.partition(":")
    if kind == "section":
        section = sections().get(key)
        if section is None or not section.may(request.membership):
            return {}
    asked = request.GET.dict() | dict(parse_qsl(context.get("query", "")))
    return {"what": what, "query": urlencode(asked), "back": request.path}
