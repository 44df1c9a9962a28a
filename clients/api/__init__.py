"""People and their files, for machines (chain/api/)."""

from clients.api.routes import ROUTES as ROUTES
