"""What an item says of promises: whether it may be published so. Pure."""
