"""The police register of residents (identity.ports.IdCheck)."""
