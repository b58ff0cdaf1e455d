#!/usr/bin/python3
# hard.py: prints the dead addresses of a mailbox, each with the reason and with what was said
#
#     python3 hard.py bounces.mbox
import sys

import gi
gi.require_version('Bounce', '1.0')
from gi.repository import Bounce

# Strangers wrote it: nothing of it is to steer the terminal.
def plain(text):
    return Bounce.printable(text) or '-'

parser = Bounce.Parser.new()
mailbox = Bounce.Mailbox.open(sys.argv[1] if len(sys.argv) > 1 else '-')
while mailbox.next():
    for recipient in mailbox.parse(parser).list_recipients():
        if recipient.get_severity() == Bounce.Severity.HARD:
            reason = recipient.get_reason().value_nick
            print(plain(recipient.get_address()), reason, plain(recipient.get_diagnostic()), sep='\t')
