/* codes.h: the tables of SMTP replies and enhanced status codes
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "bounce.h"
#include "status.h"

/* Made from lib/codes at build time. */
extern const BounceCode bounce_codes[];
extern const gsize bounce_n_codes;
extern const guint16 bounce_codes_sorted[]; /* their places, in the order of the codes */

/* What a code suggests where no text says more (RFC 5248, section 2: an unknown detail means what its subject means, an unknown
 * subject what its class means). NULL for none. */
const BounceCode *codes_for_status (Status status);
const BounceCode *codes_for_reply (guint reply);
