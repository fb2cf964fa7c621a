"""The tests; helpers that several of them share lie beside them."""
