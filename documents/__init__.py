"""Tables as files that people keep: pure functions from values to bytes."""
