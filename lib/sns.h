/* sns.h: Amazon's notices as JSON, sent by mail (SES events through SNS)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "report.h"

/* Reads such a notice, where the text is one, into the report: its recipients, no more than max_recipients, their actions, and
 * what was sent. Sets *complaint where it is a complaint. FALSE where the text is no such notice. */
gboolean sns_read (BounceReport *report, Span text, gsize max_recipients, gboolean *complaint);
