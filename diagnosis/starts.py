"""What starts a term in the stage of diagnosis (registered.TermSource)."""

from clients.registered import TermSource

SOURCES: tuple[TermSource, ...] = ()
