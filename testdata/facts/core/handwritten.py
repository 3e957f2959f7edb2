"""Uses auto-generated ids."""

MARK = "DO NOT EDIT"
