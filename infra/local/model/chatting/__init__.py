"""A real language model in the planner's place."""
