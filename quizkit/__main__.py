"""``python -m quizkit``: the command line."""

from quizkit.cli.__main__ import main

if __name__ == "__main__":
    main()
