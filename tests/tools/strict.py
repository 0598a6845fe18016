#!/usr/bin/env python3
"""strict.py SCHEMA RECORD: the schema takes RECORD, and no longer takes it
with a key taken away, a key put in or a value of another kind anywhere.
77 without jsonschema."""
import copy
import json
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    sys.exit(77)

OPEN = {"provenance", "deduit"}     # maps whose keys are pointers
FREE = {"valeur"}                   # of deduit: whatever the field holds


def places(node, path=()):
    """every object of the record with the way to it"""
    if isinstance(node, dict):
        yield path
        for key, value in node.items():
            yield from places(value, path + (key,))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from places(value, path + (i,))


def at(node, path):
    for step in path:
        node = node[step]
    return node


def spoilt(record):
    """(what was done, a record that must be refused)"""
    for path in places(record):
        for key in at(record, path):
            name = "/".join(map(str, path + (key,)))
            if not path or path[-1] not in OPEN:
                bad = copy.deepcopy(record)
                del at(bad, path)[key]
                yield "without " + name, bad
            if key not in FREE or "deduit" not in path:
                bad = copy.deepcopy(record)
                at(bad, path)[key] = {"autre": 1.5}
                yield "another kind at " + name, bad
        bad = copy.deepcopy(record)
        at(bad, path)["inconnu"] = 1
        yield "one more key in /" + "/".join(map(str, path)), bad


def main(schema_path, record_path):
    with open(schema_path, encoding="utf-8") as f:
        validator = Draft202012Validator(json.load(f))
    with open(record_path, encoding="utf-8") as f:
        record = json.load(f)
    validator.validate(record)
    taken = [what for what, bad in spoilt(record) if validator.is_valid(bad)]
    for what in taken:
        print("taken, though spoilt: " + what, file=sys.stderr)
    return 1 if taken else 0


sys.exit(main(*sys.argv[1:3]))
