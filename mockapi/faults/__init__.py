"""What goes wrong when somebody asks for it: armed faults, how they happen, and what the program makes of them."""
