"""The commands of the command line: a module each, which registers itself when it is imported."""
