"""The rulebook (规则编辑): machine-readable rules as people write, test, compare and activate them."""
