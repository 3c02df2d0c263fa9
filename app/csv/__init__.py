"""Reading of CSV files: a file becomes a table of numbers and classes, or is refused with a reason for each line."""
