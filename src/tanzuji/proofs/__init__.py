"""Proofs that need no trust in who serves them: transparency log, signatures, credentials, offline check. Pure.

A low floor: it knows bytes, hashes and keys, and nothing of footprints.
"""
