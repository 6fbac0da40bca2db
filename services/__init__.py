"""What the portal can do: one module per noun. Verbs change, nouns read."""
