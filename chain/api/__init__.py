"""The API for machines: /api/v1/, by the NL API Design Rules 2.1."""

VERSION = "1.0.0"
