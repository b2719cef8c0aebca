"""Words for people, made of reasons and numbers, in every language."""
