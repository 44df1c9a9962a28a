"""Demo data: invented people in all situations. Loaded through the product's own functions; never beside real data."""
