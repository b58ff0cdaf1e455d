"""remote.py HOST PORT: a mail host that gives each recipient the response that its local part asks for

Copyright (C) 2026 The libbounce authors
SPDX-License-Identifier: LGPL-2.1-or-later
"""
import socketserver
import sys

# to RCPT; who is not listed is good
RECIPIENT = {
    'nobody': '550 5.1.1 <{}>: Recipient address rejected: User unknown in virtual mailbox table',
    'full': '552 5.2.2 <{}>: user is over quota',
    'later': '450 4.2.0 <{}>: Recipient address rejected: Greylisted, try again in 300 seconds',
    'members': '550-5.7.1 <{}>: delivery to this recipient\r\n550 5.7.1 is restricted to members',
    'drop': None,
}
# to the end of DATA
MESSAGE = {
    'dmarc': "550 5.7.26 Unauthenticated email from lists.example.org is not accepted due to domain's DMARC policy.",
}


class Session(socketserver.StreamRequestHandler):
    def say(self, response):
        self.wfile.write(f'{response}\r\n'.encode())

    def handle(self):
        self.say('220 mx.example.net ESMTP')
        end = '250 2.0.0 kept'
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b'RCPT':
                address = line.decode().partition('<')[2].partition('>')[0]
                name = address.partition('@')[0]
                response = RECIPIENT.get(name, '250 2.1.5 good')
                if response is None:
                    return
                end = MESSAGE.get(name, end)
                self.say(response.format(address))
            elif verb == b'DATA':
                self.say('354 go on')
                while self.rfile.readline() not in (b'.\r\n', b''):
                    pass
                self.say(end)
                end = '250 2.0.0 kept'
            elif verb == b'QUIT':
                self.say('221 2.0.0 bye')
                return
            else:
                self.say('250 mx.example.net')


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


Server((sys.argv[1], int(sys.argv[2])), Session).serve_forever()
