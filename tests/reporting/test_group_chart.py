"""The bars of groups: as long as their number, with the figures at the end, the same on paper as in the table."""

from reporting.group_chart import NARROW, WIDE, geometry, group_chart, share_of
from reporting.tables import Column, Line, Table

COLUMNS = (Column("people", "Inwoners"), Column("share", "Deel", "percent", people=False, of="people"))


def a_table(*lines: tuple) -> Table:
    return Table(
        "leeftijd", "Leeftijd", "Leeftijd", COLUMNS,
        tuple(Line(name, (people, share), key) for key, name, people, share in lines),
    )  # fmt: skip


TABLE = a_table(("a", "jong", 10, 20), ("b", "oud", 40, 80), ("onbekend", "onbekend", 0, 0))


def test_a_bar_is_as_long_as_its_number():
    first, second, unknown = geometry("x", TABLE, WIDE)["bars"]
    assert second["length"] == 4 * first["length"] > 0
    assert unknown["length"] == 0
    assert unknown["unknown"]
    assert first["text"] == "10 (20\N{NO-BREAK SPACE}%)"


def test_all_of_it_stays_within_the_drawing():
    for width in (WIDE, NARROW):
        chart = geometry("x", TABLE, width)
        for bar in chart["bars"]:
            assert bar["y"] + bar["height"] <= chart["height"]
            assert chart["left"] + bar["length"] < width
            assert bar["figure_x"] + 8 * len(bar["text"]) <= width + 8


def test_what_was_hidden_has_a_text_and_no_bar():
    hidden = a_table(("a", "jong", "<5", None), ("b", "oud", "·", None))
    drawing = group_chart(hidden)
    assert "&lt;5" in drawing.wide
    assert [bar["length"] for bar in geometry("x", hidden, WIDE)["bars"]] == [0, 0]
    assert share_of("<5", 10) == "0"


def test_it_tells_its_figures_to_who_does_not_see_it():
    drawing = group_chart(TABLE)
    for svg in (drawing.wide, drawing.narrow):
        assert "<title" in svg
        assert "jong: 10 (20\N{NO-BREAK SPACE}%); oud: 40" in svg
    assert 'id="groups-leeftijd-t"' in drawing.wide
    assert 'id="groups-leeftijd-narrow-t"' in drawing.narrow, "each id once on a page"


def test_of_nobody_there_are_no_bars():
    nobody = a_table(("a", "jong", 0, None))
    assert geometry("x", nobody, WIDE)["bars"][0]["text"] == "0"
    assert share_of(3, 8) == "37.5"
    assert share_of(0, 0) == "0"
