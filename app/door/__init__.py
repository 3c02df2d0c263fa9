"""Admission of requests: addresses, host names, origins and visitors; and the headers of every response."""
