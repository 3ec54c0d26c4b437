"""Signing in: allauth's behaviour here, its addresses, its mails, and what of it the ledger keeps."""
