"""Work cards, written from the profiles of who is ready for mediation; the question who a card is, and the sight it gives."""

FUNCTIONS: dict[str, str] = {}
TRIGGERS: list[str] = []
