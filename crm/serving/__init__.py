class ServingError(Exception):
    """Why the site cannot start or go on, in one sentence for the person at the terminal."""
