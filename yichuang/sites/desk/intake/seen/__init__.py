"""What a clerk has seen with his own eyes, and says so: documents of identity, by what somebody
acts for a unit, and how a paper form was signed."""
