"""What a pool shows of its customers before they are claimed, and what it needs to be useful."""
