"""Finding a service and reading its guide."""
