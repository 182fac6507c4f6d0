"""The clocks on the page of a case: its four dates with their reasons, and the verbs that its rule has."""
