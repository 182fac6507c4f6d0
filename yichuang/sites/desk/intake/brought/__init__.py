"""What somebody brings to the counter: papers as files, and the page for what a notice asked for."""
