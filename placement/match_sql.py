"""What a vacancy asks against what a work card says, as SQL: one definition for both directions."""

FUNCTIONS: dict[str, str] = {}
