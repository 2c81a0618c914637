"""`python -m tongshi` is the command `tongshi`."""

from tongshi.cli import main

if __name__ == "__main__":
    main()
