"""An online account, put right at the window."""
