"""Real and vendor data sets: imported by the maps in `tests/maps`, compared with what was published of them."""
