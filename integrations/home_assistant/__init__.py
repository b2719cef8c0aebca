"""Home Assistant: its client, what its words mean, and the Home port made of both."""
