"""Kinds of things to do that promised and asked papers bring; each is opened where it arises."""

CHECK_TODO = "check"
LATE_TODO = "late_supplied"
UNSUPPLIED_TODO = "unsupplied"
AFTER_TODO = "answered_after"
STATEMENT_TODO = "statement"
REVOCATION_TODO = "revocation"
LOOK_TODO = "second_look"
