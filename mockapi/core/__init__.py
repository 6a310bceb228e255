"""What every vendor needs and no vendor owns. Imports nothing else of this project."""
