"""The database: posts, articles, records, contacts, and when they were read."""
