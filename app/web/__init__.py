"""The HTTP side: pages, the REST interface, health, and the display of refusals."""
