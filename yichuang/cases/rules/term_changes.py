"""Kinds of change to the terms of one case, beside its pauses."""

EXTENSION, RESTART, SHORTER = "extension", "restart", "shorter"
KINDS = {EXTENSION: "延长", RESTART: "重新起算", SHORTER: "事实清楚，期限较短"}
