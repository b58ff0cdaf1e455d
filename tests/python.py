"""What Python makes of the library through its typelib: the same reports, and who owns what.

tests/python.sh runs it, where all that it needs is there. Every function that is offered to Python is called here.
"""
import ctypes
import gc
import glob
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import traceback

import gi
gi.require_version('Bounce', '1.0')
from gi.repository import Bounce, GLib

TOP = os.environ['top_srcdir']
INBOX = TOP + '/examples/inbox.mbox'
KEY = b'\x00 any \xff bytes'
ORIGINAL = 'message_id subject from to date list_id return_path'.split()
REPORT = '''source offset size id format date message_id subject from to reporting_mta arrival_date envelope_id
    warnings'''.split()
RECIPIENT = '''address final_address original_address status reported_status diagnostic diagnostic_type remote_mta last_attempt
    retry_until'''.split()
VERDICT = 'address_from action command reason severity fault confidence'.split()
ENUMS = (Bounce.Kind, Bounce.Action, Bounce.Command, Bounce.Reason, Bounce.Severity, Bounce.Fault, Bounce.Confidence,
         Bounce.Origin)
tests = []


def test(function):
    tests.append(function)
    return function


def equal(got, wanted):
    assert got == wanted, f'got {got!r}, wanted {wanted!r}'


def fails(code, function, *arguments):
    """The message of the library's own error that the call ends with."""
    try:
        function(*arguments)
    except GLib.Error as error:
        assert error.matches(Bounce.error_quark(), code), error
        return error.message
    raise AssertionError(f'{function} did not fail')


def refuses(function, *arguments):
    try:
        function(*arguments)
    except (TypeError, OverflowError):
        return
    raise AssertionError(f'{function} took {arguments}')


def reports(path, parser=None):
    parser = parser or Bounce.Parser.new()
    mailbox = Bounce.Mailbox.open(path)
    while mailbox.next():
        yield mailbox.parse(parser)


def inbox():
    return list(reports(INBOX))


def word(value):
    return type(value).to_string(value)


def recipient_fields(recipient):
    """The recipient as in JSON, asked for one by one."""
    fields = {name: getattr(recipient, 'get_' + name)() for name in RECIPIENT}
    fields |= {name: word(getattr(recipient, 'get_' + name)()) for name in VERDICT}
    fields['reply'] = recipient.get_reply() or None
    evidence = {'rule': recipient.get_evidence_rule(), 'from': recipient.get_evidence_from(),
                'text': recipient.get_evidence_text()}
    return fields | {'evidence': evidence if evidence['rule'] else None}


def report_fields(report):
    fields = {name: getattr(report, 'get_' + name)() for name in REPORT}
    fields |= {'v': 1, 'kind': word(report.get_kind())}
    original = {name: report.get_original(name) for name in ORIGINAL}
    fields['original'] = original if report.list_fields('original') else None
    fields['feedback'] = {name: report.get_feedback(name) for name in report.list_fields('feedback')} or None
    fields['recipients'] = [recipient_fields(recipient) for recipient in report.list_recipients()]
    equal(len(fields['recipients']), report.get_n_recipients())
    return fields


# ---- The same reports ----

@test
def each_sample_is_read_as_its_json_says():
    os.chdir(TOP + '/tests/data')  # the source in the JSON is as seen from there
    samples = sorted(glob.glob('*/*.eml'))
    assert len(samples) > 100
    for sample in samples:
        with open(sample[:-len('eml')] + 'json', encoding='utf-8') as file:
            wanted = json.load(file)
        for report in reports(sample):
            equal(json.loads(report.to_json()), wanted)
            equal(report_fields(report), wanted)


@test
def the_inbox_is_read_as_the_command_reads_it():
    command = [os.environ['BOUNCE'], 'read', '--json', INBOX]
    lines = subprocess.run(command, stdout=subprocess.PIPE, encoding='utf-8').stdout.splitlines()
    equal([report.to_json() for report in inbox()], lines)
    equal([report_fields(report) for report in inbox()], [json.loads(line) for line in lines])
    equal([recipient.to_json() for report in inbox() for recipient in report.list_recipients()][0],
          json.dumps(json.loads(lines[0])['recipients'][0], ensure_ascii=False, separators=(',', ':')))


