"""The audit room (审计): every attempt to change something, with who, what, when and how it ended; only added to.

Events of the ledger say what was done. This trail says what was tried: refused and failed requests as well, and those
of people who are not signed in. Its rows are a chain of digests whose head is written into the transparency log.
"""
