"""What `check --deploy` asks of a real set-up beside what Django asks (docs/security.md)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def set_up(app_configs: Any, **more: Any) -> list[CheckMessage]:
    """A message for each thing that an operator left unset or set so that people's data are less safe."""
    asked: list[tuple[bool, CheckMessage]] = [
        (
            settings.DEMO,
            Error(
                "The demo's servers trust everybody on the machine: SNOER_DEMO is not for real data.", id="snoer.E001"
            ),
        ),
        (
            not settings.SNOER_SECOND_FACTOR,
            Error("Who opens records signs in with a password alone: set SNOER_SECOND_FACTOR=1.", id="snoer.E002"),
        ),
        (
            "*" in settings.ALLOWED_HOSTS,
            Error("SNOER_HOSTS takes any host name.", id="snoer.E003"),
        ),
        (
            not settings.SNOER_SECURITY_CONTACT,
            Warning(
                "Nobody can report a weakness: set SNOER_SECURITY_CONTACT, such as mailto:security@...", id="snoer.W001"
            ),
        ),
        (
            settings.SNOER_API_EMAIL.endswith("example.nl"),
            Warning("The API's document names nobody to write to: set SNOER_API_CONTACT_EMAIL.", id="snoer.W002"),
        ),
    ]
    return [message for wrong, message in asked if wrong]
