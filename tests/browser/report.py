# report.py: the page of `bounce report` in a browser: what the filter shows, that keys are enough, that what strangers wrote runs
# nothing, and that it can be read, in light and dark, on a telephone and a wide screen
#
# Copyright (C) 2026 The libbounce authors
# SPDX-License-Identifier: LGPL-2.1-or-later
import datetime
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from webdriver import ENTER, SPACE, TAB, Browser

number = 0


def is_(name, got, wanted):
    global number
    number += 1
    if got == wanted:
        print(f'ok {number} - {name}')
    else:
        print(f'not ok {number} - {name}')
        print('# wanted:', ascii(wanted))
        print('# got:   ', ascii(got), flush=True)


# ---- Mail: what is counted is known beforehand, as the rules are the test's own ----------------------------------------------

RULES = '''scope site
    text "whale"

user-unknown "no such whale"
    > 550 5.1.1 no such whale

mailbox-full "the whale is full"
    > 552 5.2.2 the whale is full

blocked "no whale from there"
    > 554 5.7.1 no whale from there
'''
SAID = {'user-unknown': ('5.1.1', '550 5.1.1 no such whale'), 'mailbox-full': ('5.2.2', '552 5.2.2 the whale is full'),
        'blocked': ('5.7.1', '554 5.7.1 no whale from there'), 'unknown': ('5.0.0', 'the moon is blue')}
REMEDY = {'user-unknown': 0, 'blocked': 1, 'mailbox-full': 2, 'unknown': 3}


def mail(day, domain, host, reason, more=''):
    """day: of November 2026, or a whole date"""
    status, said = SAID[reason]
    return f'''From MAILER-DAEMON Mon Nov 23 14:32:04 2026
From: Mail Delivery System <mailer-daemon@example.com>
To: list-bounces@example.com
Subject: Undelivered Mail
Date: {f'{day} Nov 2026' if isinstance(day, int) else day} 14:32:04 +0000
Message-ID: <report@example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is a report.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; jane@{domain}
Action: failed
Status: {status}
Remote-MTA: dns; {host}
Diagnostic-Code: smtp; {said}{more}

--b--

'''


# (day, domain, host, reason): more of some than of others, so that no two sums are the same
FAILURES = [failure
            for i, failure in enumerate(itertools.product((2, 3, 9, 20), ('one.example', 'two.example', 'three.example'),
                                                          ('mx.one.example', 'mx.big.example'), SAID))
            for _ in range(1 + i * i % 7)]


class Site:
    """A folder with mail and its page."""

    def __init__(self, folder, name, mails, *options):
        self.page = f'{folder}/{name}.html'
        rules, mbox = f'{folder}/site.rules', f'{folder}/{name}.mbox'
        with open(rules, 'w', encoding='utf-8') as file:
            file.write(RULES)
        with open(mbox, 'w', encoding='utf-8') as file:
            file.writelines(mails)
        command = [os.environ['BOUNCE'], 'report', '--rules', rules, '-o', self.page, *options, mbox]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        self.url = f'file://{self.page}'


# ---- What the page shows -----------------------------------------------------------------------------------------------------

# a table as a person sees it: a row for each name, what is hidden left out
TABLE = '''
const table = [];
for (const row of document.querySelectorAll('#' + arguments[0] + ' tr[data-row]'))
    if (row.offsetParent || arguments[0] === 'period' && !row.hidden)
        table.push([row.querySelector('b, bdi, time') || row.cells[0], ...[...row.cells].slice(arguments[1])].map(e => e.textContent));
return table'''


def table(browser, name):
    return {key: [int(n.replace(',', '')) for n in cells]
            for key, *cells in browser.run(TABLE, name, 3 if name == 'reason' else 1)}


def text(browser, selector):
    return browser.run('return document.querySelector(arguments[0]).textContent', selector)


def main_of(browser):
    """What the page holds, but for white space between its elements."""
    return re.sub(r'>\s+<', '><', browser.run("return document.querySelector('main').outerHTML"))


def sums(failures, key):
    counts = {}
    for failure in failures:
        row = counts.setdefault(key(failure), [0] * 5)
        row[0] += 1
        row[1 + REMEDY[failure[3]]] += 1
    return counts


