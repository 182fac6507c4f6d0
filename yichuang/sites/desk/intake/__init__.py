"""The counter: who has come, what fits, the form typed for them, 收件."""
