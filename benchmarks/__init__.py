"""Speed, footprint and survival, measured on the installed program. See README.md."""
