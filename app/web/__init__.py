"""What a browser asks for over HTTP: pages, the REST interface, health, and how refusals are said."""
