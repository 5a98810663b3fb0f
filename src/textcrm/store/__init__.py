"""The disk: trees of text in, and later out."""
