"""信用记录, as whom it is about sees it."""
