"""What can be asked of a store, by what is asked of: each a part of `Store`."""
