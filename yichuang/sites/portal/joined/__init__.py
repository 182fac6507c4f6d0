"""One draft at several doors, as its owner sees it."""
