"""The stage of development has no tables of its own yet: what is done is a step, what can be done an instrument."""
