"""manual.py LIST: prints in what a list of the manual pages differs from what it describes; tests/manual.sh runs it

Copyright (C) 2026 The libbounce authors
SPDX-License-Identifier: LGPL-2.1-or-later
"""
import json, os, re, subprocess, sys

top = os.environ['top_srcdir']


def read(path):
    with open(f'{top}/{path}', encoding='utf-8') as file:
        return file.read()


def bounce(*words, text=''):
    return subprocess.run([os.environ['BOUNCE'], *words], input=text, capture_output=True, text=True).stdout


def sections(page, macro):
    """What stands below each .Sh or .Ss, by its title."""
    parts = re.split(rf'^\.{macro} (.*)\n', read(page), flags=re.M)
    return {title: re.split(r'^\.S[hs] ', body, maxsplit=1, flags=re.M)[0] if macro == 'Ss' else body
            for title, body in zip(parts[1::2], parts[2::2])}


def items(text):
    """Each .It of a text, and what stands below it."""
    parts = re.split(r'^\.It (.*)\n', text, flags=re.M)
    return list(zip(parts[1::2], parts[2::2]))


def differ(where, page, other, of):
    """Their order matters but in sets."""
    page, other = (sorted(names) if isinstance(names, set) else list(names) for names in (page, other))
    for name in [n for n in other if n not in page]:
        print(f'{where}: add {name}, which {of} has')
    for name in [n for n in page if n not in other]:
        print(f'{where}: {name} is not in {of}')
    if sorted(page) == sorted(other) and page != other:
        print(f'{where}: the order is not that of {of}')


# ---- bounce(1) and bounce help ----

PAGE = 'man/bounce.1'
SHARED = 'Options of several verbs'


def listed(*blocks):
    """The words that bounce help lists below a line such as "Verbs:"; all but its examples."""
    found = re.findall(r'^(\w+):\n((?:  .*\n)+)', bounce('help'), re.M)
    return [word for block, lines in found if block in blocks or not blocks and block != 'Examples'
            for word in re.findall(r'^  ([a-z]+) ', lines, re.M)]


def help_options(verb):
    lines = re.findall(r'^  (?:-(\w), )?--([a-z-]+)(?:=(\S+))? ', bounce('help', verb).partition('\nOptions:\n')[2], re.M)
    return {(short, name, argument.lower().replace('…', '...')) for short, name, argument in lines if name != 'help'}


def item_options(item):
    short = re.match(r'Fl (\w) , ', item)
    return {(short[1] if short else '', name, argument)
            for name, argument in re.findall(r'Fl -([a-z-]+)(?: Ns = Ns Ar (\S+))?', item)}


def as_item(option):
    short, name, argument = option
    return f'".It {f"Fl {short} , " if short else ""}Fl -{name}{f" Ns = Ns Ar {argument}" if argument else ""}"'


def check_verbs():
    topics = re.search(r'\[VERB\|([a-z|]+)', bounce('help', 'help'))[1].split('|')
    told = re.findall(r'^\.Cm (\w+)', sections(PAGE, 'Ss')['help'], re.M)
    differ(f'{PAGE}, below ".Ss help"', told, topics, 'bounce help help')
    titles = [title for title in sections(PAGE, 'Ss') if title.islower()]
    differ(PAGE, [f'".Ss {title}"' for title in titles], [f'".Ss {word}"' for word in listed()], 'bounce help')
    synopsis = re.findall(r'^\.Cm (\w+)', sections(PAGE, 'Sh')['SYNOPSIS'], re.M)
    differ(f'{PAGE}, SYNOPSIS', synopsis, listed('Verbs'), 'bounce help')


def check_options():
    text = sections(PAGE, 'Ss')
    for verb in listed('Verbs'):
        own = {option for item, _ in items(text.get(verb, '')) for option in item_options(item)}
        shared = {option for item, _ in items(text[SHARED]) for option in item_options(item)
                  if verb in re.findall(r'\w+', item.partition('Pq Cm')[2])}
        differ(f'{PAGE}, below ".Ss {verb}"', {as_item(o) for o in own | shared}, {as_item(o) for o in help_options(verb)},
               f'bounce help {verb}')
    known = {name for verb in listed('Verbs') for _, name, _ in help_options(verb)} | {'help', 'version'}
    differ(PAGE, set(re.findall(r'\bFl -([a-z-]+)', read(PAGE))), known, 'bounce help')


def check_statuses():
    said = re.findall(r'[:;]\s(\d+) ', bounce('help').partition('\nExit status')[2])
    differ(f'{PAGE}, EXIT STATUS', [item for item, _ in items(sections(PAGE, 'Sh')['EXIT STATUS'])], said, 'bounce help')


def names_from(first):
    """Those of the lines of .Va that begin with this one, but for the words between them."""
    lines = re.search(rf'^\.Va {first} .*\n(?:\.Va .*\n|and\n)*', sections(PAGE, 'Ss')['read'], re.M)[0]
    return re.findall(r'[a-z_]+', re.sub(r'^and$|^\.Va', '', lines, flags=re.M))


