"""From packs to rows, in bulk: only what is missing is added, so that what people changed on screen stays."""
