"""The labels room (标识): artwork drawn from certificates, authorisations to use it, code for shops."""
