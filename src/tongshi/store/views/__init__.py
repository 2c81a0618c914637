"""What the store answers with, all frozen, by what is asked of."""
