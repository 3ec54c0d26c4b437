"""`python -m tanzuji` is the command line."""

from tanzuji.site.cli import main

if __name__ == "__main__":
    main()
