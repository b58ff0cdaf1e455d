/* message-id.h: Message-IDs (RFC 5322, section 3.6.4)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

/* The identifier, decoded, without its angle brackets and what stands behind them; what has no brackets is taken whole. NULL where
 * nothing is left. */
char *message_id_read (Span value);
