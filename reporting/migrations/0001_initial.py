"""The tables; their triggers, policies and grants are laid after migrating (chain/management/commands/migrate.py)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("chain", "0001_initial"),
        ("clients", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField()),
                ("name", models.CharField(max_length=120)),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField()),
                ("counted_schemes", django.contrib.postgres.fields.ArrayField(base_field=models.SlugField())),
                ("rule_set", models.SlugField(default="2018")),
                ("investment", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("investment_note", models.TextField(blank=True)),
                ("saving_per_outflow", models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                ("baseline_note", models.CharField(blank=True, max_length=200)),
                (
                    "chain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="programmes", to="chain.chain"
                    ),
                ),
            ],
            options={
                "ordering": ["-started_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "key"), name="programme_key_once_in_chain"),
                    models.CheckConstraint(
                        condition=models.Q(("ended_on__gte", models.F("started_on"))), name="programme_ends_after_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SlugField(db_index=False)),
                ("day", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                ("extent", models.SlugField(blank=True, db_index=False)),
                ("change", models.IntegerField()),
                (
                    "chain",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="chain.municipality",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="chain.partner",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="reporting.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "day", "kind", "year", "municipality", "partner", "extent"),
                        name="one_cell",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.SlugField(db_index=False)),
                ("name", models.CharField(max_length=120)),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField()),
                ("counted_schemes", django.contrib.postgres.fields.ArrayField(base_field=models.SlugField())),
                ("rule_set", models.SlugField(db_index=False, default="2018")),
                ("investment", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("investment_note", models.TextField(blank=True)),
                ("saving_per_outflow", models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                ("baseline_note", models.CharField(blank=True, max_length=200)),
                (
                    "chain",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="chain.chain",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="reporting.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.SlugField(
                        choices=[("activation", "geactiveerd"), ("outflow", "uitgestroomd")], db_index=False
                    ),
                ),
                ("on", models.DateField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "extent",
                    models.SlugField(
                        blank=True, choices=[("full", "geheel"), ("partial", "gedeeltelijk")], db_index=False
                    ),
                ),
                ("evidence", models.BigIntegerField()),
                (
                    "chain",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="chain.chain",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="clients.client",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="chain.municipality",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="chain.partner",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="reporting.programme",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "kind", "on", "client"], name="result_drill_down")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "client", "kind", "since"), name="one_result_at_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counted_at", models.DateTimeField()),
                (
                    "chain",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"),
                ),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tally", to="reporting.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SlugField(choices=[("activation", "geactiveerd"), ("outflow", "uitgestroomd")])),
                ("year", models.PositiveSmallIntegerField()),
                ("target", models.PositiveIntegerField()),
                ("baseline", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "chain",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="reporting.programme"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "year"],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "kind", "year"), name="target_once_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="TargetEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.SlugField(
                        choices=[("activation", "geactiveerd"), ("outflow", "uitgestroomd")], db_index=False
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("target", models.PositiveIntegerField()),
                ("baseline", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "chain",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="chain.chain",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="reporting.target",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
