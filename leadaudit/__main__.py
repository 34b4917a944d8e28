"""``python -m leadaudit``: the command line, as child processes call it."""

from leadaudit.cli import main

if __name__ == "__main__":
    main()
