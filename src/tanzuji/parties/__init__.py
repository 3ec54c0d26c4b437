"""Parties: organisations of every kind, people and their roles in them, invitations, programs with tokens.

`acting` says who does something and for which organisation; every service of every room takes it first.
"""
