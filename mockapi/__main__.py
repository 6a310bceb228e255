"""`python -m mockapi` is the same program as `mockapi`."""

from mockapi.cli.main import main

main()
