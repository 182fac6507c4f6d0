"""Posted names and texts that did not come straight from a request."""


class Lists(dict):
    """Names with lists of texts, read as a QueryDict is."""

    def lists(self):
        """(name, texts) pairs."""
        return self.items()

    def get(self, name, default=None):
        """The last text of a name."""
        texts = super().get(name)
        return texts[-1] if texts else default
