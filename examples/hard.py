#!/usr/bin/python3
# hard.py: prints the dead addresses of a mailbox, each with the reason and with what was said
#
#     python3 hard.py bounces.mbox
#
# Bounce.printable() is for what strangers wrote: nothing of it is to steer the terminal.
import sys

import gi
gi.require_version('Bounce', '1.0')
from gi.repository import Bounce

parser = Bounce.Parser.new()
mailbox = Bounce.Mailbox.open(sys.argv[1] if len(sys.argv) > 1 else '-')
while mailbox.next():
    for recipient in mailbox.parse(parser).list_recipients():
        if recipient.get_severity() == Bounce.Severity.HARD:
            told = recipient.get_address(), recipient.get_reason().value_nick, recipient.get_diagnostic()
            print(*(Bounce.printable(text or '-') for text in told), sep='\t')
