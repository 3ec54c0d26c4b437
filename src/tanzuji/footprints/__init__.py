"""Footprints: studies of products, their drafts, immutable versions, comments and internal review.

A study's draft is one product-model document that people edit together, operation by operation; a version is a
frozen document with the footprint and findings computed from it.
"""
