"""The top floor: programmes, what was counted for them, the analysis, reports, and what is wrong in the record."""

from reporting.models.analysis import Facet
from reporting.models.counted import Cell, ErasedCell, Result, Tally
from reporting.models.programme import COSTS, EXTENTS, KINDS, SHARE_KEYS, Cost, Programme, Saving, Share, Target
from reporting.models.quality import Flaw
from reporting.models.report import FORMATS, OutsideReport, Report, ReportFile

__all__ = [
    "COSTS", "EXTENTS", "FORMATS", "KINDS", "SHARE_KEYS", "Cell", "Cost", "ErasedCell", "Facet", "Flaw", "OutsideReport",
    "Programme", "Report", "ReportFile", "Result", "Saving", "Share", "Tally", "Target",
]  # fmt: skip
