"""The tables; their triggers, policies and grants are laid after migrating (chain/management/commands/migrate.py)."""

import chain.migration_steps
import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
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
        ("diagnosis", "0001_initial"),
    ]

    operations = [
        chain.migration_steps.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="Agreement",
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
                                    ("intention", "intentie"),
                                    ("covenant", "afspraak op papier"),
                                    ("social-return", "social return"),
                                    ("learning", "leerplekken"),
                                    ("trial", "proefplaatsingen"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        ("text", models.TextField(max_length=1000, verbose_name="afspraak")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
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
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "employer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agreements",
                                to="placement.employer",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="agreement_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Amount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.SlugField(
                                choices=[
                                    ("minimum-wage", "wettelijk minimumloon per uur"),
                                    ("holiday-allowance", "vakantiebijslag"),
                                    ("employer-charges", "werkgeverslasten"),
                                    ("full-week", "uren van een volle werkweek"),
                                    ("subsidy-cap", "hoogste deel van het minimumloon"),
                                    ("flat-rate", "vast deel in het begin"),
                                    ("flat-rate-months", "hoe lang het vaste deel hoogstens duurt"),
                                    ("decision-weeks", "termijn voor het besluit"),
                                    ("premium", "premie participatieplaats"),
                                ],
                                db_index=False,
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, max_digits=9)),
                        ("started_on", models.DateField()),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("source", models.CharField(max_length=200)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="amounts", to="chain.chain"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "key", "started_on"), name="amount_once_a_day"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="amount_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AmountEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "key",
                            models.SlugField(
                                choices=[
                                    ("minimum-wage", "wettelijk minimumloon per uur"),
                                    ("holiday-allowance", "vakantiebijslag"),
                                    ("employer-charges", "werkgeverslasten"),
                                    ("full-week", "uren van een volle werkweek"),
                                    ("subsidy-cap", "hoogste deel van het minimumloon"),
                                    ("flat-rate", "vast deel in het begin"),
                                    ("flat-rate-months", "hoe lang het vaste deel hoogstens duurt"),
                                    ("decision-weeks", "termijn voor het besluit"),
                                    ("premium", "premie participatieplaats"),
                                ],
                                db_index=False,
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, max_digits=9)),
                        ("started_on", models.DateField()),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("source", models.CharField(max_length=200)),
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
                                to="placement.amount",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BenefitProposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "effect",
                            models.SlugField(
                                choices=[("none", "geen gevolg"), ("partial", "gedeeltelijk"), ("full", "geheel")],
                                db_index=False,
                                verbose_name="gevolg voor de uitkering",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="vanaf")),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("proposed", "voorgesteld"),
                                    ("confirmed", "bevestigd"),
                                    ("declined", "afgewezen"),
                                ],
                                db_index=False,
                                default="proposed",
                            ),
                        ),
                        ("proposed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("decided_on", models.DateField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
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
                                related_name="benefit_proposals",
                                to="clients.client",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="placement.placement",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "proposed")),
                                fields=["chain", "proposed_at"],
                                name="proposal_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "proposed")),
                                fields=("placement",),
                                name="one_open_proposal_a_placement",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CandidateRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(default=3, verbose_name="hoeveel kandidaten")),
                        ("needed_on", models.DateField(verbose_name="uiterlijk op")),
                        (
                            "text",
                            models.CharField(blank=True, max_length=500, verbose_name="waar moet iemand aan voldoen"),
                        ),
                        ("asked_on", models.DateField()),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("open", "gevraagd"),
                                    ("met", "genoeg kandidaten"),
                                    ("declined", "lukt niet"),
                                    ("withdrawn", "niet meer nodig"),
                                ],
                                db_index=False,
                                default="open",
                            ),
                        ),
                        ("answer", models.CharField(blank=True, max_length=300, verbose_name="antwoord")),
                        ("closed_on", models.DateField(null=True)),
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
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.chain",
                            ),
                        ),
                        (
                            "vacancy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="candidate_requests",
                                to="placement.vacancy",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "open")),
                                fields=["chain", "needed_on"],
                                name="candidate_request_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "open")),
                                fields=("vacancy",),
                                name="one_open_candidate_request",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("number__lte", 25)),
                                name="candidate_request_of_some",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Coaching",
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
                                    ("in-kind", "jobcoach van de gemeente of partner"),
                                    ("subsidy", "subsidie voor een jobcoach"),
                                    ("internal", "interne werkbegeleider"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        ("coach", models.CharField(max_length=120, verbose_name="wie")),
                        ("hours", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="toegekende uren")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(verbose_name="tot en met")),
                        ("decided_on", models.DateField(verbose_name="besloten op")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
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
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="coaching",
                                to="placement.placement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ended_on__gte", models.F("started_on"))),
                                name="coaching_ends_after_start",
                            ),
                            models.CheckConstraint(condition=models.Q(("hours__gt", 0)), name="coaching_hours"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoachingUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="datum")),
                        ("hours", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="uren")),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="waaraan gewerkt")),
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
                            "coaching",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="used",
                                to="placement.coaching",
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
                            models.CheckConstraint(
                                condition=models.Q(("hours__gt", 0), ("hours__lte", 24)), name="coaching_use_hours"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoachingUseEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("on", models.DateField(verbose_name="datum")),
                        ("hours", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="uren")),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="waaraan gewerkt")),
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
                            "coaching",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.coaching",
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
                                to="placement.coachinguse",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Cohort",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="naam")),
                        ("started_on", models.DateField(verbose_name="begint op")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="eindigt op")),
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
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="cohorts",
                                to="placement.project",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-started_on"],
                        "constraints": [
                            models.UniqueConstraint(fields=("project", "name"), name="cohort_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="cohort_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Employer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                        (
                            "kind",
                            models.SlugField(
                                choices=[
                                    ("employer", "werkgever"),
                                    ("volunteer-desk", "vrijwilligersloket of organisatie met vrijwilligers"),
                                    ("day-activity", "dagbesteding"),
                                    ("learning-company", "leerwerkbedrijf"),
                                ],
                                db_index=False,
                                default="employer",
                                verbose_name="soort",
                            ),
                        ),
                        ("kvk", models.CharField(blank=True, max_length=8, verbose_name="KvK-nummer")),
                        ("sbi", models.CharField(blank=True, max_length=5, verbose_name="SBI-code")),
                        (
                            "sector",
                            models.SlugField(
                                blank=True,
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
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        ("size", models.PositiveIntegerField(blank=True, null=True, verbose_name="aantal werknemers")),
                        (
                            "trains",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="erkend leerbedrijf (SBB)",
                            ),
                        ),
                        ("checked", models.BooleanField(default=False)),
                        (
                            "plain",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Func(models.F("name"), function="snoer_plain"),
                                output_field=models.TextField(),
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="employers", to="chain.chain"
                            ),
                        ),
                        (
                            "keeper",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="vaste contactpersoon bij ons",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["plain"], name="employer_alike", opclasses=["gin_trgm_ops"]
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "name"), name="employer_name_once_in_chain"),
                            models.UniqueConstraint(
                                condition=models.Q(("kvk", ""), _negated=True),
                                fields=("chain", "kvk"),
                                name="employer_kvk_once_in_chain",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        ("job", models.CharField(blank=True, max_length=120, verbose_name="functie")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="telefoon")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("keep_until", models.DateField()),
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="people",
                                to="placement.employer",
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
                        "abstract": False,
                        "indexes": [models.Index(fields=["chain", "keep_until"], name="contact_person_until")],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementEvent",
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
                                    ("intention", "intentie"),
                                    ("covenant", "afspraak op papier"),
                                    ("social-return", "social return"),
                                    ("learning", "leerplekken"),
                                    ("trial", "proefplaatsingen"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        ("text", models.TextField(max_length=1000, verbose_name="afspraak")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
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
                                to="placement.agreement",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EmployerContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="datum")),
                        (
                            "way",
                            models.SlugField(
                                choices=[
                                    ("visit", "bezoek"),
                                    ("call", "telefoon"),
                                    ("mail", "e-mail"),
                                    ("online", "online gesprek"),
                                    ("event", "bijeenkomst"),
                                    ("letter", "brief"),
                                ],
                                db_index=False,
                                verbose_name="hoe",
                            ),
                        ),
                        (
                            "subject",
                            models.SlugField(
                                choices=[
                                    ("getting-to-know", "kennismaking"),
                                    ("vacancy", "vacature"),
                                    ("candidate", "kandidaat"),
                                    ("carving", "functiecreatie of jobcarving"),
                                    ("subsidy", "subsidie en regelingen"),
                                    ("after-care", "nazorg"),
                                    ("learning", "leren op de werkplek"),
                                    ("social-return", "social return"),
                                    ("other", "anders"),
                                ],
                                db_index=False,
                                verbose_name="waarover",
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="wat is besproken")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="volgend contact")),
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
                                related_name="contacts",
                                to="placement.employer",
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
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="placement.contactperson",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["employer", "-on"], name="employer_contact_latest"),
                            models.Index(
                                condition=models.Q(("next_on__isnull", False)),
                                fields=["chain", "next_on"],
                                name="employer_contact_next",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EmployerContactEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("on", models.DateField(verbose_name="datum")),
                        (
                            "way",
                            models.SlugField(
                                choices=[
                                    ("visit", "bezoek"),
                                    ("call", "telefoon"),
                                    ("mail", "e-mail"),
                                    ("online", "online gesprek"),
                                    ("event", "bijeenkomst"),
                                    ("letter", "brief"),
                                ],
                                db_index=False,
                                verbose_name="hoe",
                            ),
                        ),
                        (
                            "subject",
                            models.SlugField(
                                choices=[
                                    ("getting-to-know", "kennismaking"),
                                    ("vacancy", "vacature"),
                                    ("candidate", "kandidaat"),
                                    ("carving", "functiecreatie of jobcarving"),
                                    ("subsidy", "subsidie en regelingen"),
                                    ("after-care", "nazorg"),
                                    ("learning", "leren op de werkplek"),
                                    ("social-return", "social return"),
                                    ("other", "anders"),
                                ],
                                db_index=False,
                                verbose_name="waarover",
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="wat is besproken")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="volgend contact")),
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
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.contactperson",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="placement.employercontact",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EmployerEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                        (
                            "kind",
                            models.SlugField(
                                choices=[
                                    ("employer", "werkgever"),
                                    ("volunteer-desk", "vrijwilligersloket of organisatie met vrijwilligers"),
                                    ("day-activity", "dagbesteding"),
                                    ("learning-company", "leerwerkbedrijf"),
                                ],
                                db_index=False,
                                default="employer",
                                verbose_name="soort",
                            ),
                        ),
                        ("kvk", models.CharField(blank=True, max_length=8, verbose_name="KvK-nummer")),
                        ("sbi", models.CharField(blank=True, max_length=5, verbose_name="SBI-code")),
                        (
                            "sector",
                            models.SlugField(
                                blank=True,
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
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        ("size", models.PositiveIntegerField(blank=True, null=True, verbose_name="aantal werknemers")),
                        (
                            "trains",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="erkend leerbedrijf (SBB)",
                            ),
                        ),
                        ("checked", models.BooleanField(default=False)),
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
                            "keeper",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="vaste contactpersoon bij ons",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="placement.employer",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Mediation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("started_on", models.DateField()),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="waarom eindigt het")),
                        ("told_on", models.DateField(verbose_name="met de persoon besproken op")),
                        ("needs", models.CharField(blank=True, max_length=300, verbose_name="wat is er nog nodig")),
                        ("needs_on", models.DateField(blank=True, null=True, verbose_name="voor wanneer")),
                        (
                            "step_due",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.comparison.Coalesce(
                                    models.F("needs_on"), models.Value(datetime.date(9999, 12, 31))
                                ),
                                output_field=models.DateField(),
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "by",
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
                                related_name="mediations",
                                to="clients.client",
                            ),
                        ),
                        (
                            "needs_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="wie doet dat",
                            ),
                        ),
                        (
                            "card",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="mediation",
                                to="placement.workcard",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=["chain", "step_due", "id"],
                                name="mediation_last_step",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=("client",),
                                name="one_open_mediation",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="mediation_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CardRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=8)),
                        ("why", models.CharField(max_length=300, verbose_name="waarom deze kaart")),
                        ("asked_on", models.DateField()),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("asked", "gevraagd"),
                                    ("accepted", "akkoord"),
                                    ("declined", "afgewezen"),
                                    ("withdrawn", "ingetrokken"),
                                    ("ended", "afgelopen"),
                                ],
                                db_index=False,
                                default="asked",
                            ),
                        ),
                        ("answered_on", models.DateField(null=True)),
                        ("answer", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                        ("ended_on", models.DateField(null=True)),
                        ("end_reason", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "mediation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requests",
                                to="placement.mediation",
                            ),
                        ),
                        (
                            "vacancy",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="card_requests",
                                to="placement.vacancy",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "asked")),
                                fields=["chain", "asked_on", "id"],
                                name="card_request_open",
                            ),
                            models.Index(fields=["partner", "status", "-id"], name="card_request_of_partner"),
                            models.Index(fields=["chain", "-id"], name="card_request_latest"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ["asked", "accepted"])),
                                fields=("mediation", "partner"),
                                name="one_open_request_a_card",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Openness",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "groups",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="staat open voor"
                            ),
                        ),
                        (
                            "adaptations",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="kan aanpassen"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                        ("talked_on", models.DateField(verbose_name="laatst besproken op")),
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
                            "employer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="openness",
                                to="placement.employer",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "groups__contained_by",
                                        [
                                            "banenafspraak",
                                            "statushouder",
                                            "45plus",
                                            "alleenstaande-ouder",
                                            "vso-pro",
                                            "wajong",
                                            "long-on-benefit",
                                        ],
                                    )
                                ),
                                name="openness_groups",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "adaptations__contained_by",
                                        [
                                            "few-hours",
                                            "build-up",
                                            "fixed-hours",
                                            "school-hours",
                                            "slower-pace",
                                            "split-tasks",
                                            "own-guidance",
                                            "job-coach",
                                            "simple-dutch",
                                            "no-diploma",
                                            "quiet-place",
                                            "seated",
                                            "learning",
                                        ],
                                    )
                                ),
                                name="openness_adaptations",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpennessEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "groups",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="staat open voor"
                            ),
                        ),
                        (
                            "adaptations",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="kan aanpassen"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                        ("talked_on", models.DateField(verbose_name="laatst besproken op")),
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="placement.openness",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Placement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ref", models.CharField(max_length=60, null=True)),
                        (
                            "form_of_work",
                            models.SlugField(
                                choices=[
                                    ("regular", "regulier werk"),
                                    ("temporary-agency", "uitzendwerk"),
                                    ("wage-subsidy", "werk met loonkostensubsidie"),
                                    ("secondment", "detachering"),
                                    ("sheltered", "beschut werk"),
                                    ("participation-place", "participatieplaats"),
                                    ("retention-of-benefit", "werken met behoud van uitkering"),
                                    ("volunteering", "vrijwilligerswerk"),
                                    ("day-activity", "dagbesteding"),
                                ],
                                db_index=False,
                            ),
                        ),
                        ("job", models.CharField(blank=True, max_length=120, verbose_name="functie of taken")),
                        (
                            "contract",
                            models.CharField(
                                blank=True,
                                choices=[("B", "bepaalde tijd"), ("O", "onbepaalde tijd")],
                                max_length=1,
                                verbose_name="contract",
                            ),
                        ),
                        (
                            "wage",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="bruto uurloon"
                            ),
                        ),
                        (
                            "quick_start",
                            models.BooleanField(default=False, verbose_name="snelle start (Perspectief op Werk)"),
                        ),
                        ("learning", models.BooleanField(default=False, verbose_name="ook een leerplek")),
                        (
                            "end_reason",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("contract-ended", "contract liep af"),
                                    ("not-suitable", "paste niet"),
                                    ("own-choice", "eigen keuze"),
                                    ("illness", "ziekte"),
                                    ("other", "andere reden"),
                                ],
                                db_index=False,
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
                                related_name="placements",
                                to="clients.client",
                            ),
                        ),
                        (
                            "employed_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                                verbose_name="in dienst bij",
                            ),
                        ),
                        (
                            "employer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="placement.employer",
                            ),
                        ),
                        (
                            "step",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="placement", to="clients.step"
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
                        (
                            "vacancy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="placement.vacancy",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "ref"), name="placement_ref_once_in_chain")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Introduction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("why", models.CharField(max_length=500, verbose_name="waarom past dit")),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("proposed", "bedacht"),
                                    ("agreed", "persoon wil dit"),
                                    ("sent", "voorgesteld aan werkgever"),
                                    ("talk", "gesprek"),
                                    ("trial", "proefplaatsing"),
                                    ("offer", "aanbod"),
                                    ("placed", "geplaatst"),
                                    ("declined", "gaat niet door"),
                                ],
                                db_index=False,
                                default="proposed",
                            ),
                        ),
                        ("proposed_on", models.DateField()),
                        (
                            "agreed_on",
                            models.DateField(blank=True, null=True, verbose_name="besproken met de persoon op"),
                        ),
                        ("sent_on", models.DateField(blank=True, null=True)),
                        ("talk_on", models.DateField(blank=True, null=True, verbose_name="gesprek op")),
                        ("offered_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "declined_by",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("person", "de persoon"),
                                    ("employer", "de werkgever"),
                                    ("partner", "wij"),
                                    ("placed", "al geplaatst"),
                                    ("filled", "de plek is vervuld"),
                                ],
                                db_index=False,
                            ),
                        ),
                        (
                            "decline_reason",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("hours", "uren of werktijden"),
                                    ("travel", "reizen"),
                                    ("tasks", "het soort werk"),
                                    ("skills", "vaardigheden of ervaring"),
                                    ("language", "taal"),
                                    ("wage", "loon"),
                                    ("no-click", "geen klik"),
                                    ("withdrawn", "de plek is er niet meer"),
                                    ("other-work", "ander werk gevonden"),
                                    ("other", "anders"),
                                ],
                                db_index=False,
                            ),
                        ),
                        ("decline_text", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
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
                                related_name="introductions",
                                to="clients.client",
                            ),
                        ),
                        (
                            "employer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="introductions",
                                to="placement.employer",
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
                            "request",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="introductions",
                                to="placement.candidaterequest",
                            ),
                        ),
                        (
                            "trial",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="introduction",
                                to="clients.step",
                            ),
                        ),
                        (
                            "placement",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="introduction",
                                to="placement.placement",
                            ),
                        ),
                        (
                            "vacancy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="introductions",
                                to="placement.vacancy",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("status__in", ("proposed", "agreed", "sent", "talk", "trial", "offer"))
                                ),
                                fields=["chain", "partner"],
                                name="introduction_open",
                            ),
                            models.Index(
                                condition=models.Q(("ended_on__isnull", False)),
                                fields=["chain", "partner", "-ended_on", "-id"],
                                name="introduction_ended",
                            ),
                            models.Index(fields=["client", "-proposed_on"], name="introduction_latest"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("status__in", ("proposed", "agreed", "sent", "talk", "trial", "offer"))
                                ),
                                fields=("client", "vacancy"),
                                name="one_open_introduction_a_vacancy",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "declined"), _negated=True),
                                    models.Q(
                                        models.Q(("declined_by", ""), _negated=True),
                                        models.Q(("decline_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="introduction_declined_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoachingEvent",
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
                                    ("in-kind", "jobcoach van de gemeente of partner"),
                                    ("subsidy", "subsidie voor een jobcoach"),
                                    ("internal", "interne werkbegeleider"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        ("coach", models.CharField(max_length=120, verbose_name="wie")),
                        ("hours", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="toegekende uren")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(verbose_name="tot en met")),
                        ("decided_on", models.DateField(verbose_name="besloten op")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
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
                                to="placement.coaching",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.placement",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BenefitProposalEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "effect",
                            models.SlugField(
                                choices=[("none", "geen gevolg"), ("partial", "gedeeltelijk"), ("full", "geheel")],
                                db_index=False,
                                verbose_name="gevolg voor de uitkering",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="vanaf")),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("proposed", "voorgesteld"),
                                    ("confirmed", "bevestigd"),
                                    ("declined", "afgewezen"),
                                ],
                                db_index=False,
                                default="proposed",
                            ),
                        ),
                        ("proposed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("decided_on", models.DateField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="placement.benefitproposal",
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
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.placement",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlacementCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="datum")),
                        ("working", models.BooleanField(verbose_name="werkt er nog")),
                        (
                            "how",
                            models.SlugField(
                                blank=True,
                                choices=[("well", "goed"), ("so-so", "matig"), ("badly", "slecht")],
                                db_index=False,
                                verbose_name="hoe gaat het",
                            ),
                        ),
                        (
                            "with_employer",
                            models.BooleanField(default=False, verbose_name="ook met de werkgever gesproken"),
                        ),
                        (
                            "signals",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="wat valt op"
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="toelichting")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="volgend gesprek")),
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
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="placement.placement",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["placement", "-on"], name="placement_check_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "signals__contained_by",
                                        [
                                            "late",
                                            "absent",
                                            "pace",
                                            "atmosphere",
                                            "hours",
                                            "travel",
                                            "home",
                                            "guidance",
                                            "contract",
                                        ],
                                    )
                                ),
                                name="check_signals",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlacementCheckEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("on", models.DateField(verbose_name="datum")),
                        ("working", models.BooleanField(verbose_name="werkt er nog")),
                        (
                            "how",
                            models.SlugField(
                                blank=True,
                                choices=[("well", "goed"), ("so-so", "matig"), ("badly", "slecht")],
                                db_index=False,
                                verbose_name="hoe gaat het",
                            ),
                        ),
                        (
                            "with_employer",
                            models.BooleanField(default=False, verbose_name="ook met de werkgever gesproken"),
                        ),
                        (
                            "signals",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="wat valt op"
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="toelichting")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="volgend gesprek")),
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
                                to="placement.placementcheck",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.placement",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Project",
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
                                blank=True,
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
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="wat is het")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
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
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "name"), name="project_once_in_chain"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="project_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CohortEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=80, verbose_name="naam")),
                        ("started_on", models.DateField(verbose_name="begint op")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="eindigt op")),
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
                                to="placement.cohort",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.project",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ProjectEmployer",
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
                                related_name="projects",
                                to="placement.employer",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="employers",
                                to="placement.project",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("project", "employer"), name="project_employer_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProjectEmployerEvent",
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="placement.projectemployer",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.project",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ProjectEvent",
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
                                blank=True,
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
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="wat is het")),
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
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="placement.project",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Requirement",
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
                                    ("occupation", "beroep"),
                                    ("level", "werk- en denkniveau"),
                                    ("education", "opleiding"),
                                    ("experience", "werkervaring"),
                                    ("competence", "vaardigheid"),
                                    ("language", "taal"),
                                    ("licence", "rijbewijs"),
                                    ("certificate", "certificaat"),
                                    ("hours", "uren per week"),
                                    ("shifts", "werktijden"),
                                    ("start", "begindatum"),
                                    ("reach", "bereikbaar"),
                                    ("contract", "soort contract"),
                                    ("agreement", "vorm van werk"),
                                ],
                                db_index=False,
                            ),
                        ),
                        ("value", models.CharField(blank=True, max_length=40)),
                        ("amount", models.SmallIntegerField(blank=True, null=True)),
                        ("must", models.BooleanField(default=False, verbose_name="moet")),
                        ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="gewicht")),
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
                            "vacancy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requirements",
                                to="placement.vacancy",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("vacancy", "kind", "value"), name="requirement_once"),
                            models.CheckConstraint(
                                condition=models.Q(("weight__range", (1, 5))), name="requirement_weight"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SentCard",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("fields", django.contrib.postgres.fields.ArrayField(base_field=models.SlugField())),
                        ("content", models.JSONField()),
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
                            "introduction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="cards",
                                to="placement.introduction",
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
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="placement.contactperson",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="SentCardEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("fields", django.contrib.postgres.fields.ArrayField(base_field=models.SlugField())),
                        ("content", models.JSONField()),
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
                            "introduction",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.introduction",
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
                            "person",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.contactperson",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="placement.sentcard",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Site",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="vestiging")),
                        ("kvk_site", models.CharField(blank=True, max_length=12, verbose_name="vestigingsnummer")),
                        ("street", models.CharField(blank=True, max_length=120, verbose_name="straat en nummer")),
                        ("postcode", models.CharField(blank=True, max_length=7, verbose_name="postcode")),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                        (
                            "without_car",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="te bereiken zonder auto",
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="gesloten op")),
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sites",
                                to="placement.employer",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "abstract": False,
                        "constraints": [models.UniqueConstraint(fields=("employer", "name"), name="site_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ContactPersonEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        ("job", models.CharField(blank=True, max_length=120, verbose_name="functie")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="telefoon")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("keep_until", models.DateField()),
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
                                to="placement.contactperson",
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
                    name="SiteEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120, verbose_name="vestiging")),
                        ("kvk_site", models.CharField(blank=True, max_length=12, verbose_name="vestigingsnummer")),
                        ("street", models.CharField(blank=True, max_length=120, verbose_name="straat en nummer")),
                        ("postcode", models.CharField(blank=True, max_length=7, verbose_name="postcode")),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                        (
                            "without_car",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="te bereiken zonder auto",
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="gesloten op")),
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
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.employer",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="placement.site",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Vacancy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ref", models.CharField(max_length=60, null=True)),
                        (
                            "kind",
                            models.SlugField(
                                choices=[
                                    ("regular", "gewone vacature"),
                                    ("apprenticeship", "leerbaan"),
                                    ("carved", "taken afgesplitst (jobcarving)"),
                                    ("created", "nieuw gemaakte functie (functiecreatie)"),
                                    ("project", "plek in een project"),
                                    ("volunteering", "vrijwilligerswerk"),
                                    ("work-experience", "werkervaringsplek"),
                                ],
                                db_index=False,
                                default="regular",
                                verbose_name="wat voor plek",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="functie")),
                        ("tasks", models.TextField(blank=True, max_length=2000, verbose_name="taken")),
                        ("carved_from", models.CharField(blank=True, max_length=200, verbose_name="afgesplitst van")),
                        ("positions", models.PositiveSmallIntegerField(default=1, verbose_name="aantal plekken")),
                        ("taken", models.PositiveSmallIntegerField(default=0)),
                        (
                            "hours_min",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="minste uren per week"
                            ),
                        ),
                        (
                            "hours_max",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="meeste uren per week"
                            ),
                        ),
                        (
                            "shifts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="werktijden"
                            ),
                        ),
                        (
                            "contract",
                            models.CharField(
                                blank=True,
                                choices=[("B", "bepaalde tijd"), ("O", "onbepaalde tijd")],
                                max_length=1,
                                verbose_name="contract",
                            ),
                        ),
                        (
                            "agreement",
                            models.CharField(
                                choices=[
                                    ("01", "regulier werk"),
                                    ("02", "leerbaan"),
                                    ("03", "vrijwilligerswerk"),
                                    ("04", "werkervaringsplaats"),
                                ],
                                default="01",
                                max_length=2,
                                verbose_name="vorm van werk",
                            ),
                        ),
                        ("wage", models.CharField(blank=True, max_length=120, verbose_name="loon")),
                        ("postcode", models.CharField(blank=True, max_length=7, verbose_name="postcode")),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                        (
                            "without_car",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="te bereiken zonder auto",
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="begint op")),
                        ("closes_on", models.DateField(blank=True, null=True, verbose_name="reageren tot en met")),
                        (
                            "until",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.comparison.Coalesce(
                                    models.F("closes_on"), models.Value(datetime.date(9999, 12, 31))
                                ),
                                output_field=models.DateField(),
                            ),
                        ),
                        (
                            "status",
                            models.SlugField(
                                choices=[("open", "open"), ("paused", "even niet"), ("closed", "gesloten")],
                                db_index=False,
                                default="open",
                            ),
                        ),
                        ("closed_why", models.CharField(blank=True, max_length=200, verbose_name="waarom gesloten")),
                        ("opened_on", models.DateField()),
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
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.chain",
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vacancies",
                                to="placement.cohort",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="placement.contactperson",
                            ),
                        ),
                        (
                            "employer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vacancies",
                                to="placement.employer",
                            ),
                        ),
                        (
                            "occupation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="diagnosis.occupation",
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
                        "indexes": [
                            models.Index(fields=["chain", "-opened_on", "-id"], name="vacancy_latest"),
                            models.Index(fields=["chain", "until", "id"], name="vacancy_closing"),
                            models.Index(
                                condition=models.Q(("status", "open")),
                                fields=["author", "until"],
                                name="vacancy_open_of_author",
                            ),
                            models.Index(
                                condition=models.Q(("status", "open")),
                                fields=["chain", "occupation"],
                                name="vacancy_open_occupation",
                            ),
                            models.Index(
                                condition=models.Q(("taken__gt", 0)),
                                fields=["chain", "occupation"],
                                name="vacancy_taken_occupation",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "ref"), name="vacancy_ref_once_in_chain"),
                            models.CheckConstraint(condition=models.Q(("positions__gte", 1)), name="vacancy_positions"),
                            models.CheckConstraint(
                                condition=models.Q(("taken__lte", models.F("positions"))),
                                name="vacancy_not_more_than_its_positions",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours_min__isnull", True),
                                    ("hours_max__isnull", True),
                                    ("hours_min__lte", models.F("hours_max")),
                                    _connector="OR",
                                ),
                                name="vacancy_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("shifts__contained_by", ["day", "evening", "night", "weekend"])),
                                name="vacancy_shifts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "carved"), _negated=True),
                                    models.Q(("carved_from", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="vacancy_carved_from_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RequirementEvent",
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
                                    ("occupation", "beroep"),
                                    ("level", "werk- en denkniveau"),
                                    ("education", "opleiding"),
                                    ("experience", "werkervaring"),
                                    ("competence", "vaardigheid"),
                                    ("language", "taal"),
                                    ("licence", "rijbewijs"),
                                    ("certificate", "certificaat"),
                                    ("hours", "uren per week"),
                                    ("shifts", "werktijden"),
                                    ("start", "begindatum"),
                                    ("reach", "bereikbaar"),
                                    ("contract", "soort contract"),
                                    ("agreement", "vorm van werk"),
                                ],
                                db_index=False,
                            ),
                        ),
                        ("value", models.CharField(blank=True, max_length=40)),
                        ("amount", models.SmallIntegerField(blank=True, null=True)),
                        ("must", models.BooleanField(default=False, verbose_name="moet")),
                        ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="gewicht")),
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
                                to="placement.requirement",
                            ),
                        ),
                        (
                            "vacancy",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.vacancy",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlacementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("ref", models.CharField(max_length=60, null=True)),
                        (
                            "form_of_work",
                            models.SlugField(
                                choices=[
                                    ("regular", "regulier werk"),
                                    ("temporary-agency", "uitzendwerk"),
                                    ("wage-subsidy", "werk met loonkostensubsidie"),
                                    ("secondment", "detachering"),
                                    ("sheltered", "beschut werk"),
                                    ("participation-place", "participatieplaats"),
                                    ("retention-of-benefit", "werken met behoud van uitkering"),
                                    ("volunteering", "vrijwilligerswerk"),
                                    ("day-activity", "dagbesteding"),
                                ],
                                db_index=False,
                            ),
                        ),
                        ("job", models.CharField(blank=True, max_length=120, verbose_name="functie of taken")),
                        (
                            "contract",
                            models.CharField(
                                blank=True,
                                choices=[("B", "bepaalde tijd"), ("O", "onbepaalde tijd")],
                                max_length=1,
                                verbose_name="contract",
                            ),
                        ),
                        (
                            "wage",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="bruto uurloon"
                            ),
                        ),
                        (
                            "quick_start",
                            models.BooleanField(default=False, verbose_name="snelle start (Perspectief op Werk)"),
                        ),
                        ("learning", models.BooleanField(default=False, verbose_name="ook een leerplek")),
                        (
                            "end_reason",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("contract-ended", "contract liep af"),
                                    ("not-suitable", "paste niet"),
                                    ("own-choice", "eigen keuze"),
                                    ("illness", "ziekte"),
                                    ("other", "andere reden"),
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
                            "employed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="chain.partner",
                                verbose_name="in dienst bij",
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
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="placement.placement",
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
                        (
                            "vacancy",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.vacancy",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="IntroductionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("why", models.CharField(max_length=500, verbose_name="waarom past dit")),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("proposed", "bedacht"),
                                    ("agreed", "persoon wil dit"),
                                    ("sent", "voorgesteld aan werkgever"),
                                    ("talk", "gesprek"),
                                    ("trial", "proefplaatsing"),
                                    ("offer", "aanbod"),
                                    ("placed", "geplaatst"),
                                    ("declined", "gaat niet door"),
                                ],
                                db_index=False,
                                default="proposed",
                            ),
                        ),
                        ("proposed_on", models.DateField()),
                        (
                            "agreed_on",
                            models.DateField(blank=True, null=True, verbose_name="besproken met de persoon op"),
                        ),
                        ("sent_on", models.DateField(blank=True, null=True)),
                        ("talk_on", models.DateField(blank=True, null=True, verbose_name="gesprek op")),
                        ("offered_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "declined_by",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("person", "de persoon"),
                                    ("employer", "de werkgever"),
                                    ("partner", "wij"),
                                    ("placed", "al geplaatst"),
                                    ("filled", "de plek is vervuld"),
                                ],
                                db_index=False,
                            ),
                        ),
                        (
                            "decline_reason",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("hours", "uren of werktijden"),
                                    ("travel", "reizen"),
                                    ("tasks", "het soort werk"),
                                    ("skills", "vaardigheden of ervaring"),
                                    ("language", "taal"),
                                    ("wage", "loon"),
                                    ("no-click", "geen klik"),
                                    ("withdrawn", "de plek is er niet meer"),
                                    ("other-work", "ander werk gevonden"),
                                    ("other", "anders"),
                                ],
                                db_index=False,
                            ),
                        ),
                        ("decline_text", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
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
                                to="placement.introduction",
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
                                to="placement.candidaterequest",
                            ),
                        ),
                        (
                            "trial",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clients.step",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.placement",
                            ),
                        ),
                        (
                            "vacancy",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.vacancy",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CardRequestEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=8)),
                        ("why", models.CharField(max_length=300, verbose_name="waarom deze kaart")),
                        ("asked_on", models.DateField()),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("asked", "gevraagd"),
                                    ("accepted", "akkoord"),
                                    ("declined", "afgewezen"),
                                    ("withdrawn", "ingetrokken"),
                                    ("ended", "afgelopen"),
                                ],
                                db_index=False,
                                default="asked",
                            ),
                        ),
                        ("answered_on", models.DateField(null=True)),
                        ("answer", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                        ("ended_on", models.DateField(null=True)),
                        ("end_reason", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "answered_by",
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
                                to="placement.cardrequest",
                            ),
                        ),
                        (
                            "mediation",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.mediation",
                            ),
                        ),
                        (
                            "vacancy",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.vacancy",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CandidateRequestEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.PositiveSmallIntegerField(default=3, verbose_name="hoeveel kandidaten")),
                        ("needed_on", models.DateField(verbose_name="uiterlijk op")),
                        (
                            "text",
                            models.CharField(blank=True, max_length=500, verbose_name="waar moet iemand aan voldoen"),
                        ),
                        ("asked_on", models.DateField()),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("open", "gevraagd"),
                                    ("met", "genoeg kandidaten"),
                                    ("declined", "lukt niet"),
                                    ("withdrawn", "niet meer nodig"),
                                ],
                                db_index=False,
                                default="open",
                            ),
                        ),
                        ("answer", models.CharField(blank=True, max_length=300, verbose_name="antwoord")),
                        ("closed_on", models.DateField(null=True)),
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="placement.candidaterequest",
                            ),
                        ),
                        (
                            "vacancy",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.vacancy",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="VacancyEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("ref", models.CharField(max_length=60, null=True)),
                        (
                            "kind",
                            models.SlugField(
                                choices=[
                                    ("regular", "gewone vacature"),
                                    ("apprenticeship", "leerbaan"),
                                    ("carved", "taken afgesplitst (jobcarving)"),
                                    ("created", "nieuw gemaakte functie (functiecreatie)"),
                                    ("project", "plek in een project"),
                                    ("volunteering", "vrijwilligerswerk"),
                                    ("work-experience", "werkervaringsplek"),
                                ],
                                db_index=False,
                                default="regular",
                                verbose_name="wat voor plek",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="functie")),
                        ("tasks", models.TextField(blank=True, max_length=2000, verbose_name="taken")),
                        ("carved_from", models.CharField(blank=True, max_length=200, verbose_name="afgesplitst van")),
                        ("positions", models.PositiveSmallIntegerField(default=1, verbose_name="aantal plekken")),
                        ("taken", models.PositiveSmallIntegerField(default=0)),
                        (
                            "hours_min",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="minste uren per week"
                            ),
                        ),
                        (
                            "hours_max",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="meeste uren per week"
                            ),
                        ),
                        (
                            "shifts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="werktijden"
                            ),
                        ),
                        (
                            "contract",
                            models.CharField(
                                blank=True,
                                choices=[("B", "bepaalde tijd"), ("O", "onbepaalde tijd")],
                                max_length=1,
                                verbose_name="contract",
                            ),
                        ),
                        (
                            "agreement",
                            models.CharField(
                                choices=[
                                    ("01", "regulier werk"),
                                    ("02", "leerbaan"),
                                    ("03", "vrijwilligerswerk"),
                                    ("04", "werkervaringsplaats"),
                                ],
                                default="01",
                                max_length=2,
                                verbose_name="vorm van werk",
                            ),
                        ),
                        ("wage", models.CharField(blank=True, max_length=120, verbose_name="loon")),
                        ("postcode", models.CharField(blank=True, max_length=7, verbose_name="postcode")),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                        (
                            "without_car",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="te bereiken zonder auto",
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="begint op")),
                        ("closes_on", models.DateField(blank=True, null=True, verbose_name="reageren tot en met")),
                        (
                            "status",
                            models.SlugField(
                                choices=[("open", "open"), ("paused", "even niet"), ("closed", "gesloten")],
                                db_index=False,
                                default="open",
                            ),
                        ),
                        ("closed_why", models.CharField(blank=True, max_length=200, verbose_name="waarom gesloten")),
                        ("opened_on", models.DateField()),
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
                            "cohort",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.cohort",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.contactperson",
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
                            "occupation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="diagnosis.occupation",
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
                                to="placement.vacancy",
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
                    name="VacancyWord",
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
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.chain",
                            ),
                        ),
                        (
                            "vacancy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="placement.vacancy"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["chain", "word"], name="vacancy_word_prefix")],
                    },
                ),
                migrations.CreateModel(
                    name="WageSubsidy",
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
                                    ("regular", "loonkostensubsidie"),
                                    ("flat-rate", "forfaitaire loonkostensubsidie"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "asked_by",
                            models.SlugField(
                                choices=[
                                    ("employer", "de werkgever"),
                                    ("person", "de persoon"),
                                    ("municipality", "de gemeente zelf"),
                                ],
                                db_index=False,
                                verbose_name="wie vraagt het aan",
                            ),
                        ),
                        ("requested_on", models.DateField(verbose_name="aangevraagd op")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("hours", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="uren per week")),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("requested", "aangevraagd"),
                                    ("granted", "toegekend"),
                                    ("refused", "afgewezen"),
                                    ("ended", "beëindigd"),
                                ],
                                db_index=False,
                                default="requested",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                        ("monthly", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                        ("with_charges", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                related_name="wage_subsidies",
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
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="subsidies",
                                to="placement.placement",
                            ),
                        ),
                        (
                            "wage_value",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subsidies",
                                to="placement.wagevalue",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "requested")),
                                fields=["chain", "requested_on", "id"],
                                name="subsidy_to_decide",
                            ),
                            models.Index(
                                condition=models.Q(("status", "granted")),
                                fields=["chain", "-started_on", "-id"],
                                name="subsidy_running",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="subsidy_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "granted"), _negated=True),
                                    models.Q(("decided_on__isnull", False), ("monthly__isnull", False)),
                                    _connector="OR",
                                ),
                                name="subsidy_granted_with_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "flat-rate"), ("status", "granted"), _negated=True),
                                    ("ended_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="flat_rate_has_an_end",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ["requested", "granted"])),
                                fields=("placement", "kind"),
                                name="one_subsidy_of_a_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WageTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="taak")),
                        ("share", models.PositiveSmallIntegerField(verbose_name="deel van het werk")),
                        ("pace", models.PositiveSmallIntegerField(verbose_name="tempo")),
                        ("quality", models.PositiveSmallIntegerField(verbose_name="kwaliteit")),
                        ("deployment", models.PositiveSmallIntegerField(verbose_name="inzetbaarheid")),
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
                            "wage_value",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tasks",
                                to="placement.wagevalue",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("deployment__lte", 100),
                                    ("pace__lte", 100),
                                    ("quality__lte", 100),
                                    ("share__range", (1, 100)),
                                ),
                                name="wage_task_percents",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WageValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="gemeten op")),
                        ("expert", models.CharField(max_length=120, verbose_name="loonwaardedeskundige")),
                        ("reference_job", models.CharField(max_length=120, verbose_name="normfunctie")),
                        (
                            "employer_agrees",
                            models.BooleanField(default=False, verbose_name="besproken met de werkgever"),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                        ("percent", models.PositiveSmallIntegerField(null=True)),
                        ("settled_on", models.DateField(null=True)),
                        ("again_on", models.DateField(blank=True, null=True, verbose_name="opnieuw meten op")),
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
                                related_name="wage_values",
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
                            "placement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wage_values",
                                to="placement.placement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("percent__isnull", True), ("settled_on__isnull", True)),
                                    models.Q(("percent__lte", 100), ("settled_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="wage_value_settled",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WageTaskEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120, verbose_name="taak")),
                        ("share", models.PositiveSmallIntegerField(verbose_name="deel van het werk")),
                        ("pace", models.PositiveSmallIntegerField(verbose_name="tempo")),
                        ("quality", models.PositiveSmallIntegerField(verbose_name="kwaliteit")),
                        ("deployment", models.PositiveSmallIntegerField(verbose_name="inzetbaarheid")),
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
                                to="placement.wagetask",
                            ),
                        ),
                        (
                            "wage_value",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.wagevalue",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WageSubsidyEvent",
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
                                    ("regular", "loonkostensubsidie"),
                                    ("flat-rate", "forfaitaire loonkostensubsidie"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "asked_by",
                            models.SlugField(
                                choices=[
                                    ("employer", "de werkgever"),
                                    ("person", "de persoon"),
                                    ("municipality", "de gemeente zelf"),
                                ],
                                db_index=False,
                                verbose_name="wie vraagt het aan",
                            ),
                        ),
                        ("requested_on", models.DateField(verbose_name="aangevraagd op")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("hours", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="uren per week")),
                        (
                            "status",
                            models.SlugField(
                                choices=[
                                    ("requested", "aangevraagd"),
                                    ("granted", "toegekend"),
                                    ("refused", "afgewezen"),
                                    ("ended", "beëindigd"),
                                ],
                                db_index=False,
                                default="requested",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                        ("monthly", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                        ("with_charges", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                to="placement.wagesubsidy",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.placement",
                            ),
                        ),
                        (
                            "wage_value",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.wagevalue",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WageValueEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("on", models.DateField(verbose_name="gemeten op")),
                        ("expert", models.CharField(max_length=120, verbose_name="loonwaardedeskundige")),
                        ("reference_job", models.CharField(max_length=120, verbose_name="normfunctie")),
                        (
                            "employer_agrees",
                            models.BooleanField(default=False, verbose_name="besproken met de werkgever"),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                        ("percent", models.PositiveSmallIntegerField(null=True)),
                        ("settled_on", models.DateField(null=True)),
                        ("again_on", models.DateField(blank=True, null=True, verbose_name="opnieuw meten op")),
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
                                to="placement.wagevalue",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.placement",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WorkCard",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=8)),
                        ("region", models.CharField(blank=True, max_length=2)),
                        (
                            "occupations",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list
                            ),
                        ),
                        (
                            "groups",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3), default=list
                            ),
                        ),
                        (
                            "sectors",
                            django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), default=list),
                        ),
                        ("level", models.PositiveSmallIntegerField(default=0)),
                        ("education", models.PositiveSmallIntegerField(default=0)),
                        ("experience", models.JSONField(default=dict)),
                        ("competences", models.JSONField(default=dict)),
                        ("languages", models.JSONField(default=dict)),
                        (
                            "licences",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3), default=list
                            ),
                        ),
                        (
                            "certificates",
                            django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), default=list),
                        ),
                        (
                            "transport",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=1), default=list
                            ),
                        ),
                        ("hours_min", models.PositiveSmallIntegerField(null=True)),
                        ("hours_max", models.PositiveSmallIntegerField(null=True)),
                        ("office_hours", models.CharField(default="0", max_length=1)),
                        ("irregular", models.CharField(default="0", max_length=1)),
                        ("available_from", models.DateField(null=True)),
                        (
                            "contracts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=1), default=list
                            ),
                        ),
                        (
                            "agreements",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2), default=list
                            ),
                        ),
                        ("guidance", models.BooleanField(default=False)),
                        ("changed_on", models.DateField()),
                        (
                            "chain",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.chain",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "code"), name="work_card_code_once_in_chain")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MediationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("started_on", models.DateField()),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="waarom eindigt het")),
                        ("told_on", models.DateField(verbose_name="met de persoon besproken op")),
                        ("needs", models.CharField(blank=True, max_length=300, verbose_name="wat is er nog nodig")),
                        ("needs_on", models.DateField(blank=True, null=True, verbose_name="voor wanneer")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "by",
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
                            "needs_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="wie doet dat",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="placement.mediation",
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placement.workcard",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CardOccupation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("group", models.CharField(blank=True, max_length=3)),
                        ("sector", models.SlugField(blank=True, db_index=False)),
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
                            "occupation",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="diagnosis.occupation",
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wanted",
                                to="placement.workcard",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["chain", "sector", "card"], name="card_occupation_sector"),
                            models.Index(fields=["chain", "group", "card"], name="card_occupation_group"),
                        ],
                    },
                ),
            ],
        ),
    ]
