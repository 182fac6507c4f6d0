"""What a revision changes, shown to people: both texts and forms side by side, and the form as it will be."""
