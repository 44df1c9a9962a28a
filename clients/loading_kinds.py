"""What the record can be loaded with."""

from clients import loading_benefits, loading_clients

KINDS = (loading_clients.KIND, loading_benefits.KIND)
