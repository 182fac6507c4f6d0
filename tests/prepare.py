"""Make the templates of the test databases: python -m tests.prepare, beside the workers of a run."""

import django

if __name__ == "__main__":
    django.setup()
    from tests import conftest, databases

    databases.prepare(conftest.fill_world)
