"""A person's own pictures: an archive of PNG and JPEG files in folders that are named for their classes is read."""
