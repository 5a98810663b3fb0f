"""YAML text in and out: the only home of PyYAML."""
