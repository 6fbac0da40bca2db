"""The portal's tests and the tools they share."""
