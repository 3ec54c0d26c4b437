"""`python -m tanzuji` is the command line."""

from tanzuji.site.cli import main

main()
