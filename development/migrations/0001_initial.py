"""The tables; their triggers, policies and grants are laid after migrating (chain/management/commands/migrate.py)."""

import chain.migration_steps
import clients.models.facts
import django.contrib.postgres.constraints
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
        ("placement", "0001_initial"),
    ]

    operations = [
        chain.migration_steps.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="ActivationReason",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("why", models.TextField(max_length=1000, verbose_name="waarom deze plek")),
                        ("agreed", models.TextField(blank=True, max_length=1000, verbose_name="wat is afgesproken")),
                        (
                            "person_view",
                            models.TextField(blank=True, max_length=1000, verbose_name="wat de inwoner ervan vindt"),
                        ),
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
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "step",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="activation_reason",
                                to="clients.step",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ActivationReasonEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("on", models.DateField()),
                        ("why", models.TextField(max_length=1000, verbose_name="waarom deze plek")),
                        ("agreed", models.TextField(blank=True, max_length=1000, verbose_name="wat is afgesproken")),
                        (
                            "person_view",
                            models.TextField(blank=True, max_length=1000, verbose_name="wat de inwoner ervan vindt"),
                        ),
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
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.activationreason",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.step",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="datum")),
                        (
                            "mark",
                            models.SlugField(
                                choices=[
                                    ("present", "aanwezig"),
                                    ("late", "te laat"),
                                    ("excused", "afgemeld"),
                                    ("absent", "niet afgemeld"),
                                ],
                                db_index=False,
                            ),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=4, null=True, verbose_name="uren"
                            ),
                        ),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attendance",
                                to="clients.step",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="development.group",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("group__isnull", False)),
                                fields=["group", "on"],
                                name="attendance_of_group",
                            ),
                            models.Index(
                                condition=models.Q(("mark", "absent")),
                                fields=["client", "on"],
                                name="attendance_absent",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("step", "on"), name="attendance_once_a_day"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours__isnull", True),
                                    models.Q(("hours__gt", 0), ("hours__lte", 24), ("mark__in", ("present", "late"))),
                                    _connector="OR",
                                ),
                                name="attendance_hours",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Condition",
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
                                choices=[
                                    ("age-from", "vanaf leeftijd"),
                                    ("age-to", "tot leeftijd"),
                                    ("ladder-from", "vanaf trede van de participatieladder"),
                                    ("ladder-to", "tot en met trede van de participatieladder"),
                                    ("hours-from", "kan ten minste zoveel uur per week"),
                                    ("dutch-from", "spreekt ten minste zo goed Nederlands"),
                                    ("dutch-to", "spreekt ten hoogste zo goed Nederlands"),
                                    ("found", "gevonden"),
                                    ("not-found", "nog niet gevonden"),
                                    ("municipality", "woont in"),
                                ],
                                db_index=False,
                                verbose_name="wat",
                            ),
                        ),
                        ("value", models.CharField(blank=True, max_length=40)),
                        ("amount", models.SmallIntegerField(blank=True, null=True)),
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
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="fits", to="chain.instrument"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("instrument", "kind", "value"), name="condition_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount__isnull", False),
                                    ("kind__in", ["found", "not-found", "municipality"]),
                                    _connector="OR",
                                ),
                                name="condition_has_an_amount",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConditionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.SlugField(
                                choices=[
                                    ("age-from", "vanaf leeftijd"),
                                    ("age-to", "tot leeftijd"),
                                    ("ladder-from", "vanaf trede van de participatieladder"),
                                    ("ladder-to", "tot en met trede van de participatieladder"),
                                    ("hours-from", "kan ten minste zoveel uur per week"),
                                    ("dutch-from", "spreekt ten minste zo goed Nederlands"),
                                    ("dutch-to", "spreekt ten hoogste zo goed Nederlands"),
                                    ("found", "gevonden"),
                                    ("not-found", "nog niet gevonden"),
                                    ("municipality", "woont in"),
                                ],
                                db_index=False,
                                verbose_name="wat",
                            ),
                        ),
                        ("value", models.CharField(blank=True, max_length=40)),
                        ("amount", models.SmallIntegerField(blank=True, null=True)),
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
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.instrument",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.condition",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CooperationSignal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="wanneer")),
                        (
                            "what",
                            models.SlugField(
                                choices=[
                                    ("not-there", "komt niet, zonder bericht"),
                                    ("leaves", "gaat eerder weg"),
                                    ("agreements", "komt afspraken niet na"),
                                    ("refuses", "weigert werk of een aanbod"),
                                    ("conduct", "gedrag waardoor anderen niet kunnen werken"),
                                    ("other", "iets anders"),
                                ],
                                db_index=False,
                                verbose_name="wat gebeurde er",
                            ),
                        ),
                        ("evidence", models.TextField(max_length=1000, verbose_name="waaraan ziet u dat")),
                        (
                            "person_view",
                            models.TextField(blank=True, max_length=1000, verbose_name="wat de inwoner ervan zegt"),
                        ),
                        ("heard_on", models.DateField(blank=True, null=True, verbose_name="gesproken op")),
                        (
                            "status",
                            models.SlugField(
                                choices=[("open", "open"), ("decided", "besloten"), ("withdrawn", "ingetrokken")],
                                db_index=False,
                                default="open",
                            ),
                        ),
                        (
                            "decision",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("no-grounds", "geen verwijt: er was een goede reden"),
                                    ("talk", "gesprek en nieuwe afspraken"),
                                    ("other-step", "een andere stap"),
                                    ("activation", "een activeringsplek"),
                                    ("handed-over", "doorgegeven aan wie over de uitkering gaat"),
                                ],
                                db_index=False,
                                verbose_name="besluit",
                            ),
                        ),
                        ("decided_on", models.DateField(null=True)),
                        ("decision_why", models.TextField(blank=True, max_length=1000, verbose_name="waarom")),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="clients.step",
                                verbose_name="bij welke stap",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "open")), fields=["chain", "on", "id"], name="signal_open"
                            ),
                            models.Index(fields=["author", "decided_on"], name="signal_of_author"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "decided"), _negated=True),
                                    models.Q(
                                        ("decided_on__isnull", False),
                                        ("heard_on__isnull", False),
                                        models.Q(("decision", ""), _negated=True),
                                        models.Q(("person_view", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="signal_decided_after_hearing",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CooperationSignalEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("on", models.DateField(verbose_name="wanneer")),
                        (
                            "what",
                            models.SlugField(
                                choices=[
                                    ("not-there", "komt niet, zonder bericht"),
                                    ("leaves", "gaat eerder weg"),
                                    ("agreements", "komt afspraken niet na"),
                                    ("refuses", "weigert werk of een aanbod"),
                                    ("conduct", "gedrag waardoor anderen niet kunnen werken"),
                                    ("other", "iets anders"),
                                ],
                                db_index=False,
                                verbose_name="wat gebeurde er",
                            ),
                        ),
                        ("evidence", models.TextField(max_length=1000, verbose_name="waaraan ziet u dat")),
                        (
                            "person_view",
                            models.TextField(blank=True, max_length=1000, verbose_name="wat de inwoner ervan zegt"),
                        ),
                        ("heard_on", models.DateField(blank=True, null=True, verbose_name="gesproken op")),
                        (
                            "status",
                            models.SlugField(
                                choices=[("open", "open"), ("decided", "besloten"), ("withdrawn", "ingetrokken")],
                                db_index=False,
                                default="open",
                            ),
                        ),
                        (
                            "decision",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("no-grounds", "geen verwijt: er was een goede reden"),
                                    ("talk", "gesprek en nieuwe afspraken"),
                                    ("other-step", "een andere stap"),
                                    ("activation", "een activeringsplek"),
                                    ("handed-over", "doorgegeven aan wie over de uitkering gaat"),
                                ],
                                db_index=False,
                                verbose_name="besluit",
                            ),
                        ),
                        ("decided_on", models.DateField(null=True)),
                        ("decision_why", models.TextField(blank=True, max_length=1000, verbose_name="waarom")),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "decided_by",
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
                        (
                            "partner",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.cooperationsignal",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.step",
                                verbose_name="bij welke stap",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Extension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("was_until", models.DateField(null=True)),
                        ("until", models.DateField(verbose_name="tot en met")),
                        ("reason", models.CharField(max_length=300, verbose_name="waarom langer")),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="extensions",
                                to="clients.step",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("was_until__isnull", True), ("until__gt", models.F("was_until")), _connector="OR"
                                ),
                                name="extension_is_longer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="extension_has_a_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExtensionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("on", models.DateField()),
                        ("was_until", models.DateField(null=True)),
                        ("until", models.DateField(verbose_name="tot en met")),
                        ("reason", models.CharField(max_length=300, verbose_name="waarom langer")),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.extension",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.step",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Group",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        (
                            "kind",
                            models.SlugField(
                                choices=[("course", "cursus"), ("team", "werkploeg")],
                                db_index=False,
                                default="course",
                                verbose_name="soort",
                            ),
                        ),
                        ("where", models.CharField(blank=True, max_length=120, verbose_name="waar")),
                        (
                            "weekdays",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(), verbose_name="dagen"
                            ),
                        ),
                        ("starts_at", models.TimeField(verbose_name="van")),
                        ("ends_at", models.TimeField(verbose_name="tot")),
                        ("seats", models.PositiveSmallIntegerField(verbose_name="plekken")),
                        ("started_on", models.DateField(verbose_name="eerste dag")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="laatste dag")),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.instrument",
                                verbose_name="module",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                                verbose_name="wie geeft hem",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="groups",
                                to="development.learningplace",
                                verbose_name="leerwerkplek",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "name"), name="group_once_in_chain"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="group_ends_after_start",
                            ),
                            models.CheckConstraint(condition=models.Q(("seats__gte", 1)), name="group_seats"),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="group_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("weekdays__contained_by", [1, 2, 3, 4, 5, 6, 7]), ("weekdays__len__gte", 1)
                                ),
                                name="group_weekdays",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttendanceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("on", models.DateField(verbose_name="datum")),
                        (
                            "mark",
                            models.SlugField(
                                choices=[
                                    ("present", "aanwezig"),
                                    ("late", "te laat"),
                                    ("excused", "afgemeld"),
                                    ("absent", "niet afgemeld"),
                                ],
                                db_index=False,
                            ),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=4, null=True, verbose_name="uren"
                            ),
                        ),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.attendance",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.step",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="development.group",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="GroupCoach",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="coaches",
                                to="development.group",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("group", "user"), name="group_coach_once")],
                    },
                ),
                migrations.CreateModel(
                    name="GroupCoachEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
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
                            "group",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="development.group",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.groupcoach",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
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
                    name="LearningLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        (
                            "sector",
                            models.SlugField(
                                choices=[
                                    ("logistics", "logistiek en vervoer"),
                                    ("industry", "industrie en techniek"),
                                    ("construction", "bouw en installatie"),
                                    ("catering", "horeca en toerisme"),
                                    ("cleaning", "schoonmaak en facilitair"),
                                    ("care", "zorg en welzijn"),
                                    ("retail", "winkel en verkoop"),
                                    ("green", "groen en landbouw"),
                                    ("administration", "kantoor en administratie"),
                                    ("education", "onderwijs en opvang"),
                                    ("government", "overheid en openbare ruimte"),
                                    ("food", "voeding en bakkerij"),
                                    ("ict", "ICT"),
                                ],
                                db_index=False,
                                verbose_name="sector",
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="waar leidt hij naartoe")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                                verbose_name="wie trekt hem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "name"), name="learning_line_once_in_chain"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="learning_line_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LearningLineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        (
                            "sector",
                            models.SlugField(
                                choices=[
                                    ("logistics", "logistiek en vervoer"),
                                    ("industry", "industrie en techniek"),
                                    ("construction", "bouw en installatie"),
                                    ("catering", "horeca en toerisme"),
                                    ("cleaning", "schoonmaak en facilitair"),
                                    ("care", "zorg en welzijn"),
                                    ("retail", "winkel en verkoop"),
                                    ("green", "groen en landbouw"),
                                    ("administration", "kantoor en administratie"),
                                    ("education", "onderwijs en opvang"),
                                    ("government", "overheid en openbare ruimte"),
                                    ("food", "voeding en bakkerij"),
                                    ("ict", "ICT"),
                                ],
                                db_index=False,
                                verbose_name="sector",
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="waar leidt hij naartoe")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            "partner",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.partner",
                                verbose_name="wie trekt hem",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.learningline",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LearningPlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        (
                            "kind",
                            models.SlugField(
                                choices=[
                                    ("learning", "leerwerkplek"),
                                    ("activation", "activeringsplek"),
                                    ("neighbourhood", "buurtteam of openbare ruimte"),
                                ],
                                db_index=False,
                                default="learning",
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "sector",
                            models.SlugField(
                                choices=[
                                    ("logistics", "logistiek en vervoer"),
                                    ("industry", "industrie en techniek"),
                                    ("construction", "bouw en installatie"),
                                    ("catering", "horeca en toerisme"),
                                    ("cleaning", "schoonmaak en facilitair"),
                                    ("care", "zorg en welzijn"),
                                    ("retail", "winkel en verkoop"),
                                    ("green", "groen en landbouw"),
                                    ("administration", "kantoor en administratie"),
                                    ("education", "onderwijs en opvang"),
                                    ("government", "overheid en openbare ruimte"),
                                    ("food", "voeding en bakkerij"),
                                    ("ict", "ICT"),
                                ],
                                db_index=False,
                                verbose_name="sector",
                            ),
                        ),
                        (
                            "level",
                            models.SlugField(
                                choices=[
                                    ("preparation", "voorbereiding"),
                                    ("basic", "basis: meedoen met hulp"),
                                    ("skilled", "vak: zelf werken"),
                                    ("regular", "zo goed als gewoon werk"),
                                ],
                                db_index=False,
                                default="basic",
                                verbose_name="niveau",
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="wat doet men er")),
                        ("seats", models.PositiveSmallIntegerField(verbose_name="plekken")),
                        (
                            "guidance_hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=6,
                                null=True,
                                verbose_name="uren begeleiding per week",
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            "employer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="learning_places",
                                to="placement.employer",
                                verbose_name="bij welke werkgever",
                            ),
                        ),
                        (
                            "guide",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                                verbose_name="wie begeleidt",
                            ),
                        ),
                        (
                            "host",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                                verbose_name="bij welke ketenpartner",
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.municipality",
                                verbose_name="voor inwoners van",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="placement.site",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "name"), name="learning_place_once_in_chain"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="learning_place_ends_after_start",
                            ),
                            models.CheckConstraint(condition=models.Q(("seats__gte", 1)), name="learning_place_seats"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("employer__isnull", True), ("host__isnull", False)),
                                    models.Q(("employer__isnull", False), ("host__isnull", True)),
                                    _connector="OR",
                                ),
                                name="learning_place_at_one_host",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        (
                            "kind",
                            models.SlugField(
                                choices=[("course", "cursus"), ("team", "werkploeg")],
                                db_index=False,
                                default="course",
                                verbose_name="soort",
                            ),
                        ),
                        ("where", models.CharField(blank=True, max_length=120, verbose_name="waar")),
                        (
                            "weekdays",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(), verbose_name="dagen"
                            ),
                        ),
                        ("starts_at", models.TimeField(verbose_name="van")),
                        ("ends_at", models.TimeField(verbose_name="tot")),
                        ("seats", models.PositiveSmallIntegerField(verbose_name="plekken")),
                        ("started_on", models.DateField(verbose_name="eerste dag")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="laatste dag")),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.instrument",
                                verbose_name="module",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.partner",
                                verbose_name="wie geeft hem",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.group",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="development.learningplace",
                                verbose_name="leerwerkplek",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LearningPlaceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        (
                            "kind",
                            models.SlugField(
                                choices=[
                                    ("learning", "leerwerkplek"),
                                    ("activation", "activeringsplek"),
                                    ("neighbourhood", "buurtteam of openbare ruimte"),
                                ],
                                db_index=False,
                                default="learning",
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "sector",
                            models.SlugField(
                                choices=[
                                    ("logistics", "logistiek en vervoer"),
                                    ("industry", "industrie en techniek"),
                                    ("construction", "bouw en installatie"),
                                    ("catering", "horeca en toerisme"),
                                    ("cleaning", "schoonmaak en facilitair"),
                                    ("care", "zorg en welzijn"),
                                    ("retail", "winkel en verkoop"),
                                    ("green", "groen en landbouw"),
                                    ("administration", "kantoor en administratie"),
                                    ("education", "onderwijs en opvang"),
                                    ("government", "overheid en openbare ruimte"),
                                    ("food", "voeding en bakkerij"),
                                    ("ict", "ICT"),
                                ],
                                db_index=False,
                                verbose_name="sector",
                            ),
                        ),
                        (
                            "level",
                            models.SlugField(
                                choices=[
                                    ("preparation", "voorbereiding"),
                                    ("basic", "basis: meedoen met hulp"),
                                    ("skilled", "vak: zelf werken"),
                                    ("regular", "zo goed als gewoon werk"),
                                ],
                                db_index=False,
                                default="basic",
                                verbose_name="niveau",
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="wat doet men er")),
                        ("seats", models.PositiveSmallIntegerField(verbose_name="plekken")),
                        (
                            "guidance_hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=6,
                                null=True,
                                verbose_name="uren begeleiding per week",
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            "employer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.employer",
                                verbose_name="bij welke werkgever",
                            ),
                        ),
                        (
                            "guide",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.partner",
                                verbose_name="wie begeleidt",
                            ),
                        ),
                        (
                            "host",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.partner",
                                verbose_name="bij welke ketenpartner",
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.municipality",
                                verbose_name="voor inwoners van",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.learningplace",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.site",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LineEmployer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            "employer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="placement.employer",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="employers",
                                to="development.learningline",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("line", "employer"), name="line_employer_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LineEmployerEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
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
                            "employer",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.employer",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="development.learningline",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.lineemployer",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LineSchool",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("school", models.CharField(max_length=120, verbose_name="school")),
                        ("course", models.CharField(max_length=120, verbose_name="opleiding")),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "basisonderwijs"),
                                    ("2", "vmbo"),
                                    ("3", "havo of vwo"),
                                    ("4", "mbo"),
                                    ("5", "hbo of bachelor"),
                                    ("6", "universiteit of master"),
                                    ("9", "anders"),
                                ],
                                max_length=1,
                                verbose_name="niveau",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="afspraak")),
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="schools",
                                to="development.learningline",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("line", "school", "course"), name="line_school_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LineSchoolEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("school", models.CharField(max_length=120, verbose_name="school")),
                        ("course", models.CharField(max_length=120, verbose_name="opleiding")),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "basisonderwijs"),
                                    ("2", "vmbo"),
                                    ("3", "havo of vwo"),
                                    ("4", "mbo"),
                                    ("5", "hbo of bachelor"),
                                    ("6", "universiteit of master"),
                                    ("9", "anders"),
                                ],
                                max_length=1,
                                verbose_name="niveau",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="afspraak")),
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
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="development.learningline",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.lineschool",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LineTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("task", models.CharField(max_length=160, verbose_name="doet wat")),
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tasks",
                                to="development.learningline",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("line", "partner", "task"), name="line_task_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LineTaskEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("task", models.CharField(max_length=160, verbose_name="doet wat")),
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
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="development.learningline",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.linetask",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Onward",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "verdict",
                            models.SlugField(
                                choices=[
                                    ("now", "kan nu door"),
                                    ("soon", "kan binnen drie maanden door"),
                                    ("later", "heeft hier nog tijd nodig"),
                                    ("stuck", "zit vast"),
                                ],
                                db_index=False,
                                verbose_name="kan deze persoon door",
                            ),
                        ),
                        (
                            "helps",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="wat zou helpen"
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                        ("on", models.DateField(verbose_name="datum")),
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
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "step",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="onward", to="clients.step"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("verdict", "stuck")),
                                fields=["chain", "-on", "-id"],
                                name="onward_stuck",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "helps__contained_by",
                                        [
                                            "place",
                                            "vacancy",
                                            "language",
                                            "certificate",
                                            "schooling",
                                            "hours",
                                            "job-coach",
                                            "subsidy",
                                            "transport",
                                            "childcare",
                                            "motivation",
                                            "other-work",
                                        ],
                                    )
                                ),
                                name="onward_helps",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OnwardEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "verdict",
                            models.SlugField(
                                choices=[
                                    ("now", "kan nu door"),
                                    ("soon", "kan binnen drie maanden door"),
                                    ("later", "heeft hier nog tijd nodig"),
                                    ("stuck", "zit vast"),
                                ],
                                db_index=False,
                                verbose_name="kan deze persoon door",
                            ),
                        ),
                        (
                            "helps",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="wat zou helpen"
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                        ("on", models.DateField(verbose_name="datum")),
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
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.onward",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.step",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Outcome",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "fit",
                            models.BooleanField(
                                blank=True, null=True, verbose_name="kan nu met een traject of project beginnen"
                            ),
                        ),
                        (
                            "advice",
                            models.TextField(blank=True, max_length=1000, verbose_name="advies voor het vervolg"),
                        ),
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
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "follow_up",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.instrument",
                                verbose_name="wat past als vervolg",
                            ),
                        ),
                        (
                            "step",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="outcome", to="clients.step"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="OutcomeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "fit",
                            models.BooleanField(
                                blank=True, null=True, verbose_name="kan nu met een traject of project beginnen"
                            ),
                        ),
                        (
                            "advice",
                            models.TextField(blank=True, max_length=1000, verbose_name="advies voor het vervolg"),
                        ),
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
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "follow_up",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.instrument",
                                verbose_name="wat past als vervolg",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.outcome",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.step",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Pause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        (
                            "reason",
                            models.SlugField(
                                choices=[
                                    ("waits-for-support", "wacht op praktische ondersteuning"),
                                    ("waits-for-place", "wacht op een plek"),
                                    ("holiday", "vakantie"),
                                    ("not-able-now", "kan tijdelijk niet meedoen"),
                                    ("works", "werkt tijdelijk"),
                                    ("other", "iets anders"),
                                ],
                                db_index=False,
                                verbose_name="waarom",
                            ),
                        ),
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
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="clients.step"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="pause_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (models.F("step"), "="),
                                    (
                                        clients.models.facts.DateRange(
                                            models.F("started_on"), models.F("ended_on"), models.Value("[]")
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_pause_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PauseEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        (
                            "reason",
                            models.SlugField(
                                choices=[
                                    ("waits-for-support", "wacht op praktische ondersteuning"),
                                    ("waits-for-place", "wacht op een plek"),
                                    ("holiday", "vakantie"),
                                    ("not-able-now", "kan tijdelijk niet meedoen"),
                                    ("works", "werkt tijdelijk"),
                                    ("other", "iets anders"),
                                ],
                                db_index=False,
                                verbose_name="waarom",
                            ),
                        ),
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
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.pause",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.step",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Station",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="volgorde")),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        (
                            "level",
                            models.SlugField(
                                choices=[
                                    ("preparation", "voorbereiding"),
                                    ("basic", "basis: meedoen met hulp"),
                                    ("skilled", "vak: zelf werken"),
                                    ("regular", "zo goed als gewoon werk"),
                                ],
                                db_index=False,
                                default="basic",
                                verbose_name="niveau",
                            ),
                        ),
                        (
                            "weeks",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="gewone duur in weken"
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="wat leert men er")),
                        ("ended_on", models.DateField(blank=True, null=True)),
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
                            "instrument",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.instrument",
                                verbose_name="module",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stations",
                                to="development.learningline",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stations",
                                to="development.learningplace",
                                verbose_name="leerwerkplek",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=("line", "position"),
                                name="one_station_at_a_position",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("position", models.PositiveSmallIntegerField(verbose_name="volgorde")),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        (
                            "level",
                            models.SlugField(
                                choices=[
                                    ("preparation", "voorbereiding"),
                                    ("basic", "basis: meedoen met hulp"),
                                    ("skilled", "vak: zelf werken"),
                                    ("regular", "zo goed als gewoon werk"),
                                ],
                                db_index=False,
                                default="basic",
                                verbose_name="niveau",
                            ),
                        ),
                        (
                            "weeks",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="gewone duur in weken"
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="wat leert men er")),
                        ("ended_on", models.DateField(blank=True, null=True)),
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
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.instrument",
                                verbose_name="module",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="development.learningline",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.station",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="development.learningplace",
                                verbose_name="leerwerkplek",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Stay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reserved", models.BooleanField(default=False)),
                        ("asked_on", models.DateField()),
                        ("asked_for", models.CharField(blank=True, max_length=200, verbose_name="waarvoor")),
                        (
                            "guidance",
                            models.DecimalField(
                                decimal_places=1, default=0, max_digits=4, verbose_name="uren begeleiding per week"
                            ),
                        ),
                        (
                            "state",
                            models.SlugField(
                                choices=[
                                    ("waiting", "op de wachtlijst"),
                                    ("held", "gereserveerd"),
                                    ("running", "bezet"),
                                    ("over", "voorbij"),
                                ],
                                db_index=False,
                                default="waiting",
                            ),
                        ),
                        ("held_from", models.DateField(null=True)),
                        ("held_until", models.DateField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "asked_by",
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
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stays",
                                to="development.group",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stays",
                                to="development.learningplace",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stays",
                                to="development.station",
                            ),
                        ),
                        (
                            "step",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="stay", to="clients.step"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["place", "state", "asked_on", "id"], name="stay_of_place"),
                            models.Index(fields=["group", "state", "asked_on", "id"], name="stay_of_group"),
                            models.Index(
                                condition=models.Q(("station__isnull", False)),
                                fields=["station", "state"],
                                name="stay_of_station",
                            ),
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["chain", "asked_on", "id"],
                                name="stay_waiting",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reserved", False),
                                    ("place__isnull", False),
                                    ("group__isnull", False),
                                    _connector="OR",
                                ),
                                name="stay_is_somewhere",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("guidance__gte", 0), ("guidance__lte", 40)), name="stay_guidance"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StayEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("reserved", models.BooleanField(default=False)),
                        ("asked_on", models.DateField()),
                        ("asked_for", models.CharField(blank=True, max_length=200, verbose_name="waarvoor")),
                        (
                            "guidance",
                            models.DecimalField(
                                decimal_places=1, default=0, max_digits=4, verbose_name="uren begeleiding per week"
                            ),
                        ),
                        (
                            "state",
                            models.SlugField(
                                choices=[
                                    ("waiting", "op de wachtlijst"),
                                    ("held", "gereserveerd"),
                                    ("running", "bezet"),
                                    ("over", "voorbij"),
                                ],
                                db_index=False,
                                default="waiting",
                            ),
                        ),
                        ("held_from", models.DateField(null=True)),
                        ("held_until", models.DateField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "asked_by",
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
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="development.group",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.stay",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="development.learningplace",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="development.station",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.step",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Support",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=200, verbose_name="waarvoor")),
                        (
                            "blocks",
                            models.BooleanField(default=True, verbose_name="de stap kan zonder dit niet beginnen"),
                        ),
                        ("asked_on", models.DateField()),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("asked", "gevraagd"),
                                    ("granted", "toegekend"),
                                    ("arranged", "geregeld"),
                                    ("declined", "afgewezen"),
                                    ("withdrawn", "niet meer nodig"),
                                ],
                                db_index=False,
                                default="asked",
                            ),
                        ),
                        ("decided_on", models.DateField(null=True)),
                        ("decision", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                        (
                            "cost",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="kosten in euro"
                            ),
                        ),
                        (
                            "cost_per",
                            models.SlugField(
                                blank=True,
                                choices=[("once", "eenmalig"), ("month", "per maand")],
                                db_index=False,
                                verbose_name="hoe vaak",
                            ),
                        ),
                        ("arranged_on", models.DateField(blank=True, null=True, verbose_name="geregeld op")),
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
                                related_name="supports",
                                to="clients.client",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "for_step",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="supports",
                                to="clients.step",
                                verbose_name="voor welke stap",
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.instrument",
                                verbose_name="wat is nodig",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "step",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="support",
                                to="clients.step",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status__in", ("asked", "granted"))),
                                fields=["chain", "asked_on", "id"],
                                name="support_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("cost__isnull", True), ("cost__gte", 0), _connector="OR"),
                                name="support_cost",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("arranged_on__isnull", False), ("status", "arranged")),
                                    models.Q(
                                        models.Q(("status", "arranged"), _negated=True), ("arranged_on__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="support_arranged_on_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["asked", "withdrawn"]),
                                    ("decided_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="support_decided",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("text", models.CharField(max_length=200, verbose_name="waarvoor")),
                        (
                            "blocks",
                            models.BooleanField(default=True, verbose_name="de stap kan zonder dit niet beginnen"),
                        ),
                        ("asked_on", models.DateField()),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("asked", "gevraagd"),
                                    ("granted", "toegekend"),
                                    ("arranged", "geregeld"),
                                    ("declined", "afgewezen"),
                                    ("withdrawn", "niet meer nodig"),
                                ],
                                db_index=False,
                                default="asked",
                            ),
                        ),
                        ("decided_on", models.DateField(null=True)),
                        ("decision", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                        (
                            "cost",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="kosten in euro"
                            ),
                        ),
                        (
                            "cost_per",
                            models.SlugField(
                                blank=True,
                                choices=[("once", "eenmalig"), ("month", "per maand")],
                                db_index=False,
                                verbose_name="hoe vaak",
                            ),
                        ),
                        ("arranged_on", models.DateField(blank=True, null=True, verbose_name="geregeld op")),
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
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "decided_by",
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
                        (
                            "for_step",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.step",
                                verbose_name="voor welke stap",
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.instrument",
                                verbose_name="wat is nodig",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.support",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.step",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Yield",
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
                                choices=[
                                    ("competence", "competentie"),
                                    ("language", "taalniveau"),
                                    ("licence", "rijbewijs"),
                                    ("certificate", "certificaat"),
                                    ("level", "werk- en denkniveau"),
                                    ("readiness", "waar iemand staat"),
                                ],
                                db_index=False,
                                verbose_name="wat",
                            ),
                        ),
                        ("value", models.CharField(blank=True, max_length=40)),
                        ("amount", models.SmallIntegerField(blank=True, null=True)),
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
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="yields",
                                to="chain.instrument",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["chain", "kind", "value"], name="yield_of_kind")],
                        "constraints": [
                            models.UniqueConstraint(fields=("instrument", "kind", "value"), name="yield_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="YieldEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.SlugField(
                                choices=[
                                    ("competence", "competentie"),
                                    ("language", "taalniveau"),
                                    ("licence", "rijbewijs"),
                                    ("certificate", "certificaat"),
                                    ("level", "werk- en denkniveau"),
                                    ("readiness", "waar iemand staat"),
                                ],
                                db_index=False,
                                verbose_name="wat",
                            ),
                        ),
                        ("value", models.CharField(blank=True, max_length=40)),
                        ("amount", models.SmallIntegerField(blank=True, null=True)),
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
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.instrument",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="development.yield",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ],
        ),
    ]
