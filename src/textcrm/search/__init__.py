"""Search: finding records by the words in them, choosing them by their fields, and putting them in order."""
