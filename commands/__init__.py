"""What the operator can do at the command line; ``manage.py`` is the door."""
