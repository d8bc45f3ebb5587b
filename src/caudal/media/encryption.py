"""AES-128 of HLS: a whole segment, CBC, padded, with its number as the IV (RFC 8216 4.3.2.4)."""

from dataclasses import replace
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES128
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from caudal.media.takeover import Taken

KEY_BYTES = 16


def encrypted(taken: Taken, key: bytes) -> Taken:
    """The segment as it is stored, and the record of that.

    Its keyframes are lost: no part of it can be decrypted by itself.
    """
    padder = PKCS7(AES128.block_size).padder()
    iv = taken.record.index.to_bytes(16, "big")
    encryptor = Cipher(AES128(key), CBC(iv)).encryptor()
    padded = padder.update(taken.data) + padder.finalize()
    data = encryptor.update(padded) + encryptor.finalize()
    record = replace(taken.record, bytes=len(data), sha256=sha256(data).hexdigest(), keyframes=())
    return Taken(data=data, record=record)
