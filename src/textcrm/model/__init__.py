"""What the records and settings are, and what they mean on a day: no YAML, no git, no clock."""
