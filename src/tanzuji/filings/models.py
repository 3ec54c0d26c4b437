"""Tables of the filings room."""
