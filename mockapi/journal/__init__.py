"""What was received and answered, and how credentials are masked."""