def check_columns():
    differ(f'{PAGE}, --csv', names_from('source'), bounce('read', '--csv').strip().split(','), 'bounce read --csv')


def check_fields():
    scalar = [name for title in ('Message', 'Recipient') for name, (kind, _) in members(title).items()
              if re.match('string|integer', kind) and name != 'v']
    named = {*scalar, *names_from('original_message_id')}
    differ(f'{PAGE}, fields', named, set(bounce('help', 'fields').split()), 'bounce help fields')


# ---- libbounce-json(5), the schema, the reasons, the command ----

JSON = 'man/libbounce-json.5'


def members(title):
    found = {}
    for item, text in items(sections(JSON, 'Ss')[title]):
        name = re.fullmatch(r'Va (\w+) Pq ([a-z ]+?)(?:, .*)?', item)
        if name:
            found[name[1]] = (name[2], re.findall(r'[\w-]+', ' '.join(re.findall(r'^\.Cm (.*)', text, re.M))))
    return found


def type_of(schema):
    kinds = schema.get('type', ['integer'] if 'const' in schema else ['string'])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return ' or '.join(f'array of {schema["items"]["type"]}' if kind == 'array' else kind for kind in kinds)


def check_members():
    report = json.loads(read('docs/report.schema.json'))['properties']
    recipient = report['recipients']['items']['properties']
    for title, properties in (('Message', report), ('Original', report['original']['properties']), ('Recipient', recipient),
                              ('Evidence', recipient['evidence']['properties'])):
        found = members(title)
        differ(f'{JSON}, {title}', found, properties, 'the schema')
        for name in [name for name in found if name in properties]:
            if found[name][0] != type_of(properties[name]):
                print(f'{JSON}, {title}: {name} is {type_of(properties[name])} in the schema')
            words = [word for word in properties[name].get('enum', []) if word]
            if name in ('kind', 'reason'):
                found[name] = ('', [item.split()[1] for item, _ in items(sections(JSON, 'Ss')[f'{name.capitalize()}s'])])
            differ(f'{JSON}, {name}', found[name][1], words, 'the schema')


def check_reasons():
    rows = re.findall(r'^(\S+) +(hard|soft)  (\w+) +(.*)', bounce('help', 'reasons').partition('\n\n')[2], re.M)
    facts = [(f'Cm {reason} Pq {fault}{", hard" if severity == "hard" else ""}', meaning)
             for reason, severity, fault, meaning in rows]
    said = [(item, ' '.join(text.partition('\n.El')[0].split())) for item, text in items(sections(JSON, 'Ss')['Reasons'])]
    differ(f'{JSON}, Reasons', said, facts, 'bounce help reasons')


def check_objects():
    mail = 'Return-Path: <>\nFrom: MAILER-DAEMON@a.example\nSubject: Returned mail\n\n<b@c.example>: 550 the whale sings\n'
    unknown = [json.loads(line) for line in bounce('unknown', '--json', text=mail).splitlines()]
    differ(f'{JSON}, bounce unknown', members('bounce unknown --json'), [*unknown[0], *unknown[-1]], 'the command')
    differ(f'{JSON}, bounce codes', members('bounce codes --json'), json.loads(bounce('codes', '--json', '550')), 'the command')
    differ(f'{JSON}, bounce read --input', re.findall(r'^\.It Va (\w+)', sections(JSON, 'Ss')['bounce read --input'], re.M),
           json.loads(bounce('read', '--input=ndjson', text='{"key":1}')), 'the command')
    text = sections(JSON, 'Ss')['bounce classify --json'].replace('Pq string or null', '')
    names = re.findall(r'\w+', ' '.join(re.findall(r'Va (.*)', text)))
    differ(f'{JSON}, bounce classify', names, json.loads(bounce('classify', '--json', '550')), 'the command')


def check_example():
    shown = json.loads(re.search(r'^\.Bd -literal\n({.*?^})', read(JSON), re.S | re.M)[1].replace(r'\e', '\\'))
    real = [json.loads(line) for line in bounce('read', '--json', 'examples/inbox.mbox').splitlines()]
    if json.dumps(shown) not in map(json.dumps, real):
        print(f'{JSON}: the example is not what bounce read --json prints of that mail')


# ---- libbounce(3) and bounce.h ----

def check_functions():
    header, page = read('lib/bounce.h'), read('man/libbounce.3')
    functions = set(re.findall(r'^BOUNCE_API .*[ *](bounce_\w+) \(', header, re.M))
    types = set(re.findall(r'^(?:} |typedef struct \w+ |typedef \w+ \(\*)(Bounce\w+)(?=;|\) \()', header, re.M))
    differ('man/libbounce.3', set(re.findall(r'\.Fn (bounce_\w+)', page)), functions, 'bounce.h')
    differ('man/libbounce.3', set(re.findall(r'Bounce\w+', ' '.join(re.findall(r'Vt (.*)', page)))), types, 'bounce.h')


globals()[f'check_{sys.argv[1]}']()
