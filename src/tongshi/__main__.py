"""`python -m tongshi` is the command `tongshi`."""

from tongshi_command import main

if __name__ == "__main__":
    main()
