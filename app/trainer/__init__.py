"""The training process's side of the wall: it schedules runs, trains them in groups, and saves them."""