@test
def a_message_comes_as_a_file_as_bytes_or_from_a_mailbox():
    path = TOP + '/tests/data/postfix/' + sorted(os.listdir(TOP + '/tests/data/postfix'))[0].replace('.json', '.eml')
    parser = Bounce.Parser.new()
    with open(path, 'rb') as file:
        data = file.read()
    wanted = parser.parse_file(path).list_recipients()[0].to_json()
    equal(parser.parse(data).list_recipients()[0].to_json(), wanted)
    mailbox = Bounce.Mailbox.open(os.fsencode(path))
    equal(mailbox.get_data(), b'')
    equal(mailbox.next(), True)
    equal(mailbox.get_data(), data)
    equal(mailbox.next(), False)
    equal((mailbox.get_data(), mailbox.get_progress()), (b'', 1.0))
    assert parser.explain(data).startswith('Message\n')


@test
def the_bytes_of_a_message_may_be_any():
    parser = Bounce.Parser.new()
    report = parser.parse(b'From: \xff\xc3\nSubject: one\0two\n\n\xfe\0')
    equal((report.get_size(), report.get_from()), (29, 'ÿÃ'))
    equal(json.loads(report.to_json())['from'], 'ÿÃ')
    equal(parser.parse(b'').get_kind(), Bounce.Kind.OTHER)
    for wrong in (None, 'text', 1, [256]):
        refuses(parser.parse, wrong)


@test
def slices_of_a_mailbox_are_all_of_it():
    end = Bounce.Mailbox.open(INBOX).get_length()
    equal(end, os.path.getsize(INBOX))
    parser = Bounce.Parser.new()
    ids = []
    for begin in range(0, end, 50000):
        mailbox = Bounce.Mailbox.open_slice(INBOX, begin, begin + 50000)
        while mailbox.next():
            ids.append(mailbox.parse(parser).get_id())
    equal(ids, [report.get_id() for report in inbox()])


# ---- Words, errors, codes, rules, tokens ----

@test
def words():
    for enum in ENUMS:
        values = [getattr(enum, name) for name in dir(enum) if re.fullmatch('[A-Z][A-Z_]+', name)]
        equal(sorted(int(value) for value in values), list(range(len(values))))
        for value in values:
            nick = word(value) or 'none'
            equal(value.value_nick, nick)
            equal(value.value_name, f'BOUNCE_{enum.__name__}_{nick}'.upper().replace('-', '_'))
            if word(value):
                equal(enum.from_string(nick), (True, value))
        equal(enum.from_string('nobody')[0], False)
        equal(enum.from_string(None)[0], False)
    equal(Bounce.Reason.get_meaning(Bounce.Reason.USER_UNKNOWN), 'the mailbox does not exist')
    equal(Bounce.Reason.get_fault(Bounce.Reason.SPAM), Bounce.Fault.MESSAGE)
    equal(Bounce.Reason.is_hard(Bounce.Reason.USER_UNKNOWN), True)


@test
def errors():
    parser = Bounce.Parser.new()
    equal(fails(Bounce.Error.NOT_FOUND, Bounce.Mailbox.open, '/none'), '/none: No such file or directory')
    fails(Bounce.Error.NOT_FOUND, Bounce.Mailbox.open_slice, '/none', 0, 1)
    fails(Bounce.Error.NOT_FOUND, parser.parse_file, '/none')
    fails(Bounce.Error.NOT_FOUND, parser.add_rules_file, '/none')
    with tempfile.NamedTemporaryFile() as file:
        file.write(gzip.compress(b'Subject: half\n' * 100000)[:1000])
        file.flush()
        fails(Bounce.Error.IO, list, reports(file.name))
    equal(fails(Bounce.Error.RULES, parser.add_rules, b'nonsense', 'mine'), 'mine:1: no such reason: nonsense')
    fails(Bounce.Error.RULES, parser.add_rules, b'\xff\xfe', 'mine')
    fails(Bounce.Error.TOKEN, Bounce.token_sign, b'', 'anna@example.com', 0)
    fails(Bounce.Error.TOKEN, Bounce.verp_make, KEY, 'no address', 'anna@example.com', 0)


@test
def codes():
    code = Bounce.Code.lookup('5.1.1')
    equal((code.code, code.reference, code.reason), ('x.1.1', 'RFC3463', Bounce.Reason.USER_UNKNOWN))
    equal((code.transient, code.permanent), (Bounce.Severity.SOFT, Bounce.Severity.HARD))
    equal(Bounce.Code.lookup('none'), None)
    every = Bounce.Code.list()
    equal((every[0].code, len({code.code for code in every})), ('101', len(every)))