def expected(failures):
    """The tables of these failures."""
    by_day = {f'{day} Nov 2026': [0] * 5 for day in range(2, 21)}
    by_day.update(sums(failures, lambda f: f'{f[0]} Nov 2026'))
    return {'domain': sums(failures, lambda f: f[1]), 'host': sums(failures, lambda f: f[2][3:]), 'period': by_day,
            'reason': {reason: row[:1] for reason, row in sums(failures, lambda f: f[3]).items()}}


def choose(browser, **values):
    """Sets the controls, and tells the page, as a choice does."""
    browser.run('''
for (const [id, value] of Object.entries(arguments[0])) {
    const control = document.getElementById(id);
    control.value = control.options ? [...control.options].find(option => option.text === value).value : value;
    control.dispatchEvent(new Event('change', { bubbles: true }));
}''', {name.replace('_', '-'): value for name, value in values.items()})


def shows(browser, name, wanted):
    tables = expected(wanted)
    is_(f'{name}: the numbers', {axis: table(browser, axis) for axis in tables}, tables)
    n = f'{len(wanted):,}'
    is_(f'{name}: how many', text(browser, '#shown'),
        f'All {n} failures are shown.' if len(wanted) == len(FAILURES) else
        f'{n} of {len(FAILURES):,} failures {"is" if len(wanted) == 1 else "are"} shown.' if wanted else 'No failure fits.')


def test_filter(browser, site):
    browser.open(site.url)
    first = main_of(browser)
    shows(browser, 'no filter', FAILURES)
    choose(browser, by_domain='two.example')
    shows(browser, 'a domain', [f for f in FAILURES if f[1] == 'two.example'])
    choose(browser, by_reason='blocked')
    shows(browser, 'and a reason', [f for f in FAILURES if f[1] == 'two.example' and f[3] == 'blocked'])
    choose(browser, by_host='big.example')
    shows(browser, 'and a provider',
          [f for f in FAILURES if f[1] == 'two.example' and f[3] == 'blocked' and f[2] == 'mx.big.example'])
    browser.run("document.getElementById('all').click()")
    is_('show all: the page is what it was', main_of(browser), first)
    choose(browser, by_reason='blocked')
    is_('a reason: the most frequent domain comes first', list(table(browser, 'domain')),
        sorted((counts := expected([f for f in FAILURES if f[3] == 'blocked'])['domain']), key=lambda name: -counts[name][0]))
    choose(browser, by_reason='all', by_host='one.example')
    is_('a provider: reasons stay below what is to be done about them', list(table(browser, 'reason')), sorted(SAID, key=REMEDY.get))
    choose(browser, by_reason='all: Passing', by_host='all')
    shows(browser, 'all that passes', [f for f in FAILURES if f[3] == 'mailbox-full'])
    choose(browser, by_reason='all', **{'from': '2026-11-03', 'to': '2026-11-09'})
    shows(browser, 'dates', [f for f in FAILURES if 3 <= f[0] <= 9])
    choose(browser, **{'from': '2026-11-04', 'to': ''})
    shows(browser, 'from a date', [f for f in FAILURES if f[0] >= 4])
    choose(browser, **{'from': '', 'to': '2026-11-03'})
    shows(browser, 'up to a date', [f for f in FAILURES if f[0] <= 3])
    choose(browser, **{'from': '2026-11-21', 'to': ''})
    shows(browser, 'after all dates', [])
    choose(browser, **{'from': '', 'to': '2026-11-01'})
    shows(browser, 'before all dates', [])
    browser.run("document.getElementById('all').click()")
    is_('and all again', main_of(browser), first)


def test_weeks(browser, folder):
    # Wednesdays in 30 weeks, as many in each as its number; and one of no date
    days = [datetime.date(2026, 1, 7) + datetime.timedelta(weeks=week) for week in range(30)]
    mails = [mail(f'{day:%d %b %Y}', 'one.example', 'mx.one.example', 'blocked') for i, day in enumerate(days) for _ in range(i + 1)]
    site = Site(folder, 'weeks', mails + [mail('some day', 'one.example', 'mx.one.example', 'blocked')])
    browser.open(site.url)
    is_('weeks: they begin on Monday', list(table(browser, 'period'))[:2], ['5 Jan 2026', '12 Jan 2026'])
    is_('weeks: what has no date stands at the end', list(table(browser, 'period').items())[-1], ('no date, or one far off', [1, 0, 1, 0, 0]))
    choose(browser, **{'from': '2026-01-18', 'to': '2026-01-19'})
    is_('weeks: all of those that are touched, and none without a date', text(browser, '#shown'), '5 of 466 failures are shown.')
    choose(browser, **{'from': '', 'to': ''}, by_domain='one.example')
    is_('weeks: with no date asked for, what has none is there', text(browser, '#shown'), 'All 466 failures are shown.')


