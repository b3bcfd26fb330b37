"""Prints the key that StepRecipeTests expects: SHA-256 of fields, each preceded by its length."""
import hashlib
import struct

fields = [
    "region-tree",
    "format", "1", "version", "3",
    "parameter size", "7",
    "input image", hashlib.sha256(b"x").hexdigest(),
]
data = b"".join(struct.pack("<Q", len(f.encode())) + f.encode() for f in fields)
print(hashlib.sha256(data).hexdigest())
