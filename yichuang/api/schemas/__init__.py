"""The shapes of the API. Every field is named in packs/elements; `openapi --check` holds us to it."""
