"""The public register (公示): the page of a certificate that a stranger can verify, look-ups for shops and programs."""
