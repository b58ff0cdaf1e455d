/* dsn.h: delivery status notifications (RFC 3464, RFC 6533)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "report.h"

/* Reads the text of a message/delivery-status part into the report: the fields of the message, and a recipient for each
 * group of fields. Stops at most recipients; cuts a field at longest
 * bytes. */
void dsn_read (BounceReport *report, Span text, gsize most, gsize longest);

/* Did a program or the MTA itself say so, and no SMTP server? (the type of Diagnostic-Code) */
gboolean dsn_is_local (const BounceRecipient *recipient);

/* Brings a diagnostic into the recipient: its reply, status, command and host, where they are not told yet or told worse. */
void dsn_apply_text (BounceRecipient *recipient, Span text);

