"""One draft at several doors, as the desk sees it."""
