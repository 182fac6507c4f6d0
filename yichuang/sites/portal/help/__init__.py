"""Help, privacy, and questions before applying."""
