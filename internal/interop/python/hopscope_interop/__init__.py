"""A service in Python by the header contract, for tests."""
