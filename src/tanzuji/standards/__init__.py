"""The standards room (标准规则库): standards and rules, how they come into force, and how they turn into higher ones."""
