/* dsn.h: delivery status notifications (RFC 3464, RFC 6533)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "report.h"

/* Reads the text of a message/delivery-status part into the report: the fields of the message, and a recipient for each group of
 * fields. A report gets no more than max_recipients; a field is cut at max_field bytes. */
void dsn_read (BounceReport *report, Span text, gsize max_recipients, gsize max_field);

/* Was the diagnostic said by a program or by the MTA itself, and not by an SMTP server? The type of Diagnostic-Code tells. */
gboolean dsn_is_local (const BounceRecipient *recipient);

/* Takes the reply, status, command and host from a diagnostic, where the recipient has none yet or one that tells less. */
void dsn_apply_text (BounceRecipient *recipient, Span text);
