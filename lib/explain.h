/* explain.h: a verdict told to a person
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bounce_parser_explain() reads a message again and tells what was read where, which rules matched, and why one of them
 * decided. It draws no conclusions of its own: all that it tells is in the report and in the trace of classify.h.
 */
#pragma once

#include "bounce.h"

struct Reading;

/* explain-recipient.c: all that is told of the recipient with that index, from 0. fields is the same recipient as the delivery
 * status alone tells it, or NULL. */
void explain_recipient (GString *page, const struct Reading *reading, guint index, const BounceRecipient *fields);

/* advice.c: what the owner of a list should do, in a sentence; NULL for BOUNCE_REASON_NONE. A delay (BOUNCE_SEVERITY_NONE) asks
 * for nothing, whatever its reason. */
const char *explain_advice (BounceReason reason, BounceSeverity severity);

/* The same for a message of that kind that has no recipient with a reason. */
const char *explain_advice_on (BounceKind kind);
