"""What practical support makes of a file: see clients/retention_sql.py."""

SIGNS = {
    "provision": (
        "exists (select from development_support x where x.client_id = c.id and x.status in ('granted', 'arranged'))",
    ),
    "refused": ("exists (select from development_support x where x.client_id = c.id and x.status = 'declined')",),
}
