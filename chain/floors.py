"""Settings: what upper floors add to the pages of lower ones, by dotted name (read by chain/registry.py)."""

SNOER_NAVIGATION = [
    "clients.navigation.entries",
    "diagnosis.navigation.entries",
    "placement.navigation.entries",
    "development.navigation.entries",
    "reporting.navigation.entries",
]
SNOER_RECORD_PANELS = [
    "clients.task_rows.panel",
    "clients.appointment_shown.panel",
    "clients.plan_pages.panel",
    "clients.referral_pages.panel",
    "clients.letter_pages.panel",
    "development.step_sections.panel",
    "diagnosis.panels.intake",
    "diagnosis.panels.profile",
    "diagnosis.panels.outlook",
    "diagnosis.panels.report",
    "diagnosis.panels.ability",
    "placement.introduction_panel.panel",
    "placement.mediation_pages.panel",
    "placement.panels.placements",
    "placement.panels.proposals",
    "development.support_panel.panel",
    "development.cooperation_panel.panel",
    "development.attendance_panel.panel",
]
SNOER_RECORD_QUESTIONS = [
    "clients.statements.questions",
    "clients.letter_pages.questions",
    "clients.document_pages.questions",
    "clients.appointment_shown.questions",
    "diagnosis.panels.questions",
    "placement.introduction_panel.questions",
    "placement.mediation_pages.questions",
    "development.support_panel.questions",
    "development.cooperation_panel.questions",
    "development.step_sections.questions",
    "development.attendance_panel.questions",
]
SNOER_INITIALS = [
    "diagnosis.intake_follow.initial",
]
SNOER_LIST_SEARCH = [
    "diagnosis.profile_search.found",
]
SNOER_DAY_ROWS_OF_LEADS = [
    "clients.appointment_shown.day_rows",
    "clients.day.steps",
    "clients.task_rows.day_rows",
    "clients.referral_inbox.day_rows",
    "diagnosis.panels.day_rows",
    "placement.card_day.day_rows",
    "development.support_panel.day_rows",
]
SNOER_DAY_QUESTIONS = [
    "clients.day.day_questions",
    "clients.task_rows.day_questions",
    "clients.referral_inbox.day_questions",
    "clients.appointment_shown.day_questions",
    "diagnosis.panels.day_questions",
    "diagnosis.screening.day_questions",
    "placement.panels.day_questions",
    "placement.candidate_day.day_questions",
    "development.support_panel.day_questions",
    "development.cooperation_panel.day_questions",
]
SNOER_HEAD_QUESTIONS = [
    "clients.rights_day.head_questions",
    "clients.appointment_shown.head_questions",
    "clients.referral_inbox.head_questions",
    "clients.handover_day.head_questions",
    "diagnosis.outlook_keeping.head_questions",
    "placement.card_day.head_questions",
    "placement.employer_contacts.head_questions",
    "placement.introduction_list.head_questions",
    "placement.vacancies.head_questions",
    "development.attendance_panel.head_questions",
    "development.group_day_pages.head_questions",
    "reporting.quality_day.head_questions",
]
SNOER_WAITING = [
    "clients.appointment_shown.waiting",
    "clients.referral_inbox.waiting",
    "development.group_day_pages.waiting",
    "placement.introduction_list.waiting",
    "reporting.quality_day.waiting",
]
SNOER_DAY_ROWS = [
    "diagnosis.screening.day_rows",
    "placement.panels.day_rows",
    "placement.introduction_panel.day_rows",
    "placement.candidate_day.day_rows",
    "development.cooperation_panel.day_rows",
]
SNOER_DAY_NOTICES = [
    "clients.rights_day.notices",
    "clients.handover_day.notices",
    "diagnosis.outlook_keeping.notices",
    "placement.vacancies.notices",
    "placement.card_day.notices",
    "placement.employer_contacts.notices",
    "development.attendance_panel.notices",
]
SNOER_REFERRAL_LINKS = [
    "diagnosis.report_panel.referral_links",
]
SNOER_TERM_SOURCES = [
    "clients.starts.SOURCES",
    "diagnosis.starts.SOURCES",
    "placement.starts.SOURCES",
    "development.starts.SOURCES",
    "development.absence.SOURCES",
]
SNOER_STEP_SECTIONS = [
    "development.onward_pages.sections",
    "development.support_panel.sections",
    "development.cooperation_panel.sections",
    "development.step_sections.sections",
    "development.line_section.sections",
    "development.attendance_panel.sections",
]
SNOER_STEP_ACTS = [
    "development.course_pages.page",
]
SNOER_PLAN_PAGES = [
    "development.request_pages.page",
]
SNOER_REFUSALS = ["development.stays.FULL", "development.course.REFUSED"]
SNOER_AGENDA = [
    "clients.appointment_shown.agenda",
    "diagnosis.invitations.agenda",
    "placement.introduction_panel.agenda",
]
SNOER_FIND = ["placement.finding.employers", "placement.finding.vacancies"]
SNOER_BULK_ACTS = ["clients.bulk_acts.ACTS", "development.bulk_acts.ACTS"]
SNOER_LOADING = ["clients.loading_kinds.KINDS", "placement.loading_kinds.KINDS"]
SNOER_BENEFIT_ENDS = ["placement.benefit_ends.ends"]
SNOER_LIST_COLUMNS = ["clients.list_columns.GROUPS", "diagnosis.list_columns.GROUPS"]
SNOER_FACETS = ["reporting.facet_choice.CHOICE"]
# The pages of figures, in the order of a report.
SNOER_SECTIONS: list[str] = [
    "reporting.dashboard_tables.SECTION",
    "reporting.returns_tables.SECTION",
    "reporting.changes.SECTION",
    "reporting.flow_tables.SECTION",
    "reporting.path_figures.SECTION",
    "reporting.waiting.SECTION",
    "reporting.contributions.SECTION",
    "reporting.analysis.SECTION",
    "reporting.quality_figures.SECTION",
]
# What the night looks for in the record: what is missing, or cannot be right.
SNOER_CHECKS = [
    "clients.checks.CHECKS",
    "diagnosis.checks.CHECKS",
    "placement.checks.CHECKS",
    "development.checks.CHECKS",
]
SNOER_CHANGES = [
    "chain.change_log.KINDS",
    "clients.change_kinds.KINDS",
    "placement.amount_pages.CHANGES",
    "reporting.target_pages.CHANGES",
]
# What each floor keeps of a person, for the whole file that the person can ask for.
SNOER_FILE_SECTIONS = [
    "clients.whole_file_sections.FILE",
    "diagnosis.whole_file_sections.FILE",
    "placement.whole_file_sections.FILE",
    "development.whole_file_sections.FILE",
    "reporting.whole_file_sections.FILE",
]
SNOER_LEAVING = ["clients.leaving.left"]
SNOER_LETTER_SOURCES = [
    "clients.letter_fields.SOURCES",
    "development.support_letters.SOURCES",
]
SNOER_MAIL_KINDS = ["clients.invitations.MAIL", "clients.digest.MAIL"]
SNOER_VITALS = ["clients.mail.vital", "clients.documents.vital"]
SNOER_GAP_LINKS = [
    "development.fitting_pages.gap_link",
]
SNOER_START_HINDERS = ["development.supports.hinders"]
SNOER_OPEN_LINES = [
    "development.support_panel.open_lines",
    "placement.introduction_panel.open_lines",
]
SNOER_OPEN_ENDS = [
    "clients.appointment_shown.open_ends",
    "diagnosis.panels.open_ends",
    "placement.panels.open_ends",
    "placement.introduction_panel.open_ends",
    "placement.mediation_pages.open_ends",
    "development.support_panel.open_ends",
    "development.cooperation_panel.open_ends",
]
# How long a file is kept, and what goes and stays when it is erased (docs/privacy.md).
SNOER_RETAINED = [
    "clients.retention_sql.SIGNS",
    "diagnosis.retained.SIGNS",
    "placement.retained.SIGNS",
    "development.retained.SIGNS",
]
SNOER_ERASURE = "clients.erasure_sql"
SNOER_ERASED_BESIDE = ["clients.erasure_sql.BESIDE", "placement.retained.BESIDE"]
SNOER_KEPT_OF_ERASED = ["reporting.erased.KEPT"]
