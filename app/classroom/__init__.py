"""Classes: a teacher opens a room, students join it with a code, and each trains a network of their own."""
