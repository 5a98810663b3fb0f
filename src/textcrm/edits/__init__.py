"""Edits: what is asked for as a plan, applied from text to text; the disk is not known here."""
