"""A CSV file, as people have them, becomes a table of numbers and classes, or it is said line by line why it cannot."""
