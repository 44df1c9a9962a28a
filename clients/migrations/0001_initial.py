"""The tables; their triggers, policies and grants are laid after migrating (chain/management/commands/migrate.py)."""

import chain.migration_steps
import clients.models.facts
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pghistory.utils
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("chain", "0001_initial"),
        ("chain", "__first__"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        chain.migration_steps.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="BenefitPeriod",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "scheme",
                            models.SlugField(
                                choices=[
                                    ("participatiewet", "Participatiewet"),
                                    ("ioaw", "IOAW"),
                                    ("ioaz", "IOAZ"),
                                    ("wsw", "Wsw"),
                                    ("wajong", "Wajong"),
                                    ("other", "andere regeling"),
                                ],
                                db_index=False,
                                verbose_name="regeling",
                            ),
                        ),
                        (
                            "level",
                            models.SlugField(
                                choices=[("full", "volledig"), ("partial", "gedeeltelijk")],
                                db_index=False,
                                verbose_name="hoogte",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=7,
                                null=True,
                                verbose_name="bruto per maand, in euro",
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        (
                            "end_reason",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("work", "werk"),
                                    ("relationship", "relatie"),
                                    ("pension-age", "AOW-leeftijd"),
                                    ("moved", "verhuisd"),
                                    ("study", "studie"),
                                    ("other", "andere reden"),
                                ],
                                db_index=False,
                                verbose_name="reden van einde",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
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
                                related_name="benefits",
                                to="clients.client",
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
                                name="benefit_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ended_on__isnull", False), ("end_reason", ""), _connector="OR"),
                                name="benefit_end_reason",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (models.F("client"), "="),
                                    (models.F("scheme"), "="),
                                    (
                                        clients.models.facts.DateRange(
                                            models.F("started_on"), models.F("ended_on"), models.Value("[]")
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_period_of_a_scheme_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bulk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("act", models.SlugField(db_index=False)),
                        ("values", models.JSONField(default=dict)),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("asked", "staat klaar"),
                                    ("running", "bezig"),
                                    ("done", "klaar"),
                                    ("stopped", "gestopt"),
                                ],
                                db_index=False,
                                default="asked",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("started_at", models.DateTimeField(null=True)),
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
                    name="Capacity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "work_ability",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="arbeidsvermogen"),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="capacity",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("work_ability__lte", 100)), name="work_ability_percent"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Client",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=12)),
                        ("ref", models.CharField(blank=True, max_length=40, null=True)),
                        ("first_name", models.CharField(max_length=80, verbose_name="voornaam")),
                        ("prefix", models.CharField(blank=True, max_length=20, verbose_name="tussenvoegsel")),
                        ("last_name", models.CharField(max_length=120, verbose_name="achternaam")),
                        ("alias", models.CharField(blank=True, max_length=120, verbose_name="ook bekend als")),
                        (
                            "sort_name",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Func(
                                    models.F("last_name"),
                                    models.F("first_name"),
                                    models.F("prefix"),
                                    function="snoer_sort_name",
                                ),
                                output_field=models.TextField(db_collation="C"),
                            ),
                        ),
                        (
                            "lived_in",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, editable=False
                            ),
                        ),
                        (
                            "partner_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, editable=False
                            ),
                        ),
                        (
                            "full_partner_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, editable=False
                            ),
                        ),
                        (
                            "source",
                            models.SlugField(
                                choices=[
                                    ("benefit", "aanvraag van een uitkering"),
                                    ("self", "meldt zich zelf"),
                                    ("partner", "via een ketenpartner"),
                                    ("employer", "via een werkgever"),
                                    ("municipality", "via de gemeente of een buurtteam"),
                                    ("import", "overgenomen uit een ander systeem"),
                                ],
                                verbose_name="hoe aangemeld",
                            ),
                        ),
                        ("registered_on", models.DateField(verbose_name="aangemeld op")),
                        ("closed_on", models.DateField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.municipality",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["chain", "sort_name", "id"], name="client_by_name"),
                            models.Index(fields=["chain", "lead", "sort_name", "id"], name="client_by_lead"),
                            django.contrib.postgres.indexes.GinIndex(fields=["partner_ids"], name="client_partners"),
                            models.Index(
                                condition=models.Q(("closed_on__isnull", True)),
                                fields=["id"],
                                include=("home",),
                                name="client_open",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "number"), name="client_number_once_in_chain"),
                            models.UniqueConstraint(fields=("chain", "ref"), name="client_ref_once_in_chain"),
                            models.UniqueConstraint(fields=("id", "chain"), name="client_with_chain"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacityEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "work_ability",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="arbeidsvermogen"),
                        ),
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clients.capacity",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BulkLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            models.SlugField(
                                choices=[("todo", "nog te doen"), ("done", "gedaan"), ("refused", "niet gedaan")],
                                db_index=False,
                                default="todo",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        (
                            "bulk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="clients.bulk"
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
                            "membership",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.membership",
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
                    ],
                    options={
                        "indexes": [
                            models.Index(condition=models.Q(("status", "todo")), fields=["bulk"], name="bulk_to_do")
                        ],
                        "constraints": [models.UniqueConstraint(fields=("bulk", "client"), name="once_in_a_bulk")],
                    },
                ),
                migrations.CreateModel(
                    name="BenefitPeriodEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "scheme",
                            models.SlugField(
                                choices=[
                                    ("participatiewet", "Participatiewet"),
                                    ("ioaw", "IOAW"),
                                    ("ioaz", "IOAZ"),
                                    ("wsw", "Wsw"),
                                    ("wajong", "Wajong"),
                                    ("other", "andere regeling"),
                                ],
                                db_index=False,
                                verbose_name="regeling",
                            ),
                        ),
                        (
                            "level",
                            models.SlugField(
                                choices=[("full", "volledig"), ("partial", "gedeeltelijk")],
                                db_index=False,
                                verbose_name="hoogte",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=7,
                                null=True,
                                verbose_name="bruto per maand, in euro",
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        (
                            "end_reason",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("work", "werk"),
                                    ("relationship", "relatie"),
                                    ("pension-age", "AOW-leeftijd"),
                                    ("moved", "verhuisd"),
                                    ("study", "studie"),
                                    ("other", "andere reden"),
                                ],
                                db_index=False,
                                verbose_name="reden van einde",
                            ),
                        ),
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clients.benefitperiod",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Assessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.SlugField(db_index=False)),
                        ("part", models.SlugField(db_index=False, default="profile")),
                        (
                            "way",
                            models.SlugField(
                                choices=[
                                    ("talk", "gesprek"),
                                    ("intake", "intake"),
                                    ("practice", "gezien in de praktijk"),
                                    ("diagnosis", "verdiepende diagnose"),
                                    ("measured", "meting of test"),
                                    ("uwv", "UWV"),
                                ],
                                db_index=False,
                                default="talk",
                                verbose_name="hoe bent u hierbij gekomen?",
                            ),
                        ),
                        (
                            "percent",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="procent van het minimumloon"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="datum")),
                        ("ground", models.TextField(verbose_name="waaraan u dat ziet")),
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
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assessments",
                                to="clients.client",
                            ),
                        ),
                        (
                            "definition",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.definition",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["client", "-on"], name="assessment_latest"),
                            models.Index(
                                condition=models.Q(("value", "yes")),
                                fields=["definition", "-id"],
                                name="assessment_yes",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("percent__isnull", True), ("percent__lte", 100), _connector="OR"),
                                name="assessment_percent",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject", models.CharField(max_length=120, verbose_name="waar gaat het over")),
                        ("on", models.DateField(verbose_name="dag")),
                        ("time", models.TimeField(verbose_name="tijd")),
                        ("minutes", models.PositiveSmallIntegerField(default=45, verbose_name="minuten")),
                        (
                            "where",
                            models.SlugField(
                                choices=[
                                    ("office", "op kantoor"),
                                    ("work", "op de werkplek"),
                                    ("home", "thuis"),
                                    ("outside", "buiten, al wandelend"),
                                    ("phone", "telefonisch"),
                                    ("video", "met beeld"),
                                ],
                                db_index=False,
                                default="office",
                                verbose_name="hoe",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="adres of plek")),
                        (
                            "invited_by",
                            models.SlugField(
                                choices=[
                                    ("said", "al afgesproken"),
                                    ("email", "uitnodiging per e-mail"),
                                    ("letter", "uitnodiging per brief"),
                                ],
                                db_index=False,
                                default="said",
                                verbose_name="uitnodiging",
                            ),
                        ),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("planned", "gepland"),
                                    ("kept", "is geweest"),
                                    ("no-show", "niet verschenen"),
                                    ("excused", "afgemeld"),
                                    ("cancelled", "gaat niet door"),
                                ],
                                db_index=False,
                                default="planned",
                            ),
                        ),
                        ("result", models.CharField(blank=True, max_length=300, verbose_name="wat is afgesproken")),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="met wie",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="appointments",
                                to="clients.client",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="clients.letter",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["client", "-on"], name="appointment_of_client"),
                            models.Index(
                                condition=models.Q(("status", "planned")),
                                fields=["chain", "user", "on"],
                                name="appointment_to_come",
                            ),
                            models.Index(fields=["partner", "on", "time"], name="appointment_of_partner"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 5), ("minutes__lte", 480)),
                                name="appointment_of_minutes",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="afspraak")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="klaar op")),
                        ("kept_on", models.DateField(blank=True, null=True, verbose_name="gedaan op")),
                        ("dropped_on", models.DateField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agreements",
                                to="clients.plan",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kept_on__isnull", True), ("dropped_on__isnull", True), _connector="OR"
                                ),
                                name="agreement_kept_or_dropped",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClientEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(max_length=12)),
                        ("ref", models.CharField(blank=True, max_length=40, null=True)),
                        ("first_name", models.CharField(max_length=80, verbose_name="voornaam")),
                        ("prefix", models.CharField(blank=True, max_length=20, verbose_name="tussenvoegsel")),
                        ("last_name", models.CharField(max_length=120, verbose_name="achternaam")),
                        ("alias", models.CharField(blank=True, max_length=120, verbose_name="ook bekend als")),
                        (
                            "source",
                            models.SlugField(
                                choices=[
                                    ("benefit", "aanvraag van een uitkering"),
                                    ("self", "meldt zich zelf"),
                                    ("partner", "via een ketenpartner"),
                                    ("employer", "via een werkgever"),
                                    ("municipality", "via de gemeente of een buurtteam"),
                                    ("import", "overgenomen uit een ander systeem"),
                                ],
                                db_index=False,
                                verbose_name="hoe aangemeld",
                            ),
                        ),
                        ("registered_on", models.DateField(verbose_name="aangemeld op")),
                        ("closed_on", models.DateField(blank=True, null=True)),
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
                            "home",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.municipality",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                blank=True,
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Closure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("closed_on", models.DateField(verbose_name="gesloten op")),
                        (
                            "reason",
                            models.SlugField(
                                choices=[
                                    ("work", "aan het werk, geen begeleiding meer nodig"),
                                    ("no-benefit", "geen uitkering of begeleiding meer"),
                                    ("pension-age", "AOW-leeftijd"),
                                    ("moved", "verhuisd naar buiten de regio"),
                                    ("own-request", "op eigen verzoek"),
                                    ("deceased", "overleden"),
                                    ("mistake", "per vergissing aangemeld"),
                                ],
                                db_index=False,
                                verbose_name="reden",
                            ),
                        ),
                        ("explanation", models.TextField(blank=True, verbose_name="toelichting")),
                        ("reopened_on", models.DateField(blank=True, null=True)),
                        ("reopened_why", models.TextField(blank=True, verbose_name="waarom het dossier terugkomt")),
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
                                related_name="closures",
                                to="clients.client",
                            ),
                        ),
                        (
                            "reopened_by",
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
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("reopened_on__isnull", True)),
                                fields=("client",),
                                name="closed_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reopened_on__isnull", True),
                                    ("reopened_on__gte", models.F("closed_on")),
                                    _connector="OR",
                                ),
                                name="reopened_after_closing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClosureEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("closed_on", models.DateField(verbose_name="gesloten op")),
                        (
                            "reason",
                            models.SlugField(
                                choices=[
                                    ("work", "aan het werk, geen begeleiding meer nodig"),
                                    ("no-benefit", "geen uitkering of begeleiding meer"),
                                    ("pension-age", "AOW-leeftijd"),
                                    ("moved", "verhuisd naar buiten de regio"),
                                    ("own-request", "op eigen verzoek"),
                                    ("deceased", "overleden"),
                                    ("mistake", "per vergissing aangemeld"),
                                ],
                                db_index=False,
                                verbose_name="reden",
                            ),
                        ),
                        ("explanation", models.TextField(blank=True, verbose_name="toelichting")),
                        ("reopened_on", models.DateField(blank=True, null=True)),
                        ("reopened_why", models.TextField(blank=True, verbose_name="waarom het dossier terugkomt")),
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
                                to="clients.closure",
                            ),
                        ),
                        (
                            "reopened_by",
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
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("postcode", models.CharField(blank=True, max_length=7, verbose_name="postcode")),
                        ("house_number", models.CharField(blank=True, max_length=12, verbose_name="huisnummer")),
                        ("phone", models.CharField(blank=True, max_length=24, verbose_name="telefoon")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        (
                            "language",
                            models.CharField(default="nld", max_length=3, verbose_name="taal van het gesprek"),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contact",
                                to="clients.client",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ContactEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("postcode", models.CharField(blank=True, max_length=7, verbose_name="postcode")),
                        ("house_number", models.CharField(blank=True, max_length=12, verbose_name="huisnummer")),
                        ("phone", models.CharField(blank=True, max_length=24, verbose_name="telefoon")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        (
                            "language",
                            models.CharField(default="nld", max_length=3, verbose_name="taal van het gesprek"),
                        ),
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
                                to="clients.contact",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Definition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(db_index=False)),
                        ("name", models.CharField(max_length=80)),
                        (
                            "kind",
                            models.SlugField(
                                choices=[
                                    ("yes-no", "yes-no"),
                                    ("distance", "distance"),
                                    ("ladder", "ladder"),
                                    ("work-ability", "work-ability"),
                                ],
                                db_index=False,
                                default="yes-no",
                            ),
                        ),
                        ("text", models.TextField()),
                        ("signs", models.TextField(blank=True)),
                        ("source", models.CharField(blank=True, max_length=160)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("started_on", models.DateField()),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="definitions",
                                to="chain.chain",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "key"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="definition_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (models.F("chain"), "="),
                                    (models.F("key"), "="),
                                    (
                                        clients.models.facts.DateRange(
                                            models.F("started_on"), models.F("ended_on"), models.Value("[]")
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_definition_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("value", models.SlugField(db_index=False)),
                        ("part", models.SlugField(db_index=False, default="profile")),
                        (
                            "way",
                            models.SlugField(
                                choices=[
                                    ("talk", "gesprek"),
                                    ("intake", "intake"),
                                    ("practice", "gezien in de praktijk"),
                                    ("diagnosis", "verdiepende diagnose"),
                                    ("measured", "meting of test"),
                                    ("uwv", "UWV"),
                                ],
                                db_index=False,
                                default="talk",
                                verbose_name="hoe bent u hierbij gekomen?",
                            ),
                        ),
                        (
                            "percent",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="procent van het minimumloon"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="datum")),
                        ("ground", models.TextField(verbose_name="waaraan u dat ziet")),
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
                                to="clients.assessment",
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
                            "definition",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.definition",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DefinitionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("key", models.SlugField(db_index=False)),
                        ("name", models.CharField(max_length=80)),
                        (
                            "kind",
                            models.SlugField(
                                choices=[
                                    ("yes-no", "yes-no"),
                                    ("distance", "distance"),
                                    ("ladder", "ladder"),
                                    ("work-ability", "work-ability"),
                                ],
                                db_index=False,
                                default="yes-no",
                            ),
                        ),
                        ("text", models.TextField()),
                        ("signs", models.TextField(blank=True)),
                        ("source", models.CharField(blank=True, max_length=160)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("started_on", models.DateField()),
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clients.definition",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.SlugField(
                                choices=[
                                    ("notes", "algemeen"),
                                    ("contact", "adres en contact"),
                                    ("profile", "intake en werkprofiel"),
                                    ("plan", "plan en stappen"),
                                    ("diagnosis", "verdiepende diagnose"),
                                    ("placements", "plaatsing"),
                                    ("capacity", "arbeidsvermogen"),
                                    ("benefit", "uitkering"),
                                ],
                                db_index=False,
                                verbose_name="waarover",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="naam")),
                        ("kind", models.CharField(max_length=80)),
                        ("size", models.PositiveIntegerField()),
                        ("digest", models.CharField(max_length=64)),
                        ("stored", models.UUIDField(default=uuid.uuid4, unique=True)),
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
                                related_name="documents",
                                to="clients.client",
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.membership",
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
                    ],
                    options={
                        "indexes": [models.Index(fields=["client", "-at"], name="document_latest")],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form", models.SlugField(db_index=False)),
                        ("content", models.JSONField(default=dict)),
                        ("at", models.DateTimeField(auto_now=True)),
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
                            "membership",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.membership",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("client", "membership", "form"), name="draft_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Erasure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("proposed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="toelichting")),
                        ("approved_at", models.DateTimeField(null=True)),
                        (
                            "answer",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="wat de tweede persoon erover zei"
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("carried_out_at", models.DateTimeField(null=True)),
                        ("proof", models.JSONField(default=dict)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
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
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="approved_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("carried_out_at__isnull", True), ("approved_at__isnull", False), _connector="OR"
                                ),
                                name="erased_when_approved",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ErasureEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=12)),
                        ("closed_on", models.DateField()),
                        ("due_on", models.DateField()),
                        ("rule", models.CharField(max_length=200)),
                        (
                            "act",
                            models.SlugField(
                                choices=[("erase", "vernietigen"), ("keep", "bewaren")], db_index=False, default="erase"
                            ),
                        ),
                        ("why_kept", models.CharField(blank=True, max_length=500, verbose_name="waarom bewaren")),
                        ("erased_at", models.DateTimeField(null=True)),
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
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "erasure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="clients.erasure",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("erasure", "number"), name="once_on_a_list"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("act", "keep"), _negated=True), ("why_kept__gt", ""), _connector="OR"
                                ),
                                name="kept_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ErasureEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("proposed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="toelichting")),
                        ("approved_at", models.DateTimeField(null=True)),
                        (
                            "answer",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="wat de tweede persoon erover zei"
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("carried_out_at", models.DateTimeField(null=True)),
                        ("proof", models.JSONField(default=dict)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "approved_by",
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
                                to="clients.erasure",
                            ),
                        ),
                        (
                            "proposed_by",
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
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("act", models.SlugField(db_index=False)),
                        ("part", models.SlugField(db_index=False)),
                        ("params", models.JSONField(default=dict)),
                        ("about", models.SlugField(blank=True, db_index=False)),
                        ("about_id", models.BigIntegerField(null=True)),
                        ("on", models.DateField()),
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
                                related_name="events",
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
                    ],
                    options={
                        "indexes": [models.Index(fields=["client", "-at"], name="event_latest")],
                    },
                ),
                migrations.CreateModel(
                    name="Glass",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="waarom")),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("expires_at", models.DateTimeField()),
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
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.membership"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Handover",
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
                                choices=[("move", "overdragen"), ("cover", "tijdelijk waarnemen")],
                                db_index=False,
                                default="move",
                                verbose_name="wat",
                            ),
                        ),
                        (
                            "why",
                            models.SlugField(
                                choices=[
                                    ("leave", "verlof"),
                                    ("illness", "ziekte"),
                                    ("departure", "vertrek"),
                                    ("balance", "verdelen van de caseload"),
                                    ("other", "iets anders"),
                                ],
                                db_index=False,
                                verbose_name="waarom",
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="wat de ander moet weten")),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("asked", "wacht op antwoord"),
                                    ("accepted", "aangenomen"),
                                    ("declined", "niet aangenomen"),
                                    ("withdrawn", "ingetrokken"),
                                    ("ended", "beëindigd"),
                                ],
                                db_index=False,
                                default="asked",
                            ),
                        ),
                        ("answer", models.CharField(blank=True, max_length=300, verbose_name="antwoord")),
                        ("answered_on", models.DateField(null=True)),
                        ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.chain",
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="van wie",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.partner"
                            ),
                        ),
                        (
                            "taker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="naar wie",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("giver", models.F("taker")), _negated=True),
                                name="handover_to_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_on__isnull", True), ("kind", "move")),
                                    models.Q(
                                        ("ended_on__gte", models.F("started_on")),
                                        ("ended_on__isnull", False),
                                        ("kind", "cover"),
                                    ),
                                    _connector="OR",
                                ),
                                name="handover_cover_has_an_end",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("kind", "cover"), ("status__in", ("asked", "accepted"))),
                                expressions=[
                                    (models.F("partner"), "="),
                                    (models.F("giver"), "="),
                                    (
                                        clients.models.facts.DateRange(
                                            models.F("started_on"), models.F("ended_on"), models.Value("[]")
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_cover_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandoverEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.SlugField(
                                choices=[("move", "overdragen"), ("cover", "tijdelijk waarnemen")],
                                db_index=False,
                                default="move",
                                verbose_name="wat",
                            ),
                        ),
                        (
                            "why",
                            models.SlugField(
                                choices=[
                                    ("leave", "verlof"),
                                    ("illness", "ziekte"),
                                    ("departure", "vertrek"),
                                    ("balance", "verdelen van de caseload"),
                                    ("other", "iets anders"),
                                ],
                                db_index=False,
                                verbose_name="waarom",
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="wat de ander moet weten")),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("asked", "wacht op antwoord"),
                                    ("accepted", "aangenomen"),
                                    ("declined", "niet aangenomen"),
                                    ("withdrawn", "ingetrokken"),
                                    ("ended", "beëindigd"),
                                ],
                                db_index=False,
                                default="asked",
                            ),
                        ),
                        ("answer", models.CharField(blank=True, max_length=300, verbose_name="antwoord")),
                        ("answered_on", models.DateField(null=True)),
                        ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                            "giver",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="van wie",
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
                                to="clients.handover",
                            ),
                        ),
                        (
                            "taker",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="naar wie",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HandoverPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="let op")),
                        (
                            "status",
                            models.SlugField(
                                choices=[("asked", "wacht"), ("taken", "overgenomen"), ("left", "niet overgenomen")],
                                db_index=False,
                                default="asked",
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
                                related_name="handovers",
                                to="clients.client",
                            ),
                        ),
                        (
                            "handover",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="people",
                                to="clients.handover",
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
                            models.UniqueConstraint(fields=("handover", "client"), name="once_in_a_handover")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandoverPersonEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="let op")),
                        (
                            "status",
                            models.SlugField(
                                choices=[("asked", "wacht"), ("taken", "overgenomen"), ("left", "niet overgenomen")],
                                db_index=False,
                                default="asked",
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
                            "handover",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.handover",
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
                                to="clients.handoverperson",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Identity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("bsn_cipher", models.BinaryField(null=True)),
                        ("bsn_index", models.CharField(max_length=64, null=True)),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="geboortedatum")),
                        (
                            "gender",
                            models.SlugField(
                                blank=True,
                                choices=[("male", "man"), ("female", "vrouw"), ("other", "anders of niet bekend")],
                                db_default="",
                                db_index=False,
                                verbose_name="geslacht",
                            ),
                        ),
                        (
                            "household",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("single", "alleenstaand"),
                                    ("single-parent", "alleenstaande ouder"),
                                    ("couple", "samen, zonder kinderen thuis"),
                                    ("family", "samen, met kinderen thuis"),
                                    ("sharing", "deelt de woning met anderen"),
                                ],
                                db_default="",
                                db_index=False,
                                verbose_name="huishouden",
                            ),
                        ),
                        (
                            "youngest_child_born_on",
                            models.DateField(blank=True, null=True, verbose_name="geboortedatum van het jongste kind"),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="identity",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["chain", "birth_date"], name="identity_born"),
                            models.Index(
                                condition=models.Q(("youngest_child_born_on__isnull", False)),
                                fields=["chain", "youngest_child_born_on"],
                                name="identity_child_born",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "bsn_index"), name="bsn_once_in_chain"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("bsn_cipher__isnull", True), ("bsn_index__isnull", True)),
                                    models.Q(("bsn_cipher__isnull", False), ("bsn_index__isnull", False)),
                                    _connector="OR",
                                ),
                                name="bsn_cipher_with_index",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IdentityEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("bsn_cipher", models.BinaryField(null=True)),
                        ("bsn_index", models.CharField(max_length=64, null=True)),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="geboortedatum")),
                        (
                            "gender",
                            models.SlugField(
                                blank=True,
                                choices=[("male", "man"), ("female", "vrouw"), ("other", "anders of niet bekend")],
                                db_default="",
                                db_index=False,
                                verbose_name="geslacht",
                            ),
                        ),
                        (
                            "household",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("single", "alleenstaand"),
                                    ("single-parent", "alleenstaande ouder"),
                                    ("couple", "samen, zonder kinderen thuis"),
                                    ("family", "samen, met kinderen thuis"),
                                    ("sharing", "deelt de woning met anderen"),
                                ],
                                db_default="",
                                db_index=False,
                                verbose_name="huishouden",
                            ),
                        ),
                        (
                            "youngest_child_born_on",
                            models.DateField(blank=True, null=True, verbose_name="geboortedatum van het jongste kind"),
                        ),
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
                                to="clients.identity",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Involvement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reason",
                            models.SlugField(
                                choices=[
                                    ("team", "casusteam"),
                                    ("referral", "verwijzing"),
                                    ("invitation", "uitnodiging voor de intake"),
                                    ("screening", "screening"),
                                    ("mediation", "bemiddeling"),
                                    ("step", "stap"),
                                    ("placement", "plaatsing"),
                                    ("stay", "leerwerkplek of groep"),
                                    ("glass", "inzage met een reden"),
                                ],
                                db_index=False,
                            ),
                        ),
                        ("parts", django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), null=True)),
                        ("source", models.SlugField(db_index=False)),
                        ("source_id", models.BigIntegerField()),
                        ("started_on", models.DateField()),
                        ("ended_on", models.DateField(null=True)),
                        ("seen_until", models.DateField(null=True)),
                        ("expires_at", models.DateTimeField(null=True)),
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
                                related_name="involvements",
                                to="clients.client",
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.membership",
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
                        "indexes": [
                            models.Index(fields=["partner", "client", "seen_until"], name="involvement_sight"),
                            models.Index(
                                condition=models.Q(("membership__isnull", False)),
                                fields=["membership"],
                                name="involvement_in_person",
                            ),
                            models.Index(
                                condition=models.Q(("membership__isnull", True), ("parts__isnull", False)),
                                fields=["partner"],
                                name="involvement_of_parts",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("source", "source_id", "membership"),
                                name="involvement_comes_from_one",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("part", models.SlugField(db_index=False, default="plan")),
                        ("about", models.SlugField(blank=True, db_index=False)),
                        ("about_id", models.BigIntegerField(null=True)),
                        ("subject", models.CharField(max_length=120, verbose_name="onderwerp")),
                        ("body", models.TextField(max_length=8000, verbose_name="tekst")),
                        ("on", models.DateField(verbose_name="datum")),
                        (
                            "status",
                            models.SlugField(
                                choices=[("draft", "concept"), ("final", "definitief")], db_index=False, default="draft"
                            ),
                        ),
                        (
                            "how",
                            models.SlugField(
                                blank=True,
                                choices=[("letter", "per post"), ("email", "per e-mail"), ("handed", "meegegeven")],
                                db_index=False,
                                verbose_name="hoe verstuurd",
                            ),
                        ),
                        ("final_on", models.DateField(null=True)),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                related_name="letters",
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
                            "template",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.lettertemplate",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["client", "-on"], name="letter_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("final_on__isnull", True), ("status", "draft")),
                                    models.Q(("final_on__isnull", False), ("status", "final")),
                                    _connector="OR",
                                ),
                                name="letter_final_on_a_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppointmentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("subject", models.CharField(max_length=120, verbose_name="waar gaat het over")),
                        ("on", models.DateField(verbose_name="dag")),
                        ("time", models.TimeField(verbose_name="tijd")),
                        ("minutes", models.PositiveSmallIntegerField(default=45, verbose_name="minuten")),
                        (
                            "where",
                            models.SlugField(
                                choices=[
                                    ("office", "op kantoor"),
                                    ("work", "op de werkplek"),
                                    ("home", "thuis"),
                                    ("outside", "buiten, al wandelend"),
                                    ("phone", "telefonisch"),
                                    ("video", "met beeld"),
                                ],
                                db_index=False,
                                default="office",
                                verbose_name="hoe",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="adres of plek")),
                        (
                            "invited_by",
                            models.SlugField(
                                choices=[
                                    ("said", "al afgesproken"),
                                    ("email", "uitnodiging per e-mail"),
                                    ("letter", "uitnodiging per brief"),
                                ],
                                db_index=False,
                                default="said",
                                verbose_name="uitnodiging",
                            ),
                        ),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("planned", "gepland"),
                                    ("kept", "is geweest"),
                                    ("no-show", "niet verschenen"),
                                    ("excused", "afgemeld"),
                                    ("cancelled", "gaat niet door"),
                                ],
                                db_index=False,
                                default="planned",
                            ),
                        ),
                        ("result", models.CharField(blank=True, max_length=300, verbose_name="wat is afgesproken")),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                to="clients.appointment",
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
                                verbose_name="met wie",
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
                            "letter",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.letter",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LetterTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(db_index=False)),
                        ("name", models.CharField(max_length=80, verbose_name="naam")),
                        ("source", models.SlugField(db_index=False, verbose_name="waarover")),
                        ("subject", models.CharField(max_length=120, verbose_name="onderwerp")),
                        ("body", models.TextField(max_length=6000, verbose_name="tekst")),
                        ("in_use", models.BooleanField(default=True, verbose_name="in gebruik")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "key"), name="letter_template_once_in_chain")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("part", models.SlugField(db_index=False, default="plan")),
                        ("about", models.SlugField(blank=True, db_index=False)),
                        ("about_id", models.BigIntegerField(null=True)),
                        ("subject", models.CharField(max_length=120, verbose_name="onderwerp")),
                        ("body", models.TextField(max_length=8000, verbose_name="tekst")),
                        ("on", models.DateField(verbose_name="datum")),
                        (
                            "status",
                            models.SlugField(
                                choices=[("draft", "concept"), ("final", "definitief")], db_index=False, default="draft"
                            ),
                        ),
                        (
                            "how",
                            models.SlugField(
                                blank=True,
                                choices=[("letter", "per post"), ("email", "per e-mail"), ("handed", "meegegeven")],
                                db_index=False,
                                verbose_name="hoe verstuurd",
                            ),
                        ),
                        ("final_on", models.DateField(null=True)),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                to="clients.letter",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.lettertemplate",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LetterTemplateEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("key", models.SlugField(db_index=False)),
                        ("name", models.CharField(max_length=80, verbose_name="naam")),
                        ("source", models.SlugField(db_index=False, verbose_name="waarover")),
                        ("subject", models.CharField(max_length=120, verbose_name="onderwerp")),
                        ("body", models.TextField(max_length=6000, verbose_name="tekst")),
                        ("in_use", models.BooleanField(default=True, verbose_name="in gebruik")),
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clients.lettertemplate",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Look",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                        ("asked", models.CharField(blank=True, max_length=40)),
                        ("parts", django.contrib.postgres.fields.ArrayField(base_field=models.SlugField())),
                        ("why", models.SlugField(db_index=False)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.membership",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["client", "-at"], name="look_of_client"),
                            models.Index(fields=["chain", "-at"], name="look_latest"),
                            models.Index(fields=["membership", "-at"], name="look_of_membership"),
                            models.Index(
                                condition=models.Q(
                                    ("why__in", ("refused", "bsn", "duplicate", "glass", "privacy", "api"))
                                ),
                                fields=["chain", "why", "-at"],
                                name="look_rare",
                            ),
                            models.Index(
                                condition=models.Q(("client__isnull", True), models.Q(("asked", ""), _negated=True)),
                                fields=["asked"],
                                name="look_asked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LookReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.SlugField(db_index=False)),
                        ("since", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                        ("note", models.TextField(max_length=1000, verbose_name="wat u naging en wat eruit kwam")),
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
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
                            "looker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.membership"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", models.F("since"))),
                                name="look_review_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LookReviewEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("kind", models.SlugField(db_index=False)),
                        ("since", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                        ("note", models.TextField(max_length=1000, verbose_name="wat u naging en wat eruit kwam")),
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
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "looker",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.membership",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clients.lookreview",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Mail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=80)),
                        ("kind", models.SlugField(db_index=False)),
                        ("about", models.SlugField(blank=True, db_index=False)),
                        ("about_id", models.BigIntegerField(null=True)),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("waiting", "wacht"),
                                    ("sending", "wordt verstuurd"),
                                    ("sent", "verstuurd"),
                                    ("unsure", "niet zeker of het is aangekomen"),
                                    ("dropped", "niet meer nodig"),
                                    ("refused", "adres geweigerd"),
                                ],
                                db_index=False,
                                default="waiting",
                            ),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("next_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("error", models.CharField(blank=True, max_length=80)),
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
                            "membership",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.membership",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status__in", ["waiting", "sending"])),
                                fields=["chain", "next_at"],
                                name="mail_to_send",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "key"), name="mail_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("client__isnull", False), ("membership__isnull", True)),
                                    models.Q(("client__isnull", True), ("membership__isnull", False)),
                                    _connector="OR",
                                ),
                                name="mail_to_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="News",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("event_number", models.BigIntegerField()),
                        ("act", models.SlugField(db_index=False)),
                        ("number", models.CharField(max_length=12)),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("seen_at", models.DateTimeField(null=True)),
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
                            "seen_by",
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
                            models.Index(
                                condition=models.Q(("seen_at__isnull", True)),
                                fields=["partner", "-at"],
                                name="news_unseen",
                            )
                        ],
                        "constraints": [models.UniqueConstraint(fields=("event_number", "partner"), name="news_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Note",
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
                                    ("talk", "gesprek"),
                                    ("phone", "telefonisch contact"),
                                    ("mail", "e-mail of brief"),
                                    ("visit", "bezoek"),
                                    ("no-show", "niet verschenen"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "with_whom",
                            models.SlugField(
                                choices=[
                                    ("person", "de inwoner"),
                                    ("family", "familie of naaste"),
                                    ("partner", "een ketenpartner"),
                                    ("employer", "een werkgever"),
                                    ("other", "iemand anders"),
                                ],
                                db_index=False,
                                default="person",
                                verbose_name="met wie",
                            ),
                        ),
                        (
                            "part",
                            models.SlugField(
                                choices=[
                                    ("notes", "algemeen"),
                                    ("placements", "plaatsing"),
                                    ("capacity", "arbeidsvermogen"),
                                    ("benefit", "uitkering"),
                                ],
                                db_index=False,
                                default="notes",
                                verbose_name="onderdeel",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="datum")),
                        ("text", models.TextField(verbose_name="notitie")),
                        (
                            "audience",
                            models.SlugField(
                                choices=[
                                    ("chain", "partners bij deze persoon"),
                                    ("partner", "alleen mijn organisatie"),
                                ],
                                db_index=False,
                                default="chain",
                                verbose_name="zichtbaar voor",
                            ),
                        ),
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
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="clients.client",
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.membership",
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
                        "indexes": [models.Index(fields=["client", "-at"], name="note_latest")],
                    },
                ),
                migrations.CreateModel(
                    name="NoteEvent",
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
                                    ("talk", "gesprek"),
                                    ("phone", "telefonisch contact"),
                                    ("mail", "e-mail of brief"),
                                    ("visit", "bezoek"),
                                    ("no-show", "niet verschenen"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "with_whom",
                            models.SlugField(
                                choices=[
                                    ("person", "de inwoner"),
                                    ("family", "familie of naaste"),
                                    ("partner", "een ketenpartner"),
                                    ("employer", "een werkgever"),
                                    ("other", "iemand anders"),
                                ],
                                db_index=False,
                                default="person",
                                verbose_name="met wie",
                            ),
                        ),
                        (
                            "part",
                            models.SlugField(
                                choices=[
                                    ("notes", "algemeen"),
                                    ("placements", "plaatsing"),
                                    ("capacity", "arbeidsvermogen"),
                                    ("benefit", "uitkering"),
                                ],
                                db_index=False,
                                default="notes",
                                verbose_name="onderdeel",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="datum")),
                        ("text", models.TextField(verbose_name="notitie")),
                        (
                            "audience",
                            models.SlugField(
                                choices=[
                                    ("chain", "partners bij deze persoon"),
                                    ("partner", "alleen mijn organisatie"),
                                ],
                                db_index=False,
                                default="chain",
                                verbose_name="zichtbaar voor",
                            ),
                        ),
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
                            "membership",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.membership",
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
                                to="clients.note",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Observation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="datum")),
                        ("text", models.TextField(verbose_name="voortgang")),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        (
                            "author",
                            models.ForeignKey(
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.partner"
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="observations",
                                to="clients.step",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Plan",
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
                                choices=[("action", "plan van aanpak"), ("perspective", "perspectiefplan")],
                                db_index=False,
                                default="action",
                                verbose_name="soort plan",
                            ),
                        ),
                        ("words", models.TextField(blank=True, verbose_name="in eigen woorden")),
                        ("limits", models.TextField(blank=True, verbose_name="wat vaststaat")),
                        (
                            "ladder_start",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="trede bij de start"),
                        ),
                        (
                            "ladder_end",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="trede bij het einde"),
                        ),
                        ("started_on", models.DateField(verbose_name="begonnen op")),
                        ("evaluate_on", models.DateField(blank=True, null=True, verbose_name="volgende evaluatie")),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "end_reason",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("goal", "doel bereikt"),
                                    ("work", "aan het werk"),
                                    ("new-plan", "nieuw plan"),
                                    ("stopped", "voortijdig gestopt"),
                                    ("closed", "dossier gesloten"),
                                ],
                                db_index=False,
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
                                related_name="plans",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True)), fields=("client",), name="one_open_plan"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="plan_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ladder_start__isnull", True), ("ladder_start__range", (1, 6)), _connector="OR"
                                    ),
                                    models.Q(
                                        ("ladder_end__isnull", True), ("ladder_end__range", (1, 6)), _connector="OR"
                                    ),
                                ),
                                name="plan_ladder_has_six_steps",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evaluation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="datum")),
                        ("words", models.TextField(blank=True, verbose_name="wat de inwoner zegt")),
                        ("text", models.TextField(verbose_name="hoe het gaat")),
                        ("ladder", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="trede nu")),
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evaluations",
                                to="clients.plan",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AgreementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("text", models.CharField(max_length=300, verbose_name="afspraak")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="klaar op")),
                        ("kept_on", models.DateField(blank=True, null=True, verbose_name="gedaan op")),
                        ("dropped_on", models.DateField(blank=True, null=True)),
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
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
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
                                to="clients.agreement",
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
                            "plan",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.plan",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.SlugField(
                                choices=[("action", "plan van aanpak"), ("perspective", "perspectiefplan")],
                                db_index=False,
                                default="action",
                                verbose_name="soort plan",
                            ),
                        ),
                        ("words", models.TextField(blank=True, verbose_name="in eigen woorden")),
                        ("limits", models.TextField(blank=True, verbose_name="wat vaststaat")),
                        (
                            "ladder_start",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="trede bij de start"),
                        ),
                        (
                            "ladder_end",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="trede bij het einde"),
                        ),
                        ("started_on", models.DateField(verbose_name="begonnen op")),
                        ("evaluate_on", models.DateField(blank=True, null=True, verbose_name="volgende evaluatie")),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "end_reason",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("goal", "doel bereikt"),
                                    ("work", "aan het werk"),
                                    ("new-plan", "nieuw plan"),
                                    ("stopped", "voortijdig gestopt"),
                                    ("closed", "dossier gesloten"),
                                ],
                                db_index=False,
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
                                to="clients.plan",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanGoal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("text", models.CharField(max_length=200, verbose_name="doel")),
                        ("why", models.TextField(blank=True, verbose_name="waarom dit belangrijk is")),
                        ("options", models.TextField(blank=True, verbose_name="waaruit te kiezen was")),
                        ("chosen", models.CharField(blank=True, max_length=200, verbose_name="wat gekozen is")),
                        (
                            "status",
                            models.SlugField(
                                choices=[("open", "loopt"), ("reached", "bereikt"), ("dropped", "losgelaten")],
                                db_index=False,
                                default="open",
                            ),
                        ),
                        ("result", models.TextField(blank=True, verbose_name="hoe het ging")),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="goals", to="clients.plan"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="PlanGoalEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("text", models.CharField(max_length=200, verbose_name="doel")),
                        ("why", models.TextField(blank=True, verbose_name="waarom dit belangrijk is")),
                        ("options", models.TextField(blank=True, verbose_name="waaruit te kiezen was")),
                        ("chosen", models.CharField(blank=True, max_length=200, verbose_name="wat gekozen is")),
                        (
                            "status",
                            models.SlugField(
                                choices=[("open", "loopt"), ("reached", "bereikt"), ("dropped", "losgelaten")],
                                db_index=False,
                                default="open",
                            ),
                        ),
                        ("result", models.TextField(blank=True, verbose_name="hoe het ging")),
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
                                to="clients.plangoal",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.plan",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("content", models.JSONField()),
                        ("agreed_on", models.DateField(verbose_name="besproken op")),
                        (
                            "how",
                            models.SlugField(
                                choices=[
                                    ("signed", "ondertekend"),
                                    ("said", "gezegd in het gesprek"),
                                    ("not", "niet akkoord"),
                                ],
                                db_index=False,
                                verbose_name="akkoord",
                            ),
                        ),
                        ("says", models.TextField(blank=True, verbose_name="wat de inwoner ervan vindt")),
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="clients.plan"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("plan", "number"), name="plan_version_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Recent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                            "membership",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.membership",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["membership", "-at"], name="recent_latest")],
                        "constraints": [models.UniqueConstraint(fields=("membership", "client"), name="recent_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Referral",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("function", models.SlugField(db_index=False, verbose_name="waarvoor")),
                        ("question", models.TextField(verbose_name="vraag")),
                        (
                            "shared",
                            django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), default=list),
                        ),
                        ("asked_on", models.DateField()),
                        ("respond_by", models.DateField(null=True)),
                        ("answer_by", models.DateField(blank=True, null=True, verbose_name="antwoord nodig op")),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("asked", "wacht op een eerste antwoord"),
                                    ("queried", "wacht op uitleg"),
                                    ("accepted", "aangenomen"),
                                    ("answered", "beantwoord"),
                                    ("returned", "teruggegeven"),
                                    ("withdrawn", "ingetrokken"),
                                ],
                                db_index=False,
                                default="asked",
                            ),
                        ),
                        ("turn_since", models.DateField()),
                        ("accepted_on", models.DateField(null=True)),
                        ("closed_on", models.DateField(null=True)),
                        ("answer", models.TextField(blank=True, verbose_name="antwoord")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                            ),
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
                                related_name="referrals",
                                to="clients.client",
                            ),
                        ),
                        (
                            "handler",
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
                            "plan_goal",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="referrals",
                                to="clients.plangoal",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["partner", "status", "turn_since"], name="referral_in"),
                            models.Index(fields=["asked_by", "status", "turn_since"], name="referral_out"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("asked", "queried", "accepted"))),
                                fields=("client", "function", "partner"),
                                name="one_open_referral_of_a_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_on__isnull", True), ("status__in", ("asked", "queried", "accepted"))
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("asked", "queried", "accepted")), _negated=True),
                                        ("closed_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="referral_closed_on_its_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ("asked", "queried", "accepted")),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="referral_ends_with_an_answer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on__isnull", True),
                                    ("closed_on__gte", models.F("asked_on")),
                                    _connector="OR",
                                ),
                                name="referral_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReferralEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("function", models.SlugField(db_index=False, verbose_name="waarvoor")),
                        ("question", models.TextField(verbose_name="vraag")),
                        (
                            "shared",
                            django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), default=list),
                        ),
                        ("asked_on", models.DateField()),
                        ("respond_by", models.DateField(null=True)),
                        ("answer_by", models.DateField(blank=True, null=True, verbose_name="antwoord nodig op")),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("asked", "wacht op een eerste antwoord"),
                                    ("queried", "wacht op uitleg"),
                                    ("accepted", "aangenomen"),
                                    ("answered", "beantwoord"),
                                    ("returned", "teruggegeven"),
                                    ("withdrawn", "ingetrokken"),
                                ],
                                db_index=False,
                                default="asked",
                            ),
                        ),
                        ("turn_since", models.DateField()),
                        ("accepted_on", models.DateField(null=True)),
                        ("closed_on", models.DateField(null=True)),
                        ("answer", models.TextField(blank=True, verbose_name="antwoord")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "asked_by",
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
                            "handler",
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
                                to="clients.referral",
                            ),
                        ),
                        (
                            "plan_goal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.plangoal",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReferralLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("act", models.SlugField(db_index=False)),
                        ("text", models.TextField(blank=True)),
                        ("on", models.DateField()),
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
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="clients.referral"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Residence",
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
                                related_name="residences",
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
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="residence_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (models.F("client"), "="),
                                    (
                                        clients.models.facts.DateRange(
                                            models.F("started_on"), models.F("ended_on"), models.Value("[]")
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_residence_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResidenceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
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
                                to="clients.residence",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RetentionRule",
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
                                    ("provision", "er was een voorziening"),
                                    ("refused", "een voorziening is geweigerd"),
                                    ("broken-off", "afgebroken voordat er iets begon"),
                                ],
                                verbose_name="wat er met het dossier was",
                            ),
                        ),
                        ("months", models.PositiveSmallIntegerField(default=0, verbose_name="maanden")),
                        ("weeks", models.PositiveSmallIntegerField(default=0, verbose_name="weken")),
                        ("source", models.CharField(max_length=200, verbose_name="grondslag")),
                        ("started_on", models.DateField(verbose_name="voor dossiers gesloten vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("months__gt", 0), ("weeks__gt", 0), _connector="OR"),
                                name="retention_lasts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="retention_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RetentionRuleEvent",
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
                                    ("provision", "er was een voorziening"),
                                    ("refused", "een voorziening is geweigerd"),
                                    ("broken-off", "afgebroken voordat er iets begon"),
                                ],
                                db_index=False,
                                verbose_name="wat er met het dossier was",
                            ),
                        ),
                        ("months", models.PositiveSmallIntegerField(default=0, verbose_name="maanden")),
                        ("weeks", models.PositiveSmallIntegerField(default=0, verbose_name="weken")),
                        ("source", models.CharField(max_length=200, verbose_name="grondslag")),
                        ("started_on", models.DateField(verbose_name="voor dossiers gesloten vanaf")),
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clients.retentionrule",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RightsRequest",
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
                                    ("access", "inzage of een kopie"),
                                    ("rectification", "verbeteren of aanvullen"),
                                    ("erasure", "wissen"),
                                    ("restriction", "minder gebruiken"),
                                    ("portability", "meenemen naar een ander"),
                                    ("objection", "bezwaar"),
                                ],
                                db_index=False,
                                verbose_name="wat wordt gevraagd",
                            ),
                        ),
                        ("received_on", models.DateField(verbose_name="ontvangen op")),
                        ("due_on", models.DateField(verbose_name="antwoord uiterlijk op")),
                        (
                            "extended_why",
                            models.TextField(blank=True, max_length=1000, verbose_name="waarom het langer duurt"),
                        ),
                        ("asked", models.TextField(max_length=4000, verbose_name="de vraag, in eigen woorden")),
                        (
                            "part",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("notes", "algemeen"),
                                    ("contact", "adres en contact"),
                                    ("profile", "intake en werkprofiel"),
                                    ("plan", "plan en stappen"),
                                    ("diagnosis", "verdiepende diagnose"),
                                    ("placements", "plaatsing"),
                                    ("capacity", "arbeidsvermogen"),
                                    ("benefit", "uitkering"),
                                ],
                                db_index=False,
                                verbose_name="waarover",
                            ),
                        ),
                        ("stands", models.TextField(blank=True, max_length=2000, verbose_name="wat er nu staat")),
                        (
                            "should_stand",
                            models.TextField(blank=True, max_length=2000, verbose_name="wat er moet staan"),
                        ),
                        (
                            "status",
                            models.SlugField(
                                choices=[("open", "loopt"), ("answered", "beantwoord"), ("withdrawn", "ingetrokken")],
                                db_index=False,
                                default="open",
                            ),
                        ),
                        (
                            "outcome",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("granted", "ingewilligd"),
                                    ("partly", "gedeeltelijk ingewilligd"),
                                    ("refused", "afgewezen"),
                                ],
                                db_index=False,
                                verbose_name="uitkomst",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="het antwoord")),
                        ("closed_on", models.DateField(blank=True, null=True)),
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
                                related_name="rights_requests",
                                to="clients.client",
                            ),
                        ),
                        (
                            "handler",
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
                            models.Index(
                                condition=models.Q(("status", "open")),
                                fields=["chain", "due_on"],
                                name="rights_request_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", False), ("outcome__gt", ""), ("status", "answered")),
                                    models.Q(("closed_on__isnull", False), ("outcome", ""), ("status", "withdrawn")),
                                    models.Q(("closed_on__isnull", True), ("outcome", ""), ("status", "open")),
                                    _connector="OR",
                                ),
                                name="rights_request_answered_with_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gt", models.F("received_on"))),
                                name="rights_request_due_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RightsRequestEvent",
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
                                    ("access", "inzage of een kopie"),
                                    ("rectification", "verbeteren of aanvullen"),
                                    ("erasure", "wissen"),
                                    ("restriction", "minder gebruiken"),
                                    ("portability", "meenemen naar een ander"),
                                    ("objection", "bezwaar"),
                                ],
                                db_index=False,
                                verbose_name="wat wordt gevraagd",
                            ),
                        ),
                        ("received_on", models.DateField(verbose_name="ontvangen op")),
                        ("due_on", models.DateField(verbose_name="antwoord uiterlijk op")),
                        (
                            "extended_why",
                            models.TextField(blank=True, max_length=1000, verbose_name="waarom het langer duurt"),
                        ),
                        ("asked", models.TextField(max_length=4000, verbose_name="de vraag, in eigen woorden")),
                        (
                            "part",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("notes", "algemeen"),
                                    ("contact", "adres en contact"),
                                    ("profile", "intake en werkprofiel"),
                                    ("plan", "plan en stappen"),
                                    ("diagnosis", "verdiepende diagnose"),
                                    ("placements", "plaatsing"),
                                    ("capacity", "arbeidsvermogen"),
                                    ("benefit", "uitkering"),
                                ],
                                db_index=False,
                                verbose_name="waarover",
                            ),
                        ),
                        ("stands", models.TextField(blank=True, max_length=2000, verbose_name="wat er nu staat")),
                        (
                            "should_stand",
                            models.TextField(blank=True, max_length=2000, verbose_name="wat er moet staan"),
                        ),
                        (
                            "status",
                            models.SlugField(
                                choices=[("open", "loopt"), ("answered", "beantwoord"), ("withdrawn", "ingetrokken")],
                                db_index=False,
                                default="open",
                            ),
                        ),
                        (
                            "outcome",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("granted", "ingewilligd"),
                                    ("partly", "gedeeltelijk ingewilligd"),
                                    ("refused", "afgewezen"),
                                ],
                                db_index=False,
                                verbose_name="uitkomst",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="het antwoord")),
                        ("closed_on", models.DateField(blank=True, null=True)),
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
                            "handler",
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clients.rightsrequest",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.SlugField(
                                choices=[
                                    ("notes", "algemeen"),
                                    ("contact", "adres en contact"),
                                    ("profile", "intake en werkprofiel"),
                                    ("plan", "plan en stappen"),
                                    ("diagnosis", "verdiepende diagnose"),
                                    ("placements", "plaatsing"),
                                    ("capacity", "arbeidsvermogen"),
                                    ("benefit", "uitkering"),
                                ],
                                db_index=False,
                                verbose_name="waarover",
                            ),
                        ),
                        ("text", models.TextField(max_length=4000, verbose_name="verklaring van de inwoner")),
                        ("on", models.DateField(verbose_name="datum")),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
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
                                related_name="statements",
                                to="clients.client",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="statements",
                                to="clients.rightsrequest",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="StatementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "part",
                            models.SlugField(
                                choices=[
                                    ("notes", "algemeen"),
                                    ("contact", "adres en contact"),
                                    ("profile", "intake en werkprofiel"),
                                    ("plan", "plan en stappen"),
                                    ("diagnosis", "verdiepende diagnose"),
                                    ("placements", "plaatsing"),
                                    ("capacity", "arbeidsvermogen"),
                                    ("benefit", "uitkering"),
                                ],
                                db_index=False,
                                verbose_name="waarover",
                            ),
                        ),
                        ("text", models.TextField(max_length=4000, verbose_name="verklaring van de inwoner")),
                        ("on", models.DateField(verbose_name="datum")),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
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
                                to="clients.statement",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.rightsrequest",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ref", models.CharField(max_length=60)),
                        ("planned_on", models.DateField(blank=True, null=True, verbose_name="gepland op")),
                        ("planned_end", models.DateField(blank=True, null=True, verbose_name="gepland tot en met")),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="begonnen op")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="laatste dag")),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("planned", "gepland"),
                                    ("active", "loopt"),
                                    ("done", "afgerond"),
                                    ("stopped", "gestopt"),
                                    ("cancelled", "gaat niet door"),
                                ],
                                db_index=False,
                                default="planned",
                            ),
                        ),
                        (
                            "hours_per_week",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="uur per week"),
                        ),
                        (
                            "phase",
                            models.SlugField(
                                choices=[
                                    ("diagnosis", "diagnose"),
                                    ("placement", "plaatsing"),
                                    ("development", "ontwikkeling"),
                                ],
                                db_index=False,
                            ),
                        ),
                        (
                            "track",
                            models.SlugField(
                                blank=True,
                                choices=[("activation", "spoor 1: activering"), ("placement", "spoor 2: plaatsing")],
                                db_index=False,
                            ),
                        ),
                        ("goal", models.CharField(blank=True, max_length=200, verbose_name="waarvoor")),
                        ("result", models.CharField(blank=True, max_length=500, verbose_name="resultaat")),
                        (
                            "stopped_for",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("early", "gestopt voor het klaar was"),
                                    ("moved", "verhuisd"),
                                    ("died", "overleden"),
                                    ("detention", "detentie"),
                                    ("pregnancy", "zwangerschap en bevalling"),
                                ],
                                db_index=False,
                                verbose_name="reden",
                            ),
                        ),
                        ("registered_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("version", models.PositiveIntegerField(default=1)),
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
                                related_name="steps",
                                to="clients.client",
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.instrument"
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.partner"
                            ),
                        ),
                        (
                            "plan_goal",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="steps",
                                to="clients.plangoal",
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="steps",
                                to="clients.referral",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["client", "started_on"], name="step_of_client"),
                            models.Index(
                                condition=models.Q(("status", "active")),
                                fields=["chain", "started_on", "id"],
                                include=("partner", "instrument", "client"),
                                name="step_running",
                            ),
                            models.Index(
                                condition=models.Q(("status__in", ["planned", "active"])),
                                fields=["chain", "instrument", "status"],
                                name="step_open",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "ref"), name="step_ref_once_in_chain"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="step_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_on__isnull", True),
                                        ("started_on__isnull", True),
                                        ("status__in", ["planned", "cancelled"]),
                                    ),
                                    models.Q(
                                        ("ended_on__isnull", True), ("started_on__isnull", False), ("status", "active")
                                    ),
                                    models.Q(
                                        ("ended_on__isnull", False),
                                        ("started_on__isnull", False),
                                        ("status__in", ["done", "stopped"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="step_dates_fit_status",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stopped_for", ""), ("status", "stopped"), _connector="OR"),
                                name="step_reason_of_a_stopped_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ObservationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("on", models.DateField(verbose_name="datum")),
                        ("text", models.TextField(verbose_name="voortgang")),
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
                                to="clients.observation",
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
                    name="StepEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("ref", models.CharField(max_length=60)),
                        ("planned_on", models.DateField(blank=True, null=True, verbose_name="gepland op")),
                        ("planned_end", models.DateField(blank=True, null=True, verbose_name="gepland tot en met")),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="begonnen op")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="laatste dag")),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("planned", "gepland"),
                                    ("active", "loopt"),
                                    ("done", "afgerond"),
                                    ("stopped", "gestopt"),
                                    ("cancelled", "gaat niet door"),
                                ],
                                db_index=False,
                                default="planned",
                            ),
                        ),
                        (
                            "hours_per_week",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="uur per week"),
                        ),
                        (
                            "phase",
                            models.SlugField(
                                choices=[
                                    ("diagnosis", "diagnose"),
                                    ("placement", "plaatsing"),
                                    ("development", "ontwikkeling"),
                                ],
                                db_index=False,
                            ),
                        ),
                        (
                            "track",
                            models.SlugField(
                                blank=True,
                                choices=[("activation", "spoor 1: activering"), ("placement", "spoor 2: plaatsing")],
                                db_index=False,
                            ),
                        ),
                        ("goal", models.CharField(blank=True, max_length=200, verbose_name="waarvoor")),
                        ("result", models.CharField(blank=True, max_length=500, verbose_name="resultaat")),
                        (
                            "stopped_for",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("early", "gestopt voor het klaar was"),
                                    ("moved", "verhuisd"),
                                    ("died", "overleden"),
                                    ("detention", "detentie"),
                                    ("pregnancy", "zwangerschap en bevalling"),
                                ],
                                db_index=False,
                                verbose_name="reden",
                            ),
                        ),
                        ("registered_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                to="clients.step",
                            ),
                        ),
                        (
                            "plan_goal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.plangoal",
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.referral",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TargetGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.SlugField(
                                choices=[
                                    ("45plus", "45-plus"),
                                    ("status-holder", "statushouder"),
                                    ("wajong", "Wajong"),
                                    ("vso-pro", "vso of praktijkonderwijs"),
                                    ("jobs-agreement", "banenafspraak"),
                                    ("single-parent", "alleenstaande ouder"),
                                ]
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
                                related_name="target_groups",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("client", "code"), name="target_group_once")],
                    },
                ),
                migrations.CreateModel(
                    name="TargetGroupEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "code",
                            models.SlugField(
                                choices=[
                                    ("45plus", "45-plus"),
                                    ("status-holder", "statushouder"),
                                    ("wajong", "Wajong"),
                                    ("vso-pro", "vso of praktijkonderwijs"),
                                    ("jobs-agreement", "banenafspraak"),
                                    ("single-parent", "alleenstaande ouder"),
                                ],
                                db_index=False,
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
                                to="clients.targetgroup",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(db_index=False)),
                        ("about", models.SlugField(db_index=False)),
                        ("about_id", models.BigIntegerField()),
                        ("nth", models.PositiveSmallIntegerField(default=1)),
                        ("part", models.SlugField(db_index=False)),
                        ("since", models.DateField()),
                        ("due_on", models.DateField()),
                        ("shown_from", models.DateField()),
                        (
                            "for_whom",
                            models.SlugField(
                                choices=[
                                    ("lead", "wie de regie heeft"),
                                    ("partner", "de partner die aan zet is"),
                                    ("manager", "de leidinggevende"),
                                ],
                                db_index=False,
                                default="lead",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="wat")),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        (
                            "status",
                            models.SlugField(
                                choices=[("open", "te doen"), ("done", "gedaan"), ("cleared", "vervallen")],
                                db_index=False,
                                default="open",
                            ),
                        ),
                        ("done_on", models.DateField(null=True)),
                        ("result", models.CharField(blank=True, max_length=300, verbose_name="wat er gedaan is")),
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
                                related_name="tasks",
                                to="clients.client",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "made_by",
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
                        (
                            "term",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.term",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "open")),
                                fields=["client", "due_on"],
                                name="task_of_client",
                            ),
                            models.Index(
                                condition=models.Q(("status", "open")),
                                fields=["partner", "shown_from"],
                                name="task_of_partner",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("chain", "key", "about", "about_id", "nth"), name="task_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_on__isnull", False), ("status", "done")),
                                    models.Q(models.Q(("status", "done"), _negated=True), ("done_on__isnull", True)),
                                    _connector="OR",
                                ),
                                name="task_done_on_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeamMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("task", models.CharField(blank=True, max_length=120, verbose_name="doet wat")),
                        ("is_lead", models.BooleanField(default=False)),
                        ("started_on", models.DateField()),
                        ("ended_on", models.DateField(blank=True, null=True)),
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
                                related_name="team",
                                to="clients.client",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.partner"
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
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=("client", "user"),
                                name="once_in_the_team",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="team_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("is_lead", True)),
                                expressions=[
                                    (models.F("client"), "="),
                                    (
                                        clients.models.facts.DateRange(
                                            models.F("started_on"), models.F("ended_on"), models.Value("[)")
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_lead_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeamMemberEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("task", models.CharField(blank=True, max_length=120, verbose_name="doet wat")),
                        ("is_lead", models.BooleanField(default=False)),
                        ("started_on", models.DateField()),
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
                                to="clients.teammember",
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
                    name="Term",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(db_index=False)),
                        ("name", models.CharField(max_length=120, verbose_name="wat er moet gebeuren")),
                        ("source", models.SlugField(db_index=False, verbose_name="begint bij")),
                        ("scope", models.SlugField(blank=True, db_index=False, verbose_name="alleen voor")),
                        ("offset", models.SmallIntegerField(verbose_name="termijn")),
                        (
                            "unit",
                            models.SlugField(
                                choices=[
                                    ("days", "dagen"),
                                    ("workdays", "werkdagen"),
                                    ("weeks", "weken"),
                                    ("months", "maanden"),
                                ],
                                db_index=False,
                                default="months",
                                verbose_name="eenheid",
                            ),
                        ),
                        ("every", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="daarna elke")),
                        ("times", models.PositiveSmallIntegerField(default=1, verbose_name="hoe vaak")),
                        ("warn_days", models.PositiveSmallIntegerField(default=0, verbose_name="zoveel dagen vooraf")),
                        ("hard", models.BooleanField(default=False, verbose_name="harde grens")),
                        ("article", models.CharField(blank=True, max_length=120, verbose_name="artikel of bron")),
                        (
                            "for_whom",
                            models.SlugField(
                                choices=[
                                    ("lead", "wie de regie heeft"),
                                    ("partner", "de partner die aan zet is"),
                                    ("manager", "de leidinggevende"),
                                ],
                                db_index=False,
                                default="lead",
                                verbose_name="voor wie",
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="geldt voor wat begint vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="chain.chain"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["source", "offset", "key"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="term_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (models.F("chain"), "="),
                                    (models.F("key"), "="),
                                    (models.F("scope"), "="),
                                    (
                                        clients.models.facts.DateRange(
                                            models.F("started_on"), models.F("ended_on"), models.Value("[]")
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_term_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("every__isnull", True), ("times", 1)),
                                    models.Q(("every__gte", 1), ("times__gte", 1)),
                                    _connector="OR",
                                ),
                                name="term_comes_back_in_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaskEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("key", models.SlugField(db_index=False)),
                        ("about", models.SlugField(db_index=False)),
                        ("about_id", models.BigIntegerField()),
                        ("nth", models.PositiveSmallIntegerField(default=1)),
                        ("part", models.SlugField(db_index=False)),
                        ("since", models.DateField()),
                        ("due_on", models.DateField()),
                        ("shown_from", models.DateField()),
                        (
                            "for_whom",
                            models.SlugField(
                                choices=[
                                    ("lead", "wie de regie heeft"),
                                    ("partner", "de partner die aan zet is"),
                                    ("manager", "de leidinggevende"),
                                ],
                                db_index=False,
                                default="lead",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="wat")),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        (
                            "status",
                            models.SlugField(
                                choices=[("open", "te doen"), ("done", "gedaan"), ("cleared", "vervallen")],
                                db_index=False,
                                default="open",
                            ),
                        ),
                        ("done_on", models.DateField(null=True)),
                        ("result", models.CharField(blank=True, max_length=300, verbose_name="wat er gedaan is")),
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
                            "done_by",
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
                            "made_by",
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
                                null=True,
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
                                to="clients.task",
                            ),
                        ),
                        (
                            "user",
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
                            "term",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.term",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TermEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("key", models.SlugField(db_index=False)),
                        ("name", models.CharField(max_length=120, verbose_name="wat er moet gebeuren")),
                        ("source", models.SlugField(db_index=False, verbose_name="begint bij")),
                        ("scope", models.SlugField(blank=True, db_index=False, verbose_name="alleen voor")),
                        ("offset", models.SmallIntegerField(verbose_name="termijn")),
                        (
                            "unit",
                            models.SlugField(
                                choices=[
                                    ("days", "dagen"),
                                    ("workdays", "werkdagen"),
                                    ("weeks", "weken"),
                                    ("months", "maanden"),
                                ],
                                db_index=False,
                                default="months",
                                verbose_name="eenheid",
                            ),
                        ),
                        ("every", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="daarna elke")),
                        ("times", models.PositiveSmallIntegerField(default=1, verbose_name="hoe vaak")),
                        ("warn_days", models.PositiveSmallIntegerField(default=0, verbose_name="zoveel dagen vooraf")),
                        ("hard", models.BooleanField(default=False, verbose_name="harde grens")),
                        ("article", models.CharField(blank=True, max_length=120, verbose_name="artikel of bron")),
                        (
                            "for_whom",
                            models.SlugField(
                                choices=[
                                    ("lead", "wie de regie heeft"),
                                    ("partner", "de partner die aan zet is"),
                                    ("manager", "de leidinggevende"),
                                ],
                                db_index=False,
                                default="lead",
                                verbose_name="voor wie",
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="geldt voor wat begint vanaf")),
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clients.term",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Word",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("word", models.TextField(db_collation="C")),
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
                    ],
                    options={
                        "indexes": [models.Index(fields=["chain", "word"], name="word_prefix")],
                    },
                ),
            ],
        ),
    ]
