"""What every room's pages and services stand on: language, rendering, verdicts, state tables, coded answers.

The lowest floor that knows Django. It holds no tables and no business of its own.
"""
