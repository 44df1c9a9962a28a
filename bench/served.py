"""The product's own WSGI application, its queries counted."""

from bench.counted import counted
from chain.wsgi import application as product

application = counted(product)
