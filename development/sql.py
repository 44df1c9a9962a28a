"""What development keeps by triggers, and what it counts across what row security hides. Laid by chain.rowsecurity."""

from development import line_sql, occupancy_sql, palette_sql, stay_sql

FUNCTIONS = {
    **stay_sql.FUNCTIONS,
    **palette_sql.FUNCTIONS,
    **occupancy_sql.FUNCTIONS,
    **line_sql.FUNCTIONS,
}

TRIGGERS = [
    *stay_sql.TRIGGERS,
]
