"""时限: what the pages of one case say of its clock, and why each of its days is that day."""
