"""The tables; their triggers, policies and grants are laid after migrating (chain/management/commands/migrate.py)."""

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
        migrations.CreateModel(
            name="BenefitProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        choices=[("proposed", "voorgesteld"), ("confirmed", "bevestigd"), ("declined", "afgewezen")],
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
            },
        ),
        migrations.CreateModel(
            name="Employer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                ("checked", models.BooleanField(default=False)),
                (
                    "chain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="employers", to="chain.chain"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("chain", "name"), name="employer_name_once_in_chain")],
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
                ("checked", models.BooleanField(default=False)),
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
                        to="placement.employer",
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("chain", "ref"), name="placement_ref_once_in_chain")],
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
                        choices=[("proposed", "voorgesteld"), ("confirmed", "bevestigd"), ("declined", "afgewezen")],
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
        migrations.AddField(
            model_name="benefitproposal",
            name="placement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="placement.placement"
            ),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="benefitproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "proposed")), fields=("placement",), name="one_open_proposal_a_placement"
            ),
        ),
    ]
