"""Forms of the clock: which boxes each has, drawn with what was typed into them."""
