"""The pages on which a study's draft is written."""
