"""What places say differently, what each level may finish, the divisions themselves."""
