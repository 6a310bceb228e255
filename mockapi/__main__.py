"""The command line as `python -m mockapi`."""

from mockapi.cli.main import main

main()
