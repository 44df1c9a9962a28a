"""Tables that point at each other are made in one step, and taken away in one."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from chain.migration_steps import CreateTogether

KEY = ("id", models.BigAutoField(primary_key=True))
STEP = CreateTogether(
    models=[
        migrations.CreateModel(
            "Hen",
            [KEY, ("egg", models.ForeignKey("chain.Egg", models.CASCADE)), ("name", models.CharField(max_length=9))],
            {"indexes": [models.Index(fields=["name"], name="hen_name")]},
        ),
        migrations.CreateModel(
            "Egg",
            [KEY, ("hen", models.ForeignKey("chain.Hen", models.CASCADE))],
            {"constraints": [models.UniqueConstraint(fields=["hen"], name="egg_once")]},
        ),
    ]
)


def tables() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor)) & {"chain_hen", "chain_egg"}


@pytest.mark.django_db
def test_each_points_at_the_other_and_both_go_again():
    before, after = ProjectState(), ProjectState()
    STEP.state_forwards("chain", after)
    with connection.cursor() as cursor:
        cursor.execute("set local role snoer_owner")
    with connection.schema_editor(atomic=False) as editor:
        STEP.database_forwards("chain", editor, before, after)
    assert tables() == {"chain_hen", "chain_egg"}
    with connection.cursor() as cursor:
        hen = connection.introspection.get_constraints(cursor, "chain_hen")
        egg = connection.introspection.get_constraints(cursor, "chain_egg")
    assert hen["hen_name"]["index"] and egg["egg_once"]["unique"]
    assert [one["foreign_key"] for one in hen.values() if one["foreign_key"]] == [("chain_egg", "id")]
    assert [one["foreign_key"] for one in egg.values() if one["foreign_key"]] == [("chain_hen", "id")]
    with connection.schema_editor(atomic=False) as editor:
        STEP.database_backwards("chain", editor, after, before)
    assert tables() == set()


def test_it_says_what_it_makes_and_is_written_into_the_migration_as_it_is():
    assert STEP.describe() == "Create the tables of Hen, Egg"
    name, _, given = STEP.deconstruct()
    assert name == "CreateTogether"
    assert given == {"models": STEP.models}
