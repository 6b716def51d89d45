"""``python -m uncramp`` is the command ``uncramp``: for where no scripts are on the path."""

from uncramp.cli.main import main

if __name__ == "__main__":
    main()