@test
def limits_and_rules():
    parser = Bounce.Parser.new()
    equal(parser.get_limit(Bounce.Limit.TEXT), Bounce.DEFAULT_LIMIT_TEXT)
    parser.set_limit(Bounce.Limit.TEXT, 77)
    equal(parser.get_limit(Bounce.Limit.TEXT), 77)
    rules = 'spam "we do not like grün"\n    > 550 we do not like grün\n'
    equal(parser.add_rules(rules.encode(), 'mine'), True)
    recipient = parser.classify('550 we do not like grün', None)
    equal((recipient.get_reason(), recipient.get_action()), (Bounce.Reason.SPAM, Bounce.Action.FAILED))
    equal(parser.classify('550 no', 'mx.example.com').get_remote_mta(), 'mx.example.com')
    assert 'we do not like grün' in parser.list_rules()
    equal(parser.check_rules(), [])
    parser.set_body_only(True)
    equal(parser.parse(b'<anna@example.com>:\n550 5.1.1 User unknown\n').get_kind(), Bounce.Kind.BOUNCE)
    with_file = Bounce.Parser.new()
    equal(with_file.add_rules_file(TOP + '/lib/rules/postfix.rules'), True)


@test
def tokens():
    now = 1795442400
    token = Bounce.token_sign(KEY, 'anna@example.com', now)
    equal(len(token), Bounce.TOKEN_LENGTH)
    equal(Bounce.token_check(KEY, 'anna@example.com', token, 0, now), True)
    equal(Bounce.token_check(KEY + b'x', 'anna@example.com', token, 0, now), False)
    equal(Bounce.token_find(KEY, 'anna@example.com', f'<list+{token}@example.org>', 0, now), True)
    address = Bounce.verp_make(KEY, 'list@example.org', 'anna@example.com', now)
    equal(Bounce.verp_check(KEY, address, 0, now), 'anna@example.com')
    equal(Bounce.printable('a\tb\x1b[2J'), 'a b\\x1b[2J')
    equal(Bounce.printable(None), None)
    equal(Bounce.id_is_within('<x@news.example.org>', ['example.com', 'example.org']), True)
    hard = inbox()[0]
    equal(hard.is_signed(hard.list_recipients()[0], KEY, 0, now), False)
    equal(hard.looks_ours(['example.com']), False)


# ---- Who owns what ----

def noise():
    """Frees what nobody holds, and uses its memory for something else."""
    gc.collect()
    for report in reports(INBOX):
        report.to_json()


@test
def recipients_outlive_their_report():
    wanted = [recipient_fields(recipient) for report in inbox() for recipient in report.list_recipients()]
    recipients = [recipient for report in inbox() for recipient in report.list_recipients()]
    copies = [recipient.copy() for recipient in recipients]
    noise()
    equal([recipient_fields(recipient) for recipient in recipients], wanted)
    del recipients
    noise()
    equal([recipient_fields(recipient) for recipient in copies], wanted)


@test
def reports_outlive_mailbox_and_parser():
    wanted = [report.to_json() for report in inbox()]
    kept = [report.copy() for report in reports(INBOX, Bounce.Parser.new().copy())]
    noise()
    equal([report.to_json() for report in kept], wanted)


@test
def references_may_be_taken_and_given_back():
    recipient = Bounce.Parser.new().classify('550 5.1.1 User unknown', None)
    parser, mailbox, report = Bounce.Parser.new(), Bounce.Mailbox.open(INBOX), inbox()[0]
    for thing in (parser, mailbox, report, recipient):
        thing.ref()
        thing.ref().unref()
        for _ in range(3):  # Python hands over a reference of its own each time
            thing.unref()
    noise()
    equal((parser.get_limit(Bounce.Limit.LINE), mailbox.next()), (Bounce.DEFAULT_LIMIT_LINE, True))
    equal((report.get_kind(), recipient.get_status()), (Bounce.Kind.BOUNCE, '5.1.1'))


