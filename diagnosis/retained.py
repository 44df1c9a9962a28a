"""What a diagnosis and a decision on duties make of a file: see clients/retention_sql.py."""

SIGNS = {
    "provision": (
        "exists (select from diagnosis_exemption x where x.client_id = c.id)",
        "exists (select from diagnosis_indication x where x.client_id = c.id and x.decided_on is not null)",
        "exists (select from diagnosis_practicaldiagnosis x where x.client_id = c.id)",
    ),
}
