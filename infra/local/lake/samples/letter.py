"""The sample letter: a Spanish supplier writes about a late delivery."""

from __future__ import annotations

NAME = "carta.txt"
TEXT = """\
Estimados señores:

Les escribo sobre el pedido de doce tiendas y cuarenta sacos de dormir para la tienda de Hamburgo.
El camión salió ayer de nuestro almacén, pero la entrega llegará con dos días de retraso.
La factura es de 3.480,00 euros. Les pido que la paguen antes del 30 de noviembre.

Si tienen preguntas, pueden llamarme al +34 912 345 678 o escribirme a carmen@example.com.

Muchas gracias por su paciencia.

Carmen Ortega
"""


def drawn() -> bytes:
    return TEXT.encode()
