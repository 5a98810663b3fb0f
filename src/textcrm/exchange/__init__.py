"""Other systems' files: sheets and their cells read, and mapped to records."""
