"""One of each kind that only these modules know: they stand for whatever someone adds to Chalknet."""
