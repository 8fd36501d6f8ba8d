"""What made each version of the tables of the one before; run by `migrate`."""
