"""Tells the OpenSSL inside CPython's _ssl whom it trusts: it asks for its builder's folder, which exists nowhere else.

The places are constants in the program, so the new ones, which are shorter, are written over them. Usage: trust.py FILE OLD_FOLDER
"""

import pathlib
import sys

PLACES = {"cert.pem": b"/etc/ssl/certs/ca-certificates.crt", "certs": b"/etc/ssl/certs"}

file, folder = pathlib.Path(sys.argv[1]), sys.argv[2]
program = file.read_bytes()
for name, place in PLACES.items():
    old = f"{folder}/{name}".encode() + b"\0"
    if program.count(old) != 1:
        sys.exit(f"{file.name} does not ask for {folder}/{name} once")
    program = program.replace(old, place.ljust(len(old), b"\0"))
file.write_bytes(program)