def test_keys(browser, site):
    browser.open(site.url)
    browser.resize(1000)
    browser.press(TAB)
    is_('keys: the first goes to the answer', browser.run('return document.activeElement.textContent'), 'Skip to the answer')
    order = []
    for _ in range(30):
        browser.press(TAB)
        here = browser.run("const e = document.activeElement; return e.id || e.textContent")
        if not order or order[-1] != here:
            order.append(here)
        if here == 'The same as a table':
            break
    is_('keys: the order', order, ['Over time', 'Why', 'Where', 'Not understood', 'What was read', 'from', 'to', 'by-reason',
                                   'by-domain', 'by-host', 'all', 'The same as a table'])
    browser.press(ENTER)
    is_('keys: the table unfolds', browser.run("return document.querySelector('details').open"), True)
    browser.type('#from', '11092026')
    browser.type('#by-domain', 'three')
    shows(browser, 'keys: a date and a domain', [f for f in FAILURES if f[0] >= 9 and f[1] == 'three.example'])
    is_('keys: where the focus is can be seen', browser.run('''
document.activeElement.blur();
document.getElementById('all').focus({ focusVisible: true });
return getComputedStyle(document.activeElement).outlineStyle'''), 'solid')
    browser.press(SPACE)
    shows(browser, 'keys: all', FAILURES)
    browser.type('#by-host', 'big')
    browser.type('#all', ENTER)
    shows(browser, 'keys: all, by Enter', FAILURES)


def test_screen_reader(browser, site):
    browser.open(site.url)
    for selector, role, label in (
            ('header', 'banner', ''), ('main', 'main', ''), ('footer', 'contentinfo', ''), ('nav', 'navigation', 'On this page'),
            ('#filter', 'region', 'Filter'), ('#why', 'region', 'Why, and whose fault'), ('#controls', 'group', 'Show only'),
            ('#from', 'Date', 'From'), ('#by-domain', 'combobox', 'Domain'), ('#by-host', 'combobox', 'Provider'),
            ('#shown', 'status', ''), ('#chart', 'image', 'Failures in each day; the table below has the numbers'),
            ('#domain', 'table', 'By the recipient’s domain')):
        is_(f'screen reader: {selector}', [browser.role(selector), browser.label(selector)], [role, label])
    for width in (360, 1400):
        browser.resize(width)
        is_(f'screen reader: a table is one at {width} pixels',
            [browser.role(f'#domain {part}') for part in ('tbody tr', 'tbody th', 'tbody td', 'thead th:nth-child(3)')] +
            [browser.label('#domain thead th:nth-child(3)')], ['row', 'rowheader', 'cell', 'columnheader', 'Dead'])
    is_('screen reader: headings, none left out', browser.run('''
return [...document.querySelectorAll('h1, h2, h3')].map(heading => heading.tagName).join(' ')'''),
        'H1 H2 H3 H3 H3 H3 H2 H2 H2 H2 H2')


# ---- What can be seen ----------------------------------------------------------------------------------------------------------

# the least contrast of a text to what is behind it (WCAG 2, success criterion 1.4.3), and where
CONTRAST = '''
const light = part => (part /= 255) <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
const luminance = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
const parts = color => color.match(/[\\d.]+/g).map(Number);
function behind(element) {
    for (; element; element = element.parentElement) {
        const color = parts(getComputedStyle(element).backgroundColor);
        if (color.length < 4 || color[3] > 0)
            return color;
    }
}
const least = { contrast: 21 };
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node; node = walk.nextNode();) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest('script, title'))
        continue;
    const a = luminance(parts(getComputedStyle(element).color)), b = luminance(behind(element));
    const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (contrast < least.contrast)
        Object.assign(least, { contrast, text: node.data });
}
return least'''

# of the ink of each remedy to the page and to the cards
INK = '''
const page = getComputedStyle(document.body), probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
const light = part => (part /= 255) <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
function luminance(color) {
    probe.fillStyle = page.getPropertyValue(color);
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
    return .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
}
return Math.min(...['--dead', '--side', '--passing', '--unknown'].flatMap(ink => ['--page', '--card'].map(paper => {
    const a = luminance(ink), b = luminance(paper);
    return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
})))'''


