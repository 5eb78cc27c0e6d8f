"""A second company for the tests, from another domain than the demo's: a city's shared bikes."""
