"""What an applicant still has to hand in after the application."""
