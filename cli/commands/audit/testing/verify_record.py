"""Verifies an exported record, written from docs/events.md alone.

    python3 verify_record.py record.jsonl kept.checkpoint verifier-key

Exits with 0 if the record is whole up to the checkpoint, else with 1 and the reason.
"""

import base64
import hashlib
import json
import sys


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# Ed25519, RFC 8032 section 5.1 and appendix A: verification only.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * SQRT_MINUS_ONE % P
    if (x * x - x2) % P != 0:
        raise ValueError("not a point")
    return x if x & 1 == sign else P - x


def decode_point(octets):
    y = int.from_bytes(octets, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x = recover_x(y, sign)
    return (x, y, 1, x * y % P)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(n, point):
    total = (0, 1, 1, 0)
    while n > 0:
        if n & 1:
            total = add(total, point)
        point, n = add(point, point), n >> 1
    return total


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signed_by(key, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L
    return same(multiply(s, BASE), add(decode_point(r), multiply(k, decode_point(key))))


def open_checkpoint(note, verifier_key):
    name, key_id, encoded = verifier_key.strip().split("+", 2)
    octets = base64.b64decode(encoded, validate=True)
    if octets[0] != 1 or sha256(name.encode(), b"\n", octets)[:4].hex() != key_id:
        raise ValueError("not a verifier key")
    text, signatures = note.split("\n\n", 1)
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, blob = line.split(" ")
        blob = base64.b64decode(blob)
        if dash == "\u2014" and signer == name and blob[:4].hex() == key_id:
            if signed_by(octets[1:], text.encode(), blob[4:]):
                origin, size, root = text.splitlines()[:3]
                if origin != name:
                    raise ValueError("the checkpoint is of another log")
                return int(size), base64.b64decode(root)
    raise ValueError("the checkpoint is not signed by this key")


def canonical(value):
    """RFC 8785, for the values that events have: no fractions."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float):
        raise ValueError("an event has a number that is not whole")
    return json.dumps(value, ensure_ascii=False)


def indexes_in(text):
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


class Tree:
    """The roots of complete subtrees, largest first, each with its number of leaves."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, leaf):
        width, self.size = 1, self.size + 1
        while self.peaks and self.peaks[-1][0] == width:
            leaf, width = sha256(b"\x01", self.peaks.pop()[1], leaf), width * 2
        self.peaks.append((width, leaf))

    def root(self):
        if not self.peaks:
            return sha256()
        total = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            total = sha256(b"\x01", peak, total)
        return total


def verify(lines, size, root):
    tree, erased, accounted, reached = Tree(), set(), set(), None
    if size == 0:
        reached = tree.root()
    for line in lines:
        row = json.loads(line)
        index, leaf = int(row["index"]), base64.b64decode(row["leaf_hash"])
        if index != tree.size:
            raise ValueError(f"leaf {tree.size} is missing")
        event, salt = row.get("event"), base64.b64decode(row.get("salt") or "")
        if event is None:
            erased.add(index)
        elif sha256(b"\x00", salt, canonical(event).encode()) != leaf:
            raise ValueError(f"event {index} was changed")
        elif event["type"] == "gatepost.audit.erased.v1" and event["source"] == "/gatepost/audit":
            accounted.update(indexes_in(event["data"]["indexes"]))
        tree.append(leaf)
        if tree.size == size:
            reached = tree.root()
    if reached != root:
        raise ValueError(f"the first {size} leaves are not those that were signed")
    if erased - accounted:
        raise ValueError(f"no event tells of what was erased: {sorted(erased - accounted)}")
    return tree.size


def main(record, checkpoint, key):
    with open(checkpoint, encoding="utf-8") as file:
        size, root = open_checkpoint(file.read(), key)
    with open(record, encoding="utf-8") as file:
        print(f"{verify(file, size, root)} events, the first {size} as they were signed")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except ValueError as error:
        sys.exit(f"NOT as it should be: {error}")
