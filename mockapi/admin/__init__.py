"""The emulator's own pages and answers. Generic: sees the vendors as a list, names none."""
