"""What a clerk has seen with his own eyes, and says so: documents of identity, and how a paper form was signed."""
