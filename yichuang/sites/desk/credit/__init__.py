"""信用记录 at the desk: what is contested, and what shall be repaired."""
