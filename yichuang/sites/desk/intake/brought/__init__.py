"""What somebody brings to the counter: papers as files, an application, and what a notice asked for."""
