"""Names: snake_case in here, camelCase out there."""


def camel(name: str) -> str:
    """`planned_on` as `plannedOn`."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)