def test_looks(browser, site):
    browser.open(site.url)
    for scheme in ('light', 'dark'):
        browser.color_scheme(scheme)
        least = browser.run(CONTRAST)
        is_(f'{scheme}: the contrast of texts is 4.5 at least', least if least['contrast'] < 4.5 else 'yes', 'yes')
        is_(f'{scheme}: that of colours 3', browser.run(INK) >= 3, True)
    is_('dark: it is dark', browser.run('return getComputedStyle(document.body).backgroundColor'), 'rgb(23, 22, 20)')
    for width in (320, 360, 800, 1400):
        browser.resize(width)
        browser.run("document.querySelector('details').open = true")
        is_(f'{width} pixels: nothing lies beside the screen',
            browser.run('return document.documentElement.scrollWidth'), width)


def test_without_script(browser, site):
    browser.devtools('Emulation.setScriptExecutionDisabled', value=True)
    browser.open(site.url)
    browser.devtools('Emulation.setScriptExecutionDisabled', value=False)
    is_('without script: there is no filter', browser.run("return document.getElementById('controls').checkVisibility()"), False)
    is_('without script: the numbers are there', {axis: table(browser, axis) for axis in ('domain', 'host', 'reason', 'period')},
        expected(FAILURES))


# ---- What strangers write ------------------------------------------------------------------------------------------------------

PAYLOADS = ['"><script>hacked=1</script>', "'><img src=x onerror=hacked=1>", '</script><script>hacked=1</script>', '<!--<script>',
            '\u202egnp.exe\u2066', '</bdi></table><svg onload=hacked=1>', '{{hacked=1}}', '&lt;b&gt;', '\x9b31m\x85',
            '<iframe srcdoc="<script>parent.hacked=1</script>">', '<link rel=stylesheet href=http://192.0.2.1/x.css>',
            '<meta http-equiv=refresh content="0;url=http://192.0.2.1/">']


def test_hostile(browser, folder):
    mails = [mail(1 + i % 20, f'x{i}{payload}.example', f'mx{payload}.example', reason, payload)
             for i, payload in enumerate(PAYLOADS) for reason in SAID]
    site = Site(folder, 'hostile', mails, '--title', PAYLOADS[0])
    browser.log('performance')
    browser.open(site.url)
    is_('hostile: the title is text', browser.run('return [document.title, document.querySelector("h1").textContent]'), [PAYLOADS[0]] * 2)
    is_('hostile: all is counted', text(browser, '#shown'), f'All {len(mails)} failures are shown.')
    names = browser.run("return [...document.querySelectorAll('#by-domain option')].map(option => option.value)")
    for value in names:
        browser.run('''
const control = document.getElementById('by-domain');
control.value = arguments[0];
control.dispatchEvent(new Event('change'))''', value)
    is_('hostile: nothing ran', browser.run('return typeof hacked'), 'undefined')
    is_('hostile: two scripts, and nothing that loads', browser.run('''
return [document.scripts.length, document.querySelectorAll('img, iframe, link, object, embed, [onload], [onerror], [src], [style]').length,
        document.querySelectorAll('meta[http-equiv]').length]'''), [2, 0, 1])
    is_('hostile: no order of a line is turned, no control is there',
        browser.run("return /[\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.textContent)"),
        False)
    is_('hostile: the page is where it was', browser.get('url'), site.url)
    urls = [event['params']['request']['url'] for entry in browser.log('performance')
            for event in [json.loads(entry['message'])['message']] if event['method'] == 'Network.requestWillBeSent']
    is_('hostile: nothing was asked of the network', [url for url in urls if not url.startswith(('data:', 'chrome:'))], [site.url])


def main():
    chromium, driver = shutil.which('chromium'), shutil.which('chromedriver')
    if not chromium or not driver:
        print('1..0 # SKIP no chromium, or no chromedriver')
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        site = Site(folder, 'page', [mail(*failure) for failure in FAILURES])
        browser = Browser(chromium, driver, f'{folder}/profile')
        try:
            test_filter(browser, site)
            test_weeks(browser, folder)
            test_keys(browser, site)
            test_screen_reader(browser, site)
            test_looks(browser, site)
            test_without_script(browser, site)
            test_hostile(browser, folder)
            is_('nothing was complained of', [entry['message'] for entry in browser.log('browser')], [])
        finally:
            browser.close()
    print(f'1..{number}')


sys.exit(main())
