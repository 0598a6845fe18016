#!/bin/bash
# The record's schema is strict: no key may lack, none may be added.
set -eu
python3 -c 'import jsonschema' 2>/dev/null || exit 77
python3 "$TEST_DIR/tools/strict.py" \
    "$top_srcdir/doc/greffier-record.schema.json" "$TEST_DIR/schema/record.json"
