"""公示 on the page of a case: what a reviewer puts up, and what is said against it."""
