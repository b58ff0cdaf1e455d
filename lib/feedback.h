/* feedback.h: feedback reports (ARF, RFC 5965 and 6591)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "report.h"

/* Reads the text of a message/feedback-report part into the report: its fields, and who complained where it is told. Stops at most
 * recipients; cuts a field at longest bytes. */
void feedback_read (BounceReport *report, Span text, gsize most, gsize longest);
