"""Read a chain's blueprint and say of every bad line what is wrong with it; docs/blueprint.md describes the file.

Reading touches no database. The file is composed, not loaded, so that every value still knows its line.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from reporting.blueprint_checks import check
from reporting.blueprint_values import SHIPPED, TOP, Problem, Reader, Row


class BadBlueprint(Exception):
    """Everything that is wrong with a file; as text a line for each: file, line, reason."""

    def __init__(self, path: Path, problems: Collection[Problem]) -> None:
        self.path, self.problems = path, sorted(set(problems))
        super().__init__("\n".join(f"{path}:{problem.line}: {problem.reason}" for problem in self.problems))


@dataclass
class Blueprint:
    """A chain as a file describes it. The keys of the rows are those of the file."""

    path: Path
    chain: Row = field(default_factory=lambda: Row(1))
    municipalities: list[str] = field(default_factory=list)  # CBS codes
    partners: list[Row] = field(default_factory=list)
    mandates: list[Row] = field(default_factory=list)
    instruments: list[Row] = field(default_factory=list)
    programmes: list[Row] = field(default_factory=list)
    definitions: list[Row] = field(default_factory=list)
    terms: list[Row] = field(default_factory=list)
    amounts: list[Row] = field(default_factory=list)
    letters: list[Row] = field(default_factory=list)
    retention: list[Row] = field(default_factory=list)


def find(name: str) -> Path:
    """The file of a shipped blueprint's name, or of a path; FileNotFoundError says which are shipped."""
    shipped = {path.stem: path for path in sorted(SHIPPED.glob("*.yaml"))}
    if name in shipped:
        return shipped[name]
    if Path(name).is_file():
        return Path(name)
    known = ", ".join(shipped)
    raise FileNotFoundError(
        _("Er is geen blauwdruk of bestand %(name)s. Meegeleverd: %(known)s.") % {"name": name, "known": known}
    )


def read(path: Path) -> Blueprint:
    """The blueprint in the file; BadBlueprint with all its problems at once."""
    reader = Reader()
    blueprint = Blueprint(path)
    content = ""
    try:
        content = path.read_text(encoding="utf-8-sig")
        root = yaml.compose(content, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadBlueprint(path, [Problem(line, _("geen UTF-8"))]) from error
    except yaml.reader.ReaderError as error:
        line = content[: error.position].count("\n") + 1
        raise BadBlueprint(path, [Problem(line, _("een teken dat niet in YAML mag"))]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = ", ".join(filter(None, [error.context, error.problem]))
        raise BadBlueprint(path, [Problem(mark.line + 1 if mark else 1, f"YAML: {reason}")]) from error
    if root is None:
        raise BadBlueprint(path, [Problem(1, _("het bestand is leeg"))])
    top = reader.row(root, TOP)
    blueprint.chain = top.get("chain", Row(top.line))
    codes = top.get("municipalities", [])
    blueprint.municipalities = list(dict.fromkeys(code for code, _line in codes))
    blueprint.partners = top.get("partners", [])
    blueprint.mandates = top.get("mandates", [])
    blueprint.instruments = top.get("instruments", [])
    blueprint.programmes = top.get("programmes", [])
    blueprint.definitions = top.get("definitions", [])
    blueprint.terms = top.get("terms", [])
    blueprint.amounts = top.get("amounts", [])
    blueprint.letters = top.get("letters", [])
    blueprint.retention = top.get("retention", [])
    reader.once(codes, _("gemeente"))
    reader.problems += check(blueprint)
    if reader.problems:
        raise BadBlueprint(path, reader.problems)
    return blueprint
