"""One step a file, each naming the one before it. A step that has been released is never changed."""
