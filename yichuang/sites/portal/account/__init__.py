"""The account: opening it, signing in and out, passwords, who has looked."""
