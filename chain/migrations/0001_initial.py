"""The tables; their triggers, policies and grants are laid after migrating (chain/management/commands/migrate.py)."""

import chain.days
import chain.migration_steps
import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
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
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        chain.migration_steps.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="Chain",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True)),
                        ("name", models.CharField(max_length=120)),
                    ],
                ),
                migrations.CreateModel(
                    name="Municipality",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=6, unique=True)),
                        ("name", models.CharField(max_length=80)),
                    ],
                    options={
                        "verbose_name_plural": "municipalities",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "username",
                            models.CharField(
                                error_messages={"unique": "A user with that username already exists."},
                                help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                                max_length=150,
                                unique=True,
                                validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                                verbose_name="username",
                            ),
                        ),
                        ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                        ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False,
                                help_text="Designates whether the user can log into this admin site.",
                                verbose_name="staff status",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                                verbose_name="active",
                            ),
                        ),
                        (
                            "date_joined",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        (
                            "digest",
                            models.BooleanField(
                                db_default=True, default=True, verbose_name="elke werkdag een overzicht per e-mail"
                            ),
                        ),
                        ("start_password", models.BooleanField(db_default=False, default=False)),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "user",
                        "verbose_name_plural": "users",
                        "abstract": False,
                    },
                    managers=[
                        ("objects", django.contrib.auth.models.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name="ApiClient",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("application_id", models.BigIntegerField(unique=True)),
                        ("name", models.CharField(max_length=80, verbose_name="naam van de koppeling")),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), default=list
                            ),
                        ),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "made_by",
                            models.ForeignKey(
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
                            "membership",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="api_client",
                                to="chain.membership",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ChainMunicipality",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="served", to="chain.chain"
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.municipality"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "municipality"), name="municipality_once_in_chain")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("discovered_at", models.DateTimeField(verbose_name="ontdekt op")),
                        ("happened_on", models.DateField(blank=True, null=True, verbose_name="gebeurd op")),
                        ("what", models.TextField(max_length=4000, verbose_name="wat er gebeurde")),
                        (
                            "whose",
                            models.TextField(blank=True, max_length=1000, verbose_name="om wier gegevens het gaat"),
                        ),
                        ("people", models.PositiveIntegerField(blank=True, null=True, verbose_name="hoeveel mensen")),
                        ("kinds", models.TextField(blank=True, max_length=1000, verbose_name="welke gegevens")),
                        (
                            "consequences",
                            models.TextField(blank=True, max_length=2000, verbose_name="mogelijke gevolgen"),
                        ),
                        ("measures", models.TextField(blank=True, max_length=4000, verbose_name="wat er is gedaan")),
                        (
                            "reported_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="gemeld bij de Autoriteit Persoonsgegevens"
                            ),
                        ),
                        (
                            "why_not_reported",
                            models.TextField(blank=True, max_length=1000, verbose_name="waarom niet gemeld"),
                        ),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="verteld aan de mensen zelf")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="afgehandeld op")),
                        ("version", models.PositiveIntegerField(default=1)),
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="IncidentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("discovered_at", models.DateTimeField(verbose_name="ontdekt op")),
                        ("happened_on", models.DateField(blank=True, null=True, verbose_name="gebeurd op")),
                        ("what", models.TextField(max_length=4000, verbose_name="wat er gebeurde")),
                        (
                            "whose",
                            models.TextField(blank=True, max_length=1000, verbose_name="om wier gegevens het gaat"),
                        ),
                        ("people", models.PositiveIntegerField(blank=True, null=True, verbose_name="hoeveel mensen")),
                        ("kinds", models.TextField(blank=True, max_length=1000, verbose_name="welke gegevens")),
                        (
                            "consequences",
                            models.TextField(blank=True, max_length=2000, verbose_name="mogelijke gevolgen"),
                        ),
                        ("measures", models.TextField(blank=True, max_length=4000, verbose_name="wat er is gedaan")),
                        (
                            "reported_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="gemeld bij de Autoriteit Persoonsgegevens"
                            ),
                        ),
                        (
                            "why_not_reported",
                            models.TextField(blank=True, max_length=1000, verbose_name="waarom niet gemeld"),
                        ),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="verteld aan de mensen zelf")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="afgehandeld op")),
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
                                to="chain.incident",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Instrument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField()),
                        ("name", models.CharField(max_length=120)),
                        ("purpose", models.TextField(blank=True)),
                        (
                            "phase",
                            models.SlugField(
                                choices=[
                                    ("diagnosis", "diagnose"),
                                    ("placement", "plaatsing"),
                                    ("development", "ontwikkeling"),
                                ]
                            ),
                        ),
                        (
                            "track",
                            models.SlugField(
                                blank=True,
                                choices=[("activation", "spoor 1: activering"), ("placement", "spoor 2: plaatsing")],
                            ),
                        ),
                        ("function", models.SlugField()),
                        ("activates", models.BooleanField(default=False)),
                        (
                            "form_of_work",
                            models.SlugField(
                                blank=True,
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
                            ),
                        ),
                        ("group", models.BooleanField(default=False)),
                        (
                            "weeks",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="gewone duur in weken"
                            ),
                        ),
                        (
                            "srg_code",
                            models.CharField(
                                blank=True, db_default="", max_length=2, verbose_name="soort voorziening (SRG)"
                            ),
                        ),
                        (
                            "norm_weeks",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="langer is te lang (weken)"
                            ),
                        ),
                        (
                            "hours_per_week",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="uur per week"),
                        ),
                        ("for_whom", models.CharField(blank=True, max_length=300, verbose_name="voor wie")),
                        ("conditions", models.TextField(blank=True, max_length=600, verbose_name="voorwaarden")),
                        (
                            "unit_cost",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="kosten in euro"
                            ),
                        ),
                        (
                            "cost_per",
                            models.SlugField(
                                blank=True,
                                choices=[("person", "per persoon"), ("week", "per week"), ("hour", "per uur")],
                                verbose_name="kosten per",
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="zoveel mensen tegelijk"
                            ),
                        ),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="wordt aangeboden vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="instruments",
                                to="chain.chain",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.partner",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["phase", "name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "code"), name="instrument_code_once_in_chain")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mandate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("function", models.SlugField()),
                        ("phase", models.SlugField(blank=True)),
                        ("started_on", models.DateField()),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("basis", models.TextField()),
                        ("source", models.TextField(blank=True)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="chain.chain"
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.municipality",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="chain.partner"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["partner", "function"], name="mandate_partner_function")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="mandate_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.SlugField(
                                choices=[
                                    ("consultant", "consulent"),
                                    ("lead_consultant", "senior consulent"),
                                    ("trainer", "trainer"),
                                    ("work_coach", "werkbegeleider"),
                                    ("employer_adviser", "adviseur werkgevers"),
                                    ("manager", "manager"),
                                    ("policy", "beleidsadviseur"),
                                    ("coordinator", "ketencoördinator"),
                                    ("alderman", "bestuurder"),
                                    ("privacy", "privacyfunctionaris"),
                                    ("archive", "archivaris"),
                                    ("admin", "beheerder"),
                                    ("system", "systeem"),
                                ]
                            ),
                        ),
                        ("job", models.SlugField(blank=True)),
                        ("by_claims", models.SlugField(blank=True, db_default="")),
                        ("started_on", models.DateField(default=chain.days.today)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("agreed_until", models.DateField(editable=False, null=True)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="chain.chain",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="chain.municipality",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="chain.partner",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("partner__isnull", True), ("role", "system")),
                                    models.Q(models.Q(("role", "system"), _negated=True), ("partner__isnull", False)),
                                    _connector="OR",
                                ),
                                name="membership_of_a_partner_or_system",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("municipality__isnull", False), ("role", "alderman")),
                                    models.Q(
                                        models.Q(("role", "alderman"), _negated=True), ("municipality__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="membership_of_a_municipality",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("job", ""), _negated=True),
                                fields=("chain", "job"),
                                name="one_membership_a_job",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApiClientEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("application_id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=80, verbose_name="naam van de koppeling")),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), default=list
                            ),
                        ),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "made_by",
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="chain.apiclient",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ChainMunicipalityEvent",
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="chain.chainmunicipality",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Once",
                    fields=[
                        ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                        ("led_to", models.CharField(blank=True, max_length=200)),
                        ("sent", models.CharField(blank=True, db_default="", max_length=64)),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
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
                    name="Outbox",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("topic", models.SlugField()),
                        ("payload", models.JSONField(default=dict)),
                        ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at__isnull", True)),
                                fields=["chain", "id"],
                                name="outbox_to_do",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Partner",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField()),
                        ("name", models.CharField(max_length=80)),
                        ("description", models.TextField(blank=True)),
                        ("colour", models.SlugField(default="system")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("succeeded_on", models.DateField(blank=True, null=True)),
                        ("address", models.TextField(blank=True, max_length=200, verbose_name="postadres")),
                        ("phone", models.CharField(blank=True, max_length=24, verbose_name="telefoon")),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="partners", to="chain.chain"
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="units",
                                to="chain.partner",
                            ),
                        ),
                        (
                            "succeeded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="chain.partner",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "code"), name="partner_code_once_in_chain")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MembershipEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "role",
                            models.SlugField(
                                choices=[
                                    ("consultant", "consulent"),
                                    ("lead_consultant", "senior consulent"),
                                    ("trainer", "trainer"),
                                    ("work_coach", "werkbegeleider"),
                                    ("employer_adviser", "adviseur werkgevers"),
                                    ("manager", "manager"),
                                    ("policy", "beleidsadviseur"),
                                    ("coordinator", "ketencoördinator"),
                                    ("alderman", "bestuurder"),
                                    ("privacy", "privacyfunctionaris"),
                                    ("archive", "archivaris"),
                                    ("admin", "beheerder"),
                                    ("system", "systeem"),
                                ],
                                db_index=False,
                            ),
                        ),
                        ("job", models.SlugField(blank=True, db_index=False)),
                        ("by_claims", models.SlugField(blank=True, db_default="", db_index=False)),
                        ("started_on", models.DateField(default=chain.days.today)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("agreed_until", models.DateField(editable=False, null=True)),
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
                                to="chain.membership",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Mapping",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.SlugField()),
                        ("columns", models.JSONField(default=dict)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.partner"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("partner", "kind"), name="one_mapping_a_kind")],
                    },
                ),
                migrations.CreateModel(
                    name="MandateEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("function", models.SlugField(db_index=False)),
                        ("phase", models.SlugField(blank=True, db_index=False)),
                        ("started_on", models.DateField()),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("basis", models.TextField()),
                        ("source", models.TextField(blank=True)),
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
                                to="chain.mandate",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="InstrumentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("code", models.SlugField(db_index=False)),
                        ("name", models.CharField(max_length=120)),
                        ("purpose", models.TextField(blank=True)),
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
                        ("function", models.SlugField(db_index=False)),
                        ("activates", models.BooleanField(default=False)),
                        (
                            "form_of_work",
                            models.SlugField(
                                blank=True,
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
                        ("group", models.BooleanField(default=False)),
                        (
                            "weeks",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="gewone duur in weken"
                            ),
                        ),
                        (
                            "srg_code",
                            models.CharField(
                                blank=True, db_default="", max_length=2, verbose_name="soort voorziening (SRG)"
                            ),
                        ),
                        (
                            "norm_weeks",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="langer is te lang (weken)"
                            ),
                        ),
                        (
                            "hours_per_week",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="uur per week"),
                        ),
                        ("for_whom", models.CharField(blank=True, max_length=300, verbose_name="voor wie")),
                        ("conditions", models.TextField(blank=True, max_length=600, verbose_name="voorwaarden")),
                        (
                            "unit_cost",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="kosten in euro"
                            ),
                        ),
                        (
                            "cost_per",
                            models.SlugField(
                                blank=True,
                                choices=[("person", "per persoon"), ("week", "per week"), ("hour", "per uur")],
                                db_index=False,
                                verbose_name="kosten per",
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="zoveel mensen tegelijk"
                            ),
                        ),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="wordt aangeboden vanaf")),
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
                                to="chain.instrument",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PartnerAgreement",
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
                                    ("processing", "verwerkersovereenkomst"),
                                    ("cooperation", "samenwerkingsovereenkomst"),
                                    ("joint", "afspraken als gezamenlijk verantwoordelijken"),
                                ],
                                verbose_name="soort",
                            ),
                        ),
                        ("reference", models.CharField(max_length=80, verbose_name="kenmerk")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="toelichting")),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="chain.partner",
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
                                name="partner_agreement_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartnerAgreementEvent",
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
                                    ("processing", "verwerkersovereenkomst"),
                                    ("cooperation", "samenwerkingsovereenkomst"),
                                    ("joint", "afspraken als gezamenlijk verantwoordelijken"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        ("reference", models.CharField(max_length=80, verbose_name="kenmerk")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="toelichting")),
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
                                to="chain.partneragreement",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PartnerEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("code", models.SlugField(db_index=False)),
                        ("name", models.CharField(max_length=80)),
                        ("description", models.TextField(blank=True)),
                        ("colour", models.SlugField(db_index=False, default="system")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("succeeded_on", models.DateField(blank=True, null=True)),
                        ("address", models.TextField(blank=True, max_length=200, verbose_name="postadres")),
                        ("phone", models.CharField(blank=True, max_length=24, verbose_name="telefoon")),
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
                            "parent",
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
                                to="chain.partner",
                            ),
                        ),
                        (
                            "succeeded_by",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Upload",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.SlugField()),
                        ("name", models.CharField(max_length=120)),
                        ("cipher", models.BinaryField()),
                        ("mapping", models.JSONField(default=dict)),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
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
                    name="UserAct",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "act",
                            models.SlugField(
                                choices=[
                                    ("bound", "gekoppeld aan een aanmelddienst"),
                                    ("freed", "losgemaakt van een aanmelddienst"),
                                    ("factor", "tweede stap weggehaald"),
                                    ("password", "nieuw wachtwoord gemaakt"),
                                    ("sessions", "overal afgemeld"),
                                ],
                                verbose_name="handeling",
                            ),
                        ),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.membership"
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
                ),
                migrations.CreateModel(
                    name="Counter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("series", models.SlugField()),
                        ("next", models.PositiveBigIntegerField()),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "series"), name="counter_once_in_chain")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JobRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("job", models.SlugField()),
                        ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("outcome", models.CharField(blank=True, max_length=200)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.chain"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["chain", "job", "-started_at"], name="jobrun_latest")],
                    },
                ),
            ],
        ),
    ]
