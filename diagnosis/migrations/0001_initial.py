"""The tables; their triggers, policies and grants are laid after migrating (chain/management/commands/migrate.py)."""

import chain.migration_steps
import clients.models.facts
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
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
                    name="Occupation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uri", models.CharField(max_length=200, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("isco", models.CharField(blank=True, db_index=True, max_length=4)),
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
                            ),
                        ),
                        (
                            "source",
                            models.SlugField(choices=[("own", "eigen lijst"), ("esco", "ESCO")], db_index=False),
                        ),
                        ("esco_uri", models.CharField(blank=True, max_length=200)),
                        ("competentnl_uri", models.CharField(blank=True, max_length=200)),
                        ("description", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Competence",
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
                                    ("appointments", "afspraken nakomen"),
                                    ("on-time", "op tijd komen"),
                                    ("instructions", "instructies volgen"),
                                    ("pace", "tempo houden"),
                                    ("accuracy", "nauwkeurig werken"),
                                    ("endurance", "volhouden"),
                                    ("independence", "zelfstandig werken"),
                                    ("together", "samenwerken"),
                                    ("asking-help", "hulp vragen"),
                                    ("feedback", "omgaan met kritiek"),
                                    ("pressure", "omgaan met druk"),
                                    ("change", "omgaan met verandering"),
                                    ("initiative", "initiatief nemen"),
                                    ("learning", "leren"),
                                    ("planning", "plannen en ordenen"),
                                    ("problem-solving", "problemen oplossen"),
                                    ("customers", "omgaan met klanten"),
                                    ("caring", "zorgen voor anderen"),
                                    ("speaking", "zich duidelijk uitdrukken"),
                                    ("reading-writing", "lezen en schrijven"),
                                    ("arithmetic", "rekenen"),
                                    ("digital", "werken met computer of telefoon"),
                                    ("manual", "werken met de handen"),
                                    ("strength", "zwaar werk doen"),
                                    ("machines", "werken met machines"),
                                    ("safety", "veilig werken"),
                                    ("hygiene", "schoon werken"),
                                    ("leading", "anderen begeleiden"),
                                ],
                                db_index=False,
                            ),
                        ),
                        (
                            "mastery",
                            models.CharField(
                                choices=[
                                    ("1", "goed"),
                                    ("2", "voldoende"),
                                    ("3", "onvoldoende"),
                                    ("4", "niet"),
                                    ("5", "nog te onderzoeken"),
                                    ("9", "niet van toepassing"),
                                ],
                                max_length=1,
                            ),
                        ),
                        ("evidence", models.CharField(blank=True, max_length=300, verbose_name="waaraan ziet u dat?")),
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
                                related_name="profile_%(class)ss",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [models.UniqueConstraint(fields=("client", "code"), name="competence_once")],
                    },
                ),
                migrations.CreateModel(
                    name="CompetenceEvent",
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
                                    ("appointments", "afspraken nakomen"),
                                    ("on-time", "op tijd komen"),
                                    ("instructions", "instructies volgen"),
                                    ("pace", "tempo houden"),
                                    ("accuracy", "nauwkeurig werken"),
                                    ("endurance", "volhouden"),
                                    ("independence", "zelfstandig werken"),
                                    ("together", "samenwerken"),
                                    ("asking-help", "hulp vragen"),
                                    ("feedback", "omgaan met kritiek"),
                                    ("pressure", "omgaan met druk"),
                                    ("change", "omgaan met verandering"),
                                    ("initiative", "initiatief nemen"),
                                    ("learning", "leren"),
                                    ("planning", "plannen en ordenen"),
                                    ("problem-solving", "problemen oplossen"),
                                    ("customers", "omgaan met klanten"),
                                    ("caring", "zorgen voor anderen"),
                                    ("speaking", "zich duidelijk uitdrukken"),
                                    ("reading-writing", "lezen en schrijven"),
                                    ("arithmetic", "rekenen"),
                                    ("digital", "werken met computer of telefoon"),
                                    ("manual", "werken met de handen"),
                                    ("strength", "zwaar werk doen"),
                                    ("machines", "werken met machines"),
                                    ("safety", "veilig werken"),
                                    ("hygiene", "schoon werken"),
                                    ("leading", "anderen begeleiden"),
                                ],
                                db_index=False,
                            ),
                        ),
                        (
                            "mastery",
                            models.CharField(
                                choices=[
                                    ("1", "goed"),
                                    ("2", "voldoende"),
                                    ("3", "onvoldoende"),
                                    ("4", "niet"),
                                    ("5", "nog te onderzoeken"),
                                    ("9", "niet van toepassing"),
                                ],
                                max_length=1,
                            ),
                        ),
                        ("evidence", models.CharField(blank=True, max_length=300, verbose_name="waaraan ziet u dat?")),
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
                                to="diagnosis.competence",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CompetenceSeen",
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
                                    ("appointments", "afspraken nakomen"),
                                    ("on-time", "op tijd komen"),
                                    ("instructions", "instructies volgen"),
                                    ("pace", "tempo houden"),
                                    ("accuracy", "nauwkeurig werken"),
                                    ("endurance", "volhouden"),
                                    ("independence", "zelfstandig werken"),
                                    ("together", "samenwerken"),
                                    ("asking-help", "hulp vragen"),
                                    ("feedback", "omgaan met kritiek"),
                                    ("pressure", "omgaan met druk"),
                                    ("change", "omgaan met verandering"),
                                    ("initiative", "initiatief nemen"),
                                    ("learning", "leren"),
                                    ("planning", "plannen en ordenen"),
                                    ("problem-solving", "problemen oplossen"),
                                    ("customers", "omgaan met klanten"),
                                    ("caring", "zorgen voor anderen"),
                                    ("speaking", "zich duidelijk uitdrukken"),
                                    ("reading-writing", "lezen en schrijven"),
                                    ("arithmetic", "rekenen"),
                                    ("digital", "werken met computer of telefoon"),
                                    ("manual", "werken met de handen"),
                                    ("strength", "zwaar werk doen"),
                                    ("machines", "werken met machines"),
                                    ("safety", "veilig werken"),
                                    ("hygiene", "schoon werken"),
                                    ("leading", "anderen begeleiden"),
                                ],
                                db_index=False,
                            ),
                        ),
                        (
                            "mastery",
                            models.CharField(
                                choices=[
                                    ("1", "goed"),
                                    ("2", "voldoende"),
                                    ("3", "onvoldoende"),
                                    ("4", "niet"),
                                    ("5", "nog te onderzoeken"),
                                    ("9", "niet van toepassing"),
                                ],
                                max_length=1,
                            ),
                        ),
                        ("evidence", models.CharField(blank=True, max_length=300)),
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
                            "diagnosis",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seen",
                                to="diagnosis.practicaldiagnosis",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("diagnosis", "code"), name="competence_seen_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Course",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="cursus of certificaat")),
                        ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="jaar")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="geldig tot en met")),
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
                                related_name="profile_%(class)ss",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CourseEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120, verbose_name="cursus of certificaat")),
                        ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="jaar")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="geldig tot en met")),
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
                                to="diagnosis.course",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DayObserved",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="dag")),
                        ("present", models.BooleanField(default=True, verbose_name="was er")),
                        ("text", models.TextField(blank=True, verbose_name="wat zag u?")),
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
                            "diagnosis",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="days",
                                to="diagnosis.practicaldiagnosis",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("diagnosis", "on", "author"), name="day_observed_once_by_each"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("present", False), models.Q(("text", ""), _negated=True), _connector="OR"
                                ),
                                name="day_observed_says_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Education",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="opleiding")),
                        (
                            "level",
                            models.CharField(
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
                        (
                            "diploma",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="diploma",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="jaar")),
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
                                related_name="profile_%(class)ss",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EducationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120, verbose_name="opleiding")),
                        (
                            "level",
                            models.CharField(
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
                        (
                            "diploma",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="diploma",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="jaar")),
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
                                to="diagnosis.education",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Exemption",
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
                                    ("temporary", "tijdelijk, om dringende redenen (artikel 9 lid 2)"),
                                    ("permanent", "volledig en duurzaam arbeidsongeschikt (artikel 9 lid 5)"),
                                    ("parent", "alleenstaande ouder met een kind tot 5 jaar (artikel 9a)"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "duties",
                            models.SlugField(
                                choices=[
                                    ("a", "werk zoeken en aannemen"),
                                    ("ac", "werk en tegenprestatie"),
                                    ("abc", "alle plichten"),
                                ],
                                db_index=False,
                                verbose_name="vrij van",
                            ),
                        ),
                        ("requested_on", models.DateField(verbose_name="gevraagd op")),
                        ("decided_on", models.DateField(verbose_name="besloten op")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        (
                            "child_born_on",
                            models.DateField(blank=True, null=True, verbose_name="geboortedatum van het kind"),
                        ),
                        (
                            "months_elsewhere",
                            models.PositiveSmallIntegerField(default=0, verbose_name="maanden in een andere gemeente"),
                        ),
                        ("planned_on", models.DateField(blank=True, null=True, verbose_name="plan gemaakt op")),
                        ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="laatst bekeken op")),
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
                                related_name="exemptions",
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
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="exemption_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "parent"), _negated=True),
                                    ("child_born_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="exemption_of_parent_with_child",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "temporary"), _negated=True),
                                    ("ended_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="temporary_exemption_ends",
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
                                name="one_exemption_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExemptionEvent",
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
                                    ("temporary", "tijdelijk, om dringende redenen (artikel 9 lid 2)"),
                                    ("permanent", "volledig en duurzaam arbeidsongeschikt (artikel 9 lid 5)"),
                                    ("parent", "alleenstaande ouder met een kind tot 5 jaar (artikel 9a)"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        (
                            "duties",
                            models.SlugField(
                                choices=[
                                    ("a", "werk zoeken en aannemen"),
                                    ("ac", "werk en tegenprestatie"),
                                    ("abc", "alle plichten"),
                                ],
                                db_index=False,
                                verbose_name="vrij van",
                            ),
                        ),
                        ("requested_on", models.DateField(verbose_name="gevraagd op")),
                        ("decided_on", models.DateField(verbose_name="besloten op")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        (
                            "child_born_on",
                            models.DateField(blank=True, null=True, verbose_name="geboortedatum van het kind"),
                        ),
                        (
                            "months_elsewhere",
                            models.PositiveSmallIntegerField(default=0, verbose_name="maanden in een andere gemeente"),
                        ),
                        ("planned_on", models.DateField(blank=True, null=True, verbose_name="plan gemaakt op")),
                        ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="laatst bekeken op")),
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
                                to="diagnosis.exemption",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Experience",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("job", models.CharField(max_length=120, verbose_name="wat voor werk")),
                        ("employer", models.CharField(blank=True, max_length=120, verbose_name="bij wie of waar")),
                        ("from_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="van")),
                        ("to_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tot")),
                        ("unpaid", models.BooleanField(default=False, verbose_name="onbetaald")),
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
                                related_name="profile_%(class)ss",
                                to="clients.client",
                            ),
                        ),
                        (
                            "occupation",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="diagnosis.occupation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("from_year__isnull", True),
                                    ("to_year__isnull", True),
                                    ("from_year__lte", models.F("to_year")),
                                    _connector="OR",
                                ),
                                name="experience_years",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
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
                                    ("test", "test"),
                                    ("medical", "medisch advies"),
                                    ("occupational", "arbeidskundig advies"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        ("given_by", models.CharField(max_length=120, verbose_name="van wie")),
                        ("on", models.DateField(verbose_name="datum")),
                        ("conclusion", models.TextField(verbose_name="conclusie in termen van werk")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="geldig tot en met")),
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
                                related_name="findings",
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
                            "diagnosis",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="findings",
                                to="diagnosis.practicaldiagnosis",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Indication",
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
                                    ("target-group", "doelgroepregister (banenafspraak)"),
                                    ("sheltered-work", "advies beschut werk"),
                                    ("limited-hours", "medisch urenbeperkt"),
                                    ("wage-subsidy", "doelgroep loonkostensubsidie"),
                                    ("wsw", "Wsw-indicatie"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        ("requested_on", models.DateField(blank=True, null=True, verbose_name="aangevraagd op")),
                        ("changed", models.TextField(blank=True, verbose_name="wat is er veranderd?")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="besloten op")),
                        (
                            "outcome",
                            models.SlugField(
                                blank=True,
                                choices=[("yes", "ja"), ("no", "nee"), ("presumed", "vermoedelijk")],
                                db_index=False,
                                verbose_name="uitkomst",
                            ),
                        ),
                        (
                            "hours",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="uren per week"),
                        ),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="van wie")),
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
                                related_name="indications",
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
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("started_on__isnull", True),
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="indication_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_on__isnull", True),
                                    ("requested_on__isnull", True),
                                    ("decided_on__gte", models.F("requested_on")),
                                    _connector="OR",
                                ),
                                name="indication_decided_after_request",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", ""), _negated=True),
                                    ("decided_on__isnull", True),
                                    _connector="OR",
                                ),
                                name="indication_decided_with_outcome",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IndicationEvent",
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
                                    ("target-group", "doelgroepregister (banenafspraak)"),
                                    ("sheltered-work", "advies beschut werk"),
                                    ("limited-hours", "medisch urenbeperkt"),
                                    ("wage-subsidy", "doelgroep loonkostensubsidie"),
                                    ("wsw", "Wsw-indicatie"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        ("requested_on", models.DateField(blank=True, null=True, verbose_name="aangevraagd op")),
                        ("changed", models.TextField(blank=True, verbose_name="wat is er veranderd?")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="besloten op")),
                        (
                            "outcome",
                            models.SlugField(
                                blank=True,
                                choices=[("yes", "ja"), ("no", "nee"), ("presumed", "vermoedelijk")],
                                db_index=False,
                                verbose_name="uitkomst",
                            ),
                        ),
                        (
                            "hours",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="uren per week"),
                        ),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="vanaf")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="van wie")),
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
                                to="diagnosis.indication",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Intake",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "form",
                            models.SlugField(
                                choices=[("full", "intake"), ("perspective", "perspectiefgesprek")],
                                db_index=False,
                                default="full",
                            ),
                        ),
                        (
                            "status",
                            models.SlugField(
                                choices=[("open", "bezig"), ("concluded", "afgerond")], db_index=False, default="open"
                            ),
                        ),
                        (
                            "conclusion",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("placement", "direct naar Podium24: bemiddelen naar werk"),
                                    ("diagnosis", "eerst een verdiepende diagnose"),
                                    ("development", "eerst ontwikkelen"),
                                    ("participation", "meedoen: participatie of vrijwilligerswerk"),
                                    ("none", "geen vervolg nu"),
                                ],
                                db_index=False,
                                verbose_name="conclusie",
                            ),
                        ),
                        ("question", models.TextField(blank=True, verbose_name="vraag aan de verdiepende diagnose")),
                        ("grounds", models.TextField(blank=True, verbose_name="waarom deze conclusie")),
                        ("concluded_on", models.DateField(blank=True, null=True)),
                        ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                related_name="intakes",
                                to="clients.client",
                            ),
                        ),
                        (
                            "step",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="intake", to="clients.step"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "open")),
                                fields=("client",),
                                name="one_open_intake_a_client",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "open"),
                                    models.Q(
                                        models.Q(("conclusion", ""), _negated=True), ("concluded_on__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_concluded_with_conclusion",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IntakeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "form",
                            models.SlugField(
                                choices=[("full", "intake"), ("perspective", "perspectiefgesprek")],
                                db_index=False,
                                default="full",
                            ),
                        ),
                        (
                            "status",
                            models.SlugField(
                                choices=[("open", "bezig"), ("concluded", "afgerond")], db_index=False, default="open"
                            ),
                        ),
                        (
                            "conclusion",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("placement", "direct naar Podium24: bemiddelen naar werk"),
                                    ("diagnosis", "eerst een verdiepende diagnose"),
                                    ("development", "eerst ontwikkelen"),
                                    ("participation", "meedoen: participatie of vrijwilligerswerk"),
                                    ("none", "geen vervolg nu"),
                                ],
                                db_index=False,
                                verbose_name="conclusie",
                            ),
                        ),
                        ("question", models.TextField(blank=True, verbose_name="vraag aan de verdiepende diagnose")),
                        ("grounds", models.TextField(blank=True, verbose_name="waarom deze conclusie")),
                        ("concluded_on", models.DateField(blank=True, null=True)),
                        ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                                to="diagnosis.intake",
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
                    name="IntakeSection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(db_index=False)),
                        ("part", models.SlugField(db_index=False)),
                        ("answers", models.JSONField(default=dict)),
                        ("saved_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "author",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
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
                            "intake",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sections",
                                to="diagnosis.intake",
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
                        "constraints": [models.UniqueConstraint(fields=("intake", "key"), name="intake_section_once")],
                    },
                ),
                migrations.CreateModel(
                    name="IntakeSectionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("key", models.SlugField(db_index=False)),
                        ("part", models.SlugField(db_index=False)),
                        ("answers", models.JSONField(default=dict)),
                        ("saved_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "author",
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
                            "intake",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="diagnosis.intake",
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
                                to="diagnosis.intakesection",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="dag")),
                        ("time", models.TimeField(verbose_name="tijd")),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("cancelled_on", models.DateField(blank=True, null=True)),
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
                                related_name="invitations",
                                to="clients.client",
                            ),
                        ),
                        (
                            "intake",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="invitations",
                                to="diagnosis.intake",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("cancelled_on__isnull", True), ("ended_on__isnull", True)),
                                fields=("client", "partner"),
                                name="one_invitation_of_a_partner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cancelled_on__isnull", True), ("ended_on__isnull", True), _connector="OR"
                                ),
                                name="invitation_ends_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvitationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("on", models.DateField(verbose_name="dag")),
                        ("time", models.TimeField(verbose_name="tijd")),
                        ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("cancelled_on", models.DateField(blank=True, null=True)),
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
                            "intake",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="diagnosis.intake",
                            ),
                        ),
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
                                to="diagnosis.invitation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Language",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=3)),
                        (
                            "speaking",
                            models.CharField(
                                choices=[
                                    ("0", "niet bekend"),
                                    ("1", "niet"),
                                    ("2", "redelijk"),
                                    ("3", "goed"),
                                    ("4", "uitstekend"),
                                    ("8", "niet van toepassing"),
                                ],
                                default="0",
                                max_length=1,
                            ),
                        ),
                        (
                            "listening",
                            models.CharField(
                                choices=[
                                    ("0", "niet bekend"),
                                    ("1", "niet"),
                                    ("2", "redelijk"),
                                    ("3", "goed"),
                                    ("4", "uitstekend"),
                                    ("8", "niet van toepassing"),
                                ],
                                default="0",
                                max_length=1,
                            ),
                        ),
                        (
                            "reading",
                            models.CharField(
                                choices=[
                                    ("0", "niet bekend"),
                                    ("1", "niet"),
                                    ("2", "redelijk"),
                                    ("3", "goed"),
                                    ("4", "uitstekend"),
                                    ("8", "niet van toepassing"),
                                ],
                                default="0",
                                max_length=1,
                            ),
                        ),
                        (
                            "writing",
                            models.CharField(
                                choices=[
                                    ("0", "niet bekend"),
                                    ("1", "niet"),
                                    ("2", "redelijk"),
                                    ("3", "goed"),
                                    ("4", "uitstekend"),
                                    ("8", "niet van toepassing"),
                                ],
                                default="0",
                                max_length=1,
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
                                related_name="profile_%(class)ss",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [models.UniqueConstraint(fields=("client", "code"), name="language_once")],
                    },
                ),
                migrations.CreateModel(
                    name="LanguageEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=3)),
                        (
                            "speaking",
                            models.CharField(
                                choices=[
                                    ("0", "niet bekend"),
                                    ("1", "niet"),
                                    ("2", "redelijk"),
                                    ("3", "goed"),
                                    ("4", "uitstekend"),
                                    ("8", "niet van toepassing"),
                                ],
                                default="0",
                                max_length=1,
                            ),
                        ),
                        (
                            "listening",
                            models.CharField(
                                choices=[
                                    ("0", "niet bekend"),
                                    ("1", "niet"),
                                    ("2", "redelijk"),
                                    ("3", "goed"),
                                    ("4", "uitstekend"),
                                    ("8", "niet van toepassing"),
                                ],
                                default="0",
                                max_length=1,
                            ),
                        ),
                        (
                            "reading",
                            models.CharField(
                                choices=[
                                    ("0", "niet bekend"),
                                    ("1", "niet"),
                                    ("2", "redelijk"),
                                    ("3", "goed"),
                                    ("4", "uitstekend"),
                                    ("8", "niet van toepassing"),
                                ],
                                default="0",
                                max_length=1,
                            ),
                        ),
                        (
                            "writing",
                            models.CharField(
                                choices=[
                                    ("0", "niet bekend"),
                                    ("1", "niet"),
                                    ("2", "redelijk"),
                                    ("3", "goed"),
                                    ("4", "uitstekend"),
                                    ("8", "niet van toepassing"),
                                ],
                                default="0",
                                max_length=1,
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
                                to="diagnosis.language",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LifeDomain",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "domain",
                            models.SlugField(
                                choices=[
                                    ("children", "zorg voor kinderen"),
                                    ("informal-care", "mantelzorg"),
                                    ("money", "geldzaken"),
                                    ("housing", "wonen"),
                                    ("language-digital", "taal en digitaal"),
                                    ("daily-life", "dag en ritme"),
                                    ("social-network", "sociale contacten"),
                                    ("home-relations", "thuis"),
                                    ("physical-health", "lichamelijke gezondheid"),
                                    ("mental-health", "geestelijke gezondheid"),
                                    ("substance-use", "middelengebruik"),
                                    ("justice", "justitie"),
                                ],
                                db_index=False,
                                verbose_name="leefgebied",
                            ),
                        ),
                        ("why", models.CharField(max_length=300, verbose_name="waarom is dit nodig voor werk?")),
                        (
                            "in_the_way",
                            models.SlugField(
                                blank=True,
                                choices=[("yes", "ja"), ("no", "nee")],
                                db_index=False,
                                verbose_name="staat in de weg",
                            ),
                        ),
                        ("barrier", models.TextField(blank=True, verbose_name="wat staat in de weg?")),
                        ("needed", models.TextField(blank=True, verbose_name="wat is nodig?")),
                        ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
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
                                related_name="life_domains",
                                to="clients.client",
                            ),
                        ),
                        (
                            "intake",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="domains",
                                to="diagnosis.intake",
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
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("intake", "domain"),
                                name="life_domain_once_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("why", ""), _negated=True), name="life_domain_with_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "domain__in",
                                            ("physical-health", "mental-health", "substance-use", "justice"),
                                        ),
                                        _negated=True,
                                    ),
                                    ("barrier", ""),
                                    _connector="OR",
                                ),
                                name="sensitive_domain_says_no_more",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_at__isnull", True),
                                    ("closed_at__gte", models.F("opened_at")),
                                    _connector="OR",
                                ),
                                name="life_domain_closes_after",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LifeDomainEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "domain",
                            models.SlugField(
                                choices=[
                                    ("children", "zorg voor kinderen"),
                                    ("informal-care", "mantelzorg"),
                                    ("money", "geldzaken"),
                                    ("housing", "wonen"),
                                    ("language-digital", "taal en digitaal"),
                                    ("daily-life", "dag en ritme"),
                                    ("social-network", "sociale contacten"),
                                    ("home-relations", "thuis"),
                                    ("physical-health", "lichamelijke gezondheid"),
                                    ("mental-health", "geestelijke gezondheid"),
                                    ("substance-use", "middelengebruik"),
                                    ("justice", "justitie"),
                                ],
                                db_index=False,
                                verbose_name="leefgebied",
                            ),
                        ),
                        ("why", models.CharField(max_length=300, verbose_name="waarom is dit nodig voor werk?")),
                        (
                            "in_the_way",
                            models.SlugField(
                                blank=True,
                                choices=[("yes", "ja"), ("no", "nee")],
                                db_index=False,
                                verbose_name="staat in de weg",
                            ),
                        ),
                        ("barrier", models.TextField(blank=True, verbose_name="wat staat in de weg?")),
                        ("needed", models.TextField(blank=True, verbose_name="wat is nodig?")),
                        ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
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
                            "intake",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="diagnosis.intake",
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
                                to="diagnosis.lifedomain",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ExperienceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("job", models.CharField(max_length=120, verbose_name="wat voor werk")),
                        ("employer", models.CharField(blank=True, max_length=120, verbose_name="bij wie of waar")),
                        ("from_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="van")),
                        ("to_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tot")),
                        ("unpaid", models.BooleanField(default=False, verbose_name="onbetaald")),
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
                                to="diagnosis.experience",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OccupationName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "plain",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Func(models.F("name"), function="snoer_plain"),
                                output_field=models.TextField(),
                            ),
                        ),
                        (
                            "occupation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="diagnosis.occupation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["plain"], name="occupation_name_alike", opclasses=["gin_trgm_ops"]
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("occupation", "name"), name="occupation_name_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Outlook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "chances",
                            models.SlugField(
                                choices=[("good", "veel kans"), ("fair", "enige kans"), ("poor", "weinig kans")],
                                db_index=False,
                                verbose_name="kansen",
                            ),
                        ),
                        ("hard_to_fill", models.BooleanField(default=False, verbose_name="moeilijk te vervullen")),
                        ("asked", models.TextField(blank=True, verbose_name="wat vragen werkgevers?")),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "geen basisopleiding"),
                                    ("2", "basisniveau"),
                                    ("3", "vmbo-niveau"),
                                    ("4", "mbo-, havo- of vwo-niveau"),
                                    ("5", "hbo-niveau"),
                                    ("6", "universitair niveau"),
                                    ("7", "nog niet bekend"),
                                ],
                                max_length=1,
                                verbose_name="minste werk- en denkniveau",
                            ),
                        ),
                        (
                            "dutch",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("0", "niet bekend"),
                                    ("1", "niet"),
                                    ("2", "redelijk"),
                                    ("3", "goed"),
                                    ("4", "uitstekend"),
                                    ("8", "niet van toepassing"),
                                ],
                                max_length=1,
                                verbose_name="Nederlands spreken",
                            ),
                        ),
                        (
                            "licences",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3),
                                blank=True,
                                default=list,
                                verbose_name="rijbewijzen",
                            ),
                        ),
                        (
                            "competences",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="competenties"
                            ),
                        ),
                        (
                            "certificate",
                            models.CharField(blank=True, max_length=120, verbose_name="certificaat of diploma"),
                        ),
                        (
                            "hours_min",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="minste uren per week"
                            ),
                        ),
                        (
                            "irregular",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="avond, nacht of weekend",
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=160, verbose_name="bron")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("valid_until", models.DateField(verbose_name="geldig tot en met")),
                        ("ended_on", models.DateField(blank=True, null=True)),
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
                    ],
                    options={
                        "indexes": [models.Index(fields=["chain", "valid_until"], name="outlook_valid")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gte", models.F("started_on"))),
                                name="outlook_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "licences__contained_by",
                                        [
                                            "A",
                                            "A1",
                                            "A2",
                                            "AM",
                                            "B",
                                            "B+",
                                            "BE",
                                            "C",
                                            "C1",
                                            "C1E",
                                            "CE",
                                            "D",
                                            "D1",
                                            "D1E",
                                            "DE",
                                            "T",
                                        ],
                                    )
                                ),
                                name="outlook_licences",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "competences__contained_by",
                                        [
                                            "appointments",
                                            "on-time",
                                            "instructions",
                                            "pace",
                                            "accuracy",
                                            "endurance",
                                            "independence",
                                            "together",
                                            "asking-help",
                                            "feedback",
                                            "pressure",
                                            "change",
                                            "initiative",
                                            "learning",
                                            "planning",
                                            "problem-solving",
                                            "customers",
                                            "caring",
                                            "speaking",
                                            "reading-writing",
                                            "arithmetic",
                                            "digital",
                                            "manual",
                                            "strength",
                                            "machines",
                                            "safety",
                                            "hygiene",
                                            "leading",
                                        ],
                                    )
                                ),
                                name="outlook_competences",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutlookEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
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
                            "chances",
                            models.SlugField(
                                choices=[("good", "veel kans"), ("fair", "enige kans"), ("poor", "weinig kans")],
                                db_index=False,
                                verbose_name="kansen",
                            ),
                        ),
                        ("hard_to_fill", models.BooleanField(default=False, verbose_name="moeilijk te vervullen")),
                        ("asked", models.TextField(blank=True, verbose_name="wat vragen werkgevers?")),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "geen basisopleiding"),
                                    ("2", "basisniveau"),
                                    ("3", "vmbo-niveau"),
                                    ("4", "mbo-, havo- of vwo-niveau"),
                                    ("5", "hbo-niveau"),
                                    ("6", "universitair niveau"),
                                    ("7", "nog niet bekend"),
                                ],
                                max_length=1,
                                verbose_name="minste werk- en denkniveau",
                            ),
                        ),
                        (
                            "dutch",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("0", "niet bekend"),
                                    ("1", "niet"),
                                    ("2", "redelijk"),
                                    ("3", "goed"),
                                    ("4", "uitstekend"),
                                    ("8", "niet van toepassing"),
                                ],
                                max_length=1,
                                verbose_name="Nederlands spreken",
                            ),
                        ),
                        (
                            "licences",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3),
                                blank=True,
                                default=list,
                                verbose_name="rijbewijzen",
                            ),
                        ),
                        (
                            "competences",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="competenties"
                            ),
                        ),
                        (
                            "certificate",
                            models.CharField(blank=True, max_length=120, verbose_name="certificaat of diploma"),
                        ),
                        (
                            "hours_min",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="minste uren per week"
                            ),
                        ),
                        (
                            "irregular",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="avond, nacht of weekend",
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=160, verbose_name="bron")),
                        ("started_on", models.DateField(verbose_name="vanaf")),
                        ("valid_until", models.DateField(verbose_name="geldig tot en met")),
                        ("ended_on", models.DateField(blank=True, null=True)),
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
                                to="diagnosis.outlook",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PersonalOutlook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "chances",
                            models.SlugField(
                                choices=[("good", "veel kans"), ("fair", "enige kans"), ("poor", "weinig kans")],
                                db_index=False,
                                verbose_name="kansen",
                            ),
                        ),
                        ("missing", models.TextField(blank=True, verbose_name="wat is nog nodig?")),
                        ("evidence", models.TextField(verbose_name="waaraan ziet u dat?")),
                        ("on", models.DateField(verbose_name="datum")),
                        ("ended_on", models.DateField(blank=True, null=True)),
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
                                related_name="outlooks",
                                to="clients.client",
                            ),
                        ),
                        (
                            "occupation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="diagnosis.occupation",
                            ),
                        ),
                        (
                            "outlook",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="diagnosis.outlook",
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
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=("client", "occupation"),
                                name="one_outlook_an_occupation",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonalOutlookEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "chances",
                            models.SlugField(
                                choices=[("good", "veel kans"), ("fair", "enige kans"), ("poor", "weinig kans")],
                                db_index=False,
                                verbose_name="kansen",
                            ),
                        ),
                        ("missing", models.TextField(blank=True, verbose_name="wat is nog nodig?")),
                        ("evidence", models.TextField(verbose_name="waaraan ziet u dat?")),
                        ("on", models.DateField(verbose_name="datum")),
                        ("ended_on", models.DateField(blank=True, null=True)),
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
                            "occupation",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="diagnosis.occupation",
                            ),
                        ),
                        (
                            "outlook",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="diagnosis.outlook",
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
                                to="diagnosis.personaloutlook",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticalDiagnosis",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("question", models.TextField(verbose_name="vraag")),
                        ("place", models.CharField(max_length=120, verbose_name="waar")),
                        ("started_on", models.DateField(verbose_name="van")),
                        ("planned_end", models.DateField(verbose_name="tot en met")),
                        ("days_a_week", models.PositiveSmallIntegerField(verbose_name="dagen per week")),
                        (
                            "status",
                            models.SlugField(
                                choices=[("draft", "bezig"), ("reported", "gerapporteerd"), ("stopped", "gestopt")],
                                db_index=False,
                                default="draft",
                            ),
                        ),
                        ("competences", models.TextField(blank=True, verbose_name="wat kan deze persoon?")),
                        ("motivation", models.TextField(blank=True, verbose_name="wat wil deze persoon?")),
                        ("chances", models.TextField(blank=True, verbose_name="welke kansen zijn er?")),
                        ("advice", models.TextField(blank=True, verbose_name="advies")),
                        (
                            "talked_on",
                            models.DateField(blank=True, null=True, verbose_name="besproken met de inwoner op"),
                        ),
                        ("says", models.TextField(blank=True, verbose_name="wat de inwoner ervan vindt")),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("stop_reason", models.TextField(blank=True)),
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
                                related_name="diagnoses",
                                to="clients.client",
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
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="diagnosis",
                                to="clients.referral",
                            ),
                        ),
                        (
                            "step",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="diagnosis",
                                to="clients.step",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "draft")),
                                fields=("client", "partner"),
                                name="one_diagnosis_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("planned_end__gte", models.F("started_on"))),
                                name="diagnosis_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("days_a_week__gte", 1), ("days_a_week__lte", 7)),
                                name="diagnosis_days_a_week",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "reported"), _negated=True),
                                    models.Q(
                                        models.Q(("advice", ""), _negated=True),
                                        ("ended_on__isnull", False),
                                        ("talked_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="diagnosis_reported_after_talk",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FindingEvent",
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
                                    ("test", "test"),
                                    ("medical", "medisch advies"),
                                    ("occupational", "arbeidskundig advies"),
                                ],
                                db_index=False,
                                verbose_name="soort",
                            ),
                        ),
                        ("given_by", models.CharField(max_length=120, verbose_name="van wie")),
                        ("on", models.DateField(verbose_name="datum")),
                        ("conclusion", models.TextField(verbose_name="conclusie in termen van werk")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="geldig tot en met")),
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
                                to="diagnosis.finding",
                            ),
                        ),
                        (
                            "diagnosis",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="diagnosis.practicaldiagnosis",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DayObservedEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("on", models.DateField(verbose_name="dag")),
                        ("present", models.BooleanField(default=True, verbose_name="was er")),
                        ("text", models.TextField(blank=True, verbose_name="wat zag u?")),
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
                                to="diagnosis.dayobserved",
                            ),
                        ),
                        (
                            "diagnosis",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="diagnosis.practicaldiagnosis",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CompetenceSeenEvent",
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
                                    ("appointments", "afspraken nakomen"),
                                    ("on-time", "op tijd komen"),
                                    ("instructions", "instructies volgen"),
                                    ("pace", "tempo houden"),
                                    ("accuracy", "nauwkeurig werken"),
                                    ("endurance", "volhouden"),
                                    ("independence", "zelfstandig werken"),
                                    ("together", "samenwerken"),
                                    ("asking-help", "hulp vragen"),
                                    ("feedback", "omgaan met kritiek"),
                                    ("pressure", "omgaan met druk"),
                                    ("change", "omgaan met verandering"),
                                    ("initiative", "initiatief nemen"),
                                    ("learning", "leren"),
                                    ("planning", "plannen en ordenen"),
                                    ("problem-solving", "problemen oplossen"),
                                    ("customers", "omgaan met klanten"),
                                    ("caring", "zorgen voor anderen"),
                                    ("speaking", "zich duidelijk uitdrukken"),
                                    ("reading-writing", "lezen en schrijven"),
                                    ("arithmetic", "rekenen"),
                                    ("digital", "werken met computer of telefoon"),
                                    ("manual", "werken met de handen"),
                                    ("strength", "zwaar werk doen"),
                                    ("machines", "werken met machines"),
                                    ("safety", "veilig werken"),
                                    ("hygiene", "schoon werken"),
                                    ("leading", "anderen begeleiden"),
                                ],
                                db_index=False,
                            ),
                        ),
                        (
                            "mastery",
                            models.CharField(
                                choices=[
                                    ("1", "goed"),
                                    ("2", "voldoende"),
                                    ("3", "onvoldoende"),
                                    ("4", "niet"),
                                    ("5", "nog te onderzoeken"),
                                    ("9", "niet van toepassing"),
                                ],
                                max_length=1,
                            ),
                        ),
                        ("evidence", models.CharField(blank=True, max_length=300)),
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
                                to="diagnosis.competenceseen",
                            ),
                        ),
                        (
                            "diagnosis",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="diagnosis.practicaldiagnosis",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticalDiagnosisEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("question", models.TextField(verbose_name="vraag")),
                        ("place", models.CharField(max_length=120, verbose_name="waar")),
                        ("started_on", models.DateField(verbose_name="van")),
                        ("planned_end", models.DateField(verbose_name="tot en met")),
                        ("days_a_week", models.PositiveSmallIntegerField(verbose_name="dagen per week")),
                        (
                            "status",
                            models.SlugField(
                                choices=[("draft", "bezig"), ("reported", "gerapporteerd"), ("stopped", "gestopt")],
                                db_index=False,
                                default="draft",
                            ),
                        ),
                        ("competences", models.TextField(blank=True, verbose_name="wat kan deze persoon?")),
                        ("motivation", models.TextField(blank=True, verbose_name="wat wil deze persoon?")),
                        ("chances", models.TextField(blank=True, verbose_name="welke kansen zijn er?")),
                        ("advice", models.TextField(blank=True, verbose_name="advies")),
                        (
                            "talked_on",
                            models.DateField(blank=True, null=True, verbose_name="besproken met de inwoner op"),
                        ),
                        ("says", models.TextField(blank=True, verbose_name="wat de inwoner ervan vindt")),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("stop_reason", models.TextField(blank=True)),
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
                                to="diagnosis.practicaldiagnosis",
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
                    name="ProfileTerm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("term", models.TextField(db_collation="C")),
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
                        "indexes": [models.Index(fields=["chain", "term"], name="profile_term_prefix")],
                    },
                ),
                migrations.CreateModel(
                    name="Screener",
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
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.membership"
                            ),
                        ),
                        (
                            "screening",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="screeners",
                                to="diagnosis.screening",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("screening", "member"), name="screener_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Screening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        (
                            "selection",
                            models.SlugField(
                                choices=[
                                    ("long-on-benefit", "lang in de uitkering"),
                                    ("life-event", "er komt een levensgebeurtenis aan"),
                                    ("participation-place", "in een participatieplaats"),
                                    ("ready-not-out", "klaar voor werk en nog niet uitgestroomd"),
                                    ("work-ability", "arbeidsvermogen van 30 tot 80 procent"),
                                    ("facets", "uit de bestandsanalyse"),
                                ],
                                db_index=False,
                                verbose_name="selectie",
                            ),
                        ),
                        ("parameters", models.JSONField(default=dict)),
                        ("started_on", models.DateField(verbose_name="van")),
                        ("ends_on", models.DateField(verbose_name="tot en met")),
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("started_on"))),
                                name="screening_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScreenerEvent",
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
                            "member",
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
                                to="diagnosis.screener",
                            ),
                        ),
                        (
                            "screening",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="diagnosis.screening",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ScreeningEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        (
                            "outcome",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("perspective", "perspectiefplan maken"),
                                    ("candidate", "direct kandidaat"),
                                    ("potential", "mogelijk naar betaald werk"),
                                    ("deeper", "eerst verdiepende diagnose"),
                                    ("not-now", "nu niets, tot een dag"),
                                ],
                                db_index=False,
                                verbose_name="besluit",
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True, verbose_name="tot")),
                        ("remark", models.TextField(blank=True, max_length=500, verbose_name="toelichting")),
                        ("decided_on", models.DateField(blank=True, null=True)),
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
                                related_name="screenings",
                                to="clients.client",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "screening",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="diagnosis.screening",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("screening", "client"), name="screened_once_a_round"),
                            models.UniqueConstraint(fields=("screening", "position"), name="screening_position_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_on__isnull", True), ("outcome", ""), ("until__isnull", True)),
                                    models.Q(models.Q(("outcome", ""), _negated=True), ("decided_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="screening_decided_with_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "not-now"), _negated=True),
                                    ("until__isnull", False),
                                    _connector="OR",
                                ),
                                name="screening_not_now_until",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScreeningEntryEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("position", models.PositiveIntegerField()),
                        (
                            "outcome",
                            models.SlugField(
                                blank=True,
                                choices=[
                                    ("perspective", "perspectiefplan maken"),
                                    ("candidate", "direct kandidaat"),
                                    ("potential", "mogelijk naar betaald werk"),
                                    ("deeper", "eerst verdiepende diagnose"),
                                    ("not-now", "nu niets, tot een dag"),
                                ],
                                db_index=False,
                                verbose_name="besluit",
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True, verbose_name="tot")),
                        ("remark", models.TextField(blank=True, max_length=500, verbose_name="toelichting")),
                        ("decided_on", models.DateField(blank=True, null=True)),
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
                                to="diagnosis.screeningentry",
                            ),
                        ),
                        (
                            "screening",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="diagnosis.screening",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ScreeningEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120, verbose_name="naam")),
                        (
                            "selection",
                            models.SlugField(
                                choices=[
                                    ("long-on-benefit", "lang in de uitkering"),
                                    ("life-event", "er komt een levensgebeurtenis aan"),
                                    ("participation-place", "in een participatieplaats"),
                                    ("ready-not-out", "klaar voor werk en nog niet uitgestroomd"),
                                    ("work-ability", "arbeidsvermogen van 30 tot 80 procent"),
                                    ("facets", "uit de bestandsanalyse"),
                                ],
                                db_index=False,
                                verbose_name="selectie",
                            ),
                        ),
                        ("parameters", models.JSONField(default=dict)),
                        ("started_on", models.DateField(verbose_name="van")),
                        ("ends_on", models.DateField(verbose_name="tot en met")),
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
                                to="diagnosis.screening",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TargetOccupation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
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
                                related_name="profile_%(class)ss",
                                to="clients.client",
                            ),
                        ),
                        (
                            "occupation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="diagnosis.occupation"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("client", "occupation"), name="target_occupation_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TargetOccupationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("position", models.PositiveSmallIntegerField(default=0)),
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
                            "occupation",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="diagnosis.occupation",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="diagnosis.targetoccupation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WorkProfile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "presentation",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="wie bent u, in uw eigen woorden?"
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "geen basisopleiding"),
                                    ("2", "basisniveau"),
                                    ("3", "vmbo-niveau"),
                                    ("4", "mbo-, havo- of vwo-niveau"),
                                    ("5", "hbo-niveau"),
                                    ("6", "universitair niveau"),
                                    ("7", "nog niet bekend"),
                                ],
                                max_length=1,
                                verbose_name="werk- en denkniveau",
                            ),
                        ),
                        (
                            "interests",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="soort werk"
                            ),
                        ),
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
                            "office_hours",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="alleen overdag",
                            ),
                        ),
                        (
                            "irregular",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="ook avond, nacht of weekend",
                            ),
                        ),
                        ("available_from", models.DateField(blank=True, null=True, verbose_name="beschikbaar vanaf")),
                        (
                            "available_until",
                            models.DateField(blank=True, null=True, verbose_name="beschikbaar tot en met"),
                        ),
                        (
                            "postcode",
                            models.CharField(blank=True, max_length=7, verbose_name="postcode om vanaf te reizen"),
                        ),
                        (
                            "distance_km",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="verste afstand"),
                        ),
                        (
                            "travel_minutes",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="langste reistijd"),
                        ),
                        (
                            "transport",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=1),
                                blank=True,
                                default=list,
                                verbose_name="vervoer",
                            ),
                        ),
                        (
                            "licences",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3),
                                blank=True,
                                default=list,
                                verbose_name="rijbewijzen",
                            ),
                        ),
                        (
                            "contracts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=1),
                                blank=True,
                                default=list,
                                verbose_name="soort contract",
                            ),
                        ),
                        (
                            "agreements",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2),
                                blank=True,
                                default=list,
                                verbose_name="vorm van werk",
                            ),
                        ),
                        (
                            "sectors",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="sectoren"
                            ),
                        ),
                        (
                            "adapted_workplace",
                            models.TextField(blank=True, max_length=500, verbose_name="aanpassing van de werkplek"),
                        ),
                        (
                            "guidance",
                            models.TextField(blank=True, max_length=500, verbose_name="begeleiding op het werk"),
                        ),
                        (
                            "variation",
                            models.TextField(blank=True, max_length=500, verbose_name="afwisseling in het werk"),
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
                                related_name="work_profile",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours_min__isnull", True),
                                    ("hours_max__isnull", True),
                                    ("hours_min__lte", models.F("hours_max")),
                                    _connector="OR",
                                ),
                                name="work_profile_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("available_from__isnull", True),
                                    ("available_until__isnull", True),
                                    ("available_from__lte", models.F("available_until")),
                                    _connector="OR",
                                ),
                                name="work_profile_available",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "interests__contained_by",
                                        ["aanpakken", "helpen", "maken", "verkopen", "vervoeren"],
                                    )
                                ),
                                name="work_profile_interests",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("transport__contained_by", ["1", "2", "3", "4", "5", "9"])),
                                name="work_profile_transport",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "licences__contained_by",
                                        [
                                            "A",
                                            "A1",
                                            "A2",
                                            "AM",
                                            "B",
                                            "B+",
                                            "BE",
                                            "C",
                                            "C1",
                                            "C1E",
                                            "CE",
                                            "D",
                                            "D1",
                                            "D1E",
                                            "DE",
                                            "T",
                                        ],
                                    )
                                ),
                                name="work_profile_licences",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("contracts__contained_by", ["B", "O"])),
                                name="work_profile_contracts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("agreements__contained_by", ["01", "02", "03", "04"])),
                                name="work_profile_agreements",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "sectors__contained_by",
                                        [
                                            "logistics",
                                            "industry",
                                            "construction",
                                            "catering",
                                            "cleaning",
                                            "care",
                                            "retail",
                                            "green",
                                            "administration",
                                            "education",
                                            "government",
                                            "food",
                                            "ict",
                                        ],
                                    )
                                ),
                                name="work_profile_sectors",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkProfileEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "presentation",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="wie bent u, in uw eigen woorden?"
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "geen basisopleiding"),
                                    ("2", "basisniveau"),
                                    ("3", "vmbo-niveau"),
                                    ("4", "mbo-, havo- of vwo-niveau"),
                                    ("5", "hbo-niveau"),
                                    ("6", "universitair niveau"),
                                    ("7", "nog niet bekend"),
                                ],
                                max_length=1,
                                verbose_name="werk- en denkniveau",
                            ),
                        ),
                        (
                            "interests",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="soort werk"
                            ),
                        ),
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
                            "office_hours",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="alleen overdag",
                            ),
                        ),
                        (
                            "irregular",
                            models.CharField(
                                choices=[("0", "niet bekend"), ("1", "ja"), ("2", "nee")],
                                default="0",
                                max_length=1,
                                verbose_name="ook avond, nacht of weekend",
                            ),
                        ),
                        ("available_from", models.DateField(blank=True, null=True, verbose_name="beschikbaar vanaf")),
                        (
                            "available_until",
                            models.DateField(blank=True, null=True, verbose_name="beschikbaar tot en met"),
                        ),
                        (
                            "postcode",
                            models.CharField(blank=True, max_length=7, verbose_name="postcode om vanaf te reizen"),
                        ),
                        (
                            "distance_km",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="verste afstand"),
                        ),
                        (
                            "travel_minutes",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="langste reistijd"),
                        ),
                        (
                            "transport",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=1),
                                blank=True,
                                default=list,
                                verbose_name="vervoer",
                            ),
                        ),
                        (
                            "licences",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3),
                                blank=True,
                                default=list,
                                verbose_name="rijbewijzen",
                            ),
                        ),
                        (
                            "contracts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=1),
                                blank=True,
                                default=list,
                                verbose_name="soort contract",
                            ),
                        ),
                        (
                            "agreements",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2),
                                blank=True,
                                default=list,
                                verbose_name="vorm van werk",
                            ),
                        ),
                        (
                            "sectors",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(), blank=True, default=list, verbose_name="sectoren"
                            ),
                        ),
                        (
                            "adapted_workplace",
                            models.TextField(blank=True, max_length=500, verbose_name="aanpassing van de werkplek"),
                        ),
                        (
                            "guidance",
                            models.TextField(blank=True, max_length=500, verbose_name="begeleiding op het werk"),
                        ),
                        (
                            "variation",
                            models.TextField(blank=True, max_length=500, verbose_name="afwisseling in het werk"),
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
                                to="diagnosis.workprofile",
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