@test
def what_is_selected_stays():
    seen = []

    def failed(recipient, *data):
        seen.append(recipient.copy())
        return recipient.get_action() == Bounce.Action.FAILED

    wanted = [recipient_fields(recipient) for report in inbox() for recipient in report.list_recipients()]
    selected = [report.select(failed, None) for report in inbox()]
    noise()
    equal([recipient_fields(recipient) for recipient in seen], wanted)
    equal([recipient_fields(recipient) for report in selected for recipient in report.list_recipients()],
          [fields for fields in wanted if fields['action'] == 'failed'])


@test
def lists_and_strings_are_python_s_own():
    report = next(report for report in inbox() if report.get_feedback('type'))
    lists = report.get_warnings(), report.list_fields('feedback'), report.list_fields('nothing'), report.get_feedback('type')
    wanted = json.loads(report.to_json())
    del report
    noise()
    equal(lists, (wanted['warnings'], list(wanted['feedback']), [], wanted['feedback']['type']))


@test
def a_parser_is_shared_by_threads():
    parser, got = Bounce.Parser.new(), []
    threads = [threading.Thread(target=lambda: got.append([report.to_json() for report in reports(INBOX, parser)]))
               for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    equal(got, [[report.to_json() for report in inbox()]] * 4)


class Mallinfo(ctypes.Structure):
    names = 'arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost'.split()
    _fields_ = [(name, ctypes.c_size_t) for name in names]


def bytes_in_use():
    gc.collect()
    mallinfo2 = ctypes.CDLL(None).mallinfo2
    mallinfo2.restype = Mallinfo
    info = mallinfo2()
    return info.uordblks + info.hblkhd


def a_bit_of_everything(parser, data):
    # not select(): libgirepository 1.74 itself keeps some bytes of every callback, Gio's too
    mailbox = Bounce.Mailbox.open(INBOX)
    mailbox.next()
    report = mailbox.parse(parser)
    report_fields(report), report_fields(parser.parse(data)), report_fields(report.copy()), report.to_json(), mailbox.get_data()
    report.ref().unref()
    parser.classify('550 5.1.1 User unknown', None).copy().to_json()
    parser.explain(data), parser.list_rules()
    Bounce.Code.list(), Bounce.Code.lookup('550').meaning
    Bounce.verp_check(KEY, Bounce.verp_make(KEY, 'list@example.org', 'anna@example.com', 0), 0, 0)
    report.looks_ours(['example.com'])
    fails(Bounce.Error.NOT_FOUND, Bounce.Mailbox.open, '/none')
    fails(Bounce.Error.RULES, parser.add_rules, b'nonsense', 'mine')


@test
def nothing_leaks():
    if not hasattr(ctypes.CDLL(None), 'mallinfo2'):
        return 'the C library does not tell what is in use'
    with open(TOP + '/tests/data/arf/abuse.eml', 'rb') as file:
        data = file.read()
    parser, runs = Bounce.Parser.new(), 300
    for _ in range(50):
        a_bit_of_everything(parser, data)
    before = bytes_in_use()
    for _ in range(runs):
        a_bit_of_everything(parser, data)
    grown = bytes_in_use() - before
    # malloc gives no piece of less than 24 bytes
    assert grown < 16 * runs, f'{grown} bytes more after {runs} runs'


@test
def every_function_is_called_here():
    with open(__file__, encoding='utf-8') as file:
        source = file.read()
    getters = ['get_' + name for name in REPORT + RECIPIENT + VERDICT]
    infos = gi.Repository.get_default().get_infos('Bounce')
    functions = [info for info in infos if type(info).__name__ == 'FunctionInfo']
    functions += [method for info in infos if hasattr(info, 'get_methods') for method in info.get_methods()]
    # some stand there twice: as bounce_mailbox_open() and as Mailbox.open()
    names = {function.get_symbol(): function.get_name() for function in functions}
    assert len(names) > 90, len(names)
    equal([name for name in names.values() if name not in getters and not re.search(rf'\.{name}\b[(,]', source)], [])


print(f'1..{len(tests)}')
for number, function in enumerate(tests, 1):
    name = function.__name__.replace('_', ' ')
    try:
        skipped = function()
        print(f'ok {number} - {name}' + (f' # SKIP {skipped}' if skipped else ''))
    except Exception:
        print(f'not ok {number} - {name}')
        print('\n'.join('# ' + line for line in traceback.format_exc().splitlines()))
    sys.stdout.flush()
