"""Kinds of change to the terms of one case, beside its pauses, and the steps of its trail that move the date."""

EXTENSION = "extension"
RESTART = "restart"
SHORTER = "shorter"
KINDS = {EXTENSION: "延长", RESTART: "重新起算", SHORTER: "事实清楚，期限较短"}
# verbs whose entry tells the due day before and after, as "from" and "to": the past is read from them (ADR 24)
MOVES_THE_DUE = (
    "recount",
    "deem_accepted",
    "resume_acceptance",
    "end_special",
    "end_awaiting",
    "end_awaiting_in_review",
    "resume",
    "end_notice",
    "grant_extension",
    "agree_longer",
    "restart_term",
)
