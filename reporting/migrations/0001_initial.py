"""The tables; their triggers, policies and grants are laid after migrating (chain/management/commands/migrate.py)."""

import chain.migration_steps
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("chain", "0001_initial"),
        ("chain", "__first__"),
        ("clients", "0001_initial"),
    ]

    operations = [
        chain.migration_steps.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="Cost",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.SlugField(choices=[("planned", "begroot"), ("spent", "uitgegeven")], db_index=False),
                        ),
                        ("on", models.DateField()),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                        ("text", models.CharField(max_length=300)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="costs",
                                to="reporting.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField()),
                        ("name", models.CharField(max_length=120)),
                        ("started_on", models.DateField()),
                        ("ended_on", models.DateField()),
                        ("counted_schemes", django.contrib.postgres.fields.ArrayField(base_field=models.SlugField())),
                        ("rule_set", models.SlugField(default="2018")),
                        (
                            "share_key",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    (
                                        "benefits",
                                        "naar het aantal mensen met een uitkering die meetelt, op de eerste dag van het programma",
                                    ),
                                    ("agreed", "zoals de gemeenten hebben afgesproken"),
                                    ("equal", "iedere gemeente evenveel"),
                                ],
                                db_default="",
                                db_index=False,
                            ),
                        ),
                        ("share_note", models.CharField(blank=True, db_default="", max_length=200)),
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
                                condition=models.Q(("ended_on__gte", models.F("started_on"))),
                                name="programme_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ErasedCell",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.SlugField(db_index=False)),
                        ("day", models.DateField()),
                        ("year", models.PositiveSmallIntegerField()),
                        ("extent", models.SlugField(blank=True, db_index=False)),
                        ("change", models.IntegerField()),
                        (
                            "chain",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.chain",
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
                                related_name="%(class)ss",
                                to="reporting.programme",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "day", "kind", "year", "municipality", "partner", "extent"),
                                name="one_erasedcell",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CostEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.SlugField(choices=[("planned", "begroot"), ("spent", "uitgegeven")], db_index=False),
                        ),
                        ("on", models.DateField()),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                        ("text", models.CharField(max_length=300)),
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
                                to="reporting.cost",
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
                migrations.CreateModel(
                    name="Cell",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.SlugField(db_index=False)),
                        ("day", models.DateField()),
                        ("year", models.PositiveSmallIntegerField()),
                        ("extent", models.SlugField(blank=True, db_index=False)),
                        ("change", models.IntegerField()),
                        (
                            "chain",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.chain",
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
                                related_name="%(class)ss",
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
                        (
                            "share_key",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    (
                                        "benefits",
                                        "naar het aantal mensen met een uitkering die meetelt, op de eerste dag van het programma",
                                    ),
                                    ("agreed", "zoals de gemeenten hebben afgesproken"),
                                    ("equal", "iedere gemeente evenveel"),
                                ],
                                db_default="",
                                db_index=False,
                            ),
                        ),
                        ("share_note", models.CharField(blank=True, db_default="", max_length=200)),
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
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("as_of", models.DateField()),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="toelichting")),
                        ("content", models.JSONField(default=dict)),
                        ("published_at", models.DateTimeField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "author",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="reporting.programme",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-as_of", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="report_published_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutsideReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("content", models.JSONField(default=dict)),
                        ("published", models.BooleanField(default=False)),
                        (
                            "chain",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.chain",
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
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outside",
                                to="reporting.report",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "municipality"), name="once_a_municipality", nulls_distinct=False
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("as_of", models.DateField()),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="toelichting")),
                        ("published_at", models.DateTimeField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "author",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                                to="reporting.report",
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
                        (
                            "published_by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReportFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.SlugField(db_index=False)),
                        ("values", models.JSONField(default=dict)),
                        (
                            "format",
                            models.SlugField(
                                choices=[("pdf", "PDF"), ("xlsx", "XLSX"), ("csv", "CSV")], db_index=False
                            ),
                        ),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("asked", "staat klaar"),
                                    ("running", "bezig"),
                                    ("done", "klaar"),
                                    ("failed", "mislukt"),
                                ],
                                db_index=False,
                                default="asked",
                            ),
                        ),
                        ("done", models.PositiveSmallIntegerField(default=0)),
                        ("number", models.PositiveSmallIntegerField(default=0)),
                        ("name", models.CharField(blank=True, max_length=120)),
                        ("content", models.BinaryField(null=True)),
                        ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "chain",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.chain",
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.membership"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Result",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "indexes": [
                            models.Index(fields=["programme", "kind", "on", "client"], name="result_drill_down")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "client", "kind", "since"), name="one_result_at_a_time"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Saving",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("started_on", models.DateField()),
                        ("full", models.DecimalField(decimal_places=2, max_digits=10)),
                        ("partial", models.DecimalField(decimal_places=2, max_digits=10)),
                        ("text", models.CharField(max_length=300)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="savings",
                                to="reporting.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["started_on"],
                        "constraints": [
                            models.UniqueConstraint(fields=("programme", "started_on"), name="one_saving_from_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("started_on", models.DateField()),
                        ("full", models.DecimalField(decimal_places=2, max_digits=10)),
                        ("partial", models.DecimalField(decimal_places=2, max_digits=10)),
                        ("text", models.CharField(max_length=300)),
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
                                to="reporting.saving",
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
                migrations.CreateModel(
                    name="Share",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("percent", models.DecimalField(decimal_places=4, max_digits=7)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.municipality"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shares",
                                to="reporting.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["municipality__name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "municipality"), name="one_share_a_municipality"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("percent__gte", 0), ("percent__lte", 100)),
                                name="share_is_a_percentage",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShareEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("percent", models.DecimalField(decimal_places=4, max_digits=7)),
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
                            "municipality",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.municipality",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reporting.share",
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
                migrations.CreateModel(
                    name="Tally",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("counted_at", models.DateTimeField()),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                        (
                            "programme",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tally",
                                to="reporting.programme",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Target",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.SlugField(choices=[("activation", "geactiveerd"), ("outflow", "uitgestroomd")]),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("target", models.PositiveIntegerField()),
                        ("baseline", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="targets",
                                to="reporting.programme",
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
                migrations.CreateModel(
                    name="Facet",
                    fields=[
                        (
                            "client",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="clients.client",
                            ),
                        ),
                        ("age", models.PositiveSmallIntegerField(default=0)),
                        ("duration", models.PositiveSmallIntegerField(default=0)),
                        ("ability", models.PositiveSmallIntegerField(default=0)),
                        ("ladder", models.PositiveSmallIntegerField(default=0)),
                        ("household", models.PositiveSmallIntegerField(default=0)),
                        ("education", models.PositiveSmallIntegerField(default=0)),
                        ("language", models.PositiveSmallIntegerField(default=0)),
                        ("groups", models.PositiveIntegerField(default=0)),
                        ("renewed_at", models.DateTimeField()),
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
                            "home",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.municipality",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["chain"], name="facet_of_chain")],
                    },
                ),
                migrations.CreateModel(
                    name="Flaw",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("check_key", models.SlugField(db_index=False)),
                        ("part", models.SlugField(blank=True, db_index=False)),
                        ("about", models.SlugField(db_index=False)),
                        ("about_id", models.BigIntegerField()),
                        ("since", models.DateField(null=True)),
                        ("found_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="clients.client",
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
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["chain", "check_key", "id"], name="flaw_list"),
                            models.Index(
                                condition=models.Q(("user__isnull", False)),
                                fields=["user", "check_key", "id"],
                                name="flaw_of_user",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "check_key", "about", "about_id"), name="one_flaw")
                        ],
                    },
                ),
            ],
        ),
    ]
