"""The course in NumPy: experiments, networks, optimisers, data and probes. It knows nothing of the web."""
