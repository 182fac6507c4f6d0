"""决定规则: what may be decided without a person, and who agreed to that."""
