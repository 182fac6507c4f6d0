"""Items, their changes, the checks over them, and where they are shown."""
