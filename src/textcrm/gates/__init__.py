"""Gates: one module per channel through which a value from a record, a path or a setting may leave."""
