"""The verification room (核查): independent verifiers examine a version of a study and sign a statement."""
