#!/usr/bin/env python3
"""validate.py SCHEMA RECORD...: is each RECORD valid?  77 without jsonschema."""
import json
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    sys.exit(77)


def main(schema_path, paths):
    with open(schema_path, encoding="utf-8") as f:
        schema = json.load(f)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    bad = 0
    for path in paths:
        with open(path, encoding="utf-8") as f:
            record = json.load(f)
        for e in validator.iter_errors(record):
            where = "/".join(str(p) for p in e.absolute_path)
            print("%s: /%s: %s" % (path, where, e.message[:300]), file=sys.stderr)
            bad += 1
    return 1 if bad else 0


sys.exit(main(sys.argv[1], sys.argv[2:]))
