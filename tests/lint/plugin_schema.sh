#!/bin/bash
# The schema that editors use knows every plugin of ours, and refuses what the
# engine refuses for its keys.
set -eu
cd "${top_srcdir:-$(dirname "$0")/../..}"

python3 -c 'import jsonschema, yaml' 2>/dev/null || exit 77
python3 - <<'END'
import glob
import json
import sys

import jsonschema
import yaml

with open("plugins/plugin.schema.json", encoding="utf-8") as f:
    schema = json.load(f)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
status = 0


def faults(path):
    with open(path, encoding="utf-8") as f:
        return list(validator.iter_errors(yaml.safe_load(f)))


good = glob.glob("plugins/*/plugin.yaml") + \
    glob.glob("tests/plugin/valid/*/plugin.yaml") + \
    glob.glob("tests/plugin/place/*/plugin.yaml")
for path in sorted(good):
    for e in faults(path)[:1]:
        print("%s: /%s: %s" % (path, "/".join(map(str, e.path)),
            e.message[:200]), file=sys.stderr)
        status = 1
for case in ("a-key-is-misspelt", "a-rule-has-a-key-that-no-rule-has",
             "a-field-does-not-exist", "a-stated-value-is-of-another-type",
             "a-given-result-is-none", "a-place-that-is-none",
             "a-table-without-its-columns", "a-split-that-never-starts",
             "a-sub-pattern-with-the-engines-name",
             "acts-that-share", "an-agenda-of-items",
             "ranks-above-items"):
    if not faults("tests/plugin/invalid/%s/plugin.yaml" % case):
        print("the schema lets pass %s" % case, file=sys.stderr)
        status = 1
if len(good) < 20:
    print("plugins are missing", file=sys.stderr)
    status = 1
sys.exit(status)
END
