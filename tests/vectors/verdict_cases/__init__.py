"""The cases of verdict.json, by what they are about."""
