"""What development keeps by triggers, and what it counts across what row security hides. Laid by chain.rowsecurity."""

from development import course_sql, line_sql, occupancy_sql, onward_sql, palette_sql, stay_sql, support_sql

FUNCTIONS = {
    **stay_sql.FUNCTIONS,
    **course_sql.FUNCTIONS,
    **onward_sql.FUNCTIONS,
    **palette_sql.FUNCTIONS,
    **occupancy_sql.FUNCTIONS,
    **line_sql.FUNCTIONS,
    **support_sql.FUNCTIONS,
}

TRIGGERS = [
    *stay_sql.TRIGGERS,
    *course_sql.TRIGGERS,
]
