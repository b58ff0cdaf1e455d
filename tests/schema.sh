#!/bin/sh
# schema.sh: what `bounce read --json` prints of every sample is valid JSON and fits docs/report.schema.json
set -u
LC_ALL=C.UTF-8
export LC_ALL
: "${top_srcdir:=$(dirname "$0")/..}" "${BOUNCE:=$top_srcdir/build/tools/bounce}"

if ! python3 -c 'import jsonschema' 2>/dev/null; then
    echo "1..0 # SKIP no python3 with jsonschema"
    exit 0
fi

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

# the exit status tells of hard bounces and the like; what could not be read is found by the count
find "$top_srcdir/tests/data" -name '*.eml' -type f | sort >"$work/files"
xargs -d '\n' -n 200 "$BOUNCE" read --json <"$work/files" >"$work/lines" 2>"$work/errors"
"$BOUNCE" read --json "$top_srcdir/examples/inbox.mbox" >>"$work/lines" 2>>"$work/errors"

cat >"$work/check.py" <<'END'
import json, mailbox, sys
from jsonschema import Draft202012Validator

work, top = sys.argv[1:]
MESSAGE = '''v source offset size id kind format date message_id subject from to reporting_mta arrival_date envelope_id original
    recipients feedback warnings'''.split()
RECIPIENT = '''address address_from final_address original_address action status reported_status reply command diagnostic
    diagnostic_type remote_mta last_attempt retry_until reason severity fault confidence evidence'''.split()
ORIGINAL = 'message_id subject from to date list_id return_path'.split()
EVIDENCE = 'rule from text'.split()
complaints = {}
number = 0


def test(name):
    global number
    number += 1
    bad = complaints.get(name, [])
    print(f'{"not ok" if bad else "ok"} {number} - {name}')
    for complaint in bad[:10]:
        print('#', ascii(complaint))


def complain(name, complaint):
    complaints.setdefault(name, []).append(complaint)


def once(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError('a name stands twice in an object')
    return dict(pairs)


def read(lines):
    for n, line in enumerate(lines, 1):
        try:
            yield json.loads(line.decode('utf-8', 'strict'), object_pairs_hook=once)
        except ValueError as error:
            complain('each line is valid UTF-8 and JSON', f'line {n}: {error}')


def check_names(where, value, names):
    if value is not None and set(value) != set(names):
        complain('all fields are there, and no others', f'{where}: {sorted(set(value) ^ set(names))}')


def check_strings(where, value):
    if isinstance(value, str):
        if value == '' or any(c < ' ' or '\x7f' <= c < '\xa0' for c in value if c not in '\t\n'):
            complain('no string is empty or has controls', f'{where}: {value}')
    for key, member in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        check_strings(f'{where} {key}', member)


with open(top + '/docs/report.schema.json', encoding='utf-8') as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
with open(work + '/lines', 'rb') as file:
    lines = file.read().split(b'\n')
if lines.pop() != b'':
    complain('each line is valid UTF-8 and JSON', 'the last line has no end')
for report in read(lines):
    where = f'{report.get("source")} at {report.get("offset")}'
    for error in validator.iter_errors(report):
        complain('each report fits the schema', f'{where}: {error.json_path}: {error.message}')
    check_names(where, report, MESSAGE)
    check_names(where, report['original'], ORIGINAL)
    for recipient in report['recipients']:
        check_names(where, recipient, RECIPIENT)
        check_names(where, recipient['evidence'], EVIDENCE)
    check_strings(where, report)
with open(work + '/files', encoding='utf-8') as file:
    wanted = len(file.readlines()) + len(mailbox.mbox(top + '/examples/inbox.mbox', create=False))
if len(lines) != wanted or wanted < 100:
    complain('a report for each message', f'{len(lines)} reports of {wanted} messages')
with open(work + '/errors', encoding='utf-8') as file:
    for line in file:
        complain('nothing on stderr', line)

print('1..6')
for name in ('each line is valid UTF-8 and JSON', 'each report fits the schema', 'all fields are there, and no others',
             'no string is empty or has controls', 'a report for each message', 'nothing on stderr'):
    test(name)
END
python3 "$work/check.py" "$work" "$top_srcdir"
