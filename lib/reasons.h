/* reasons.h: what holds of reasons; the rest is public
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "bounce.h"

/* Is it the recipient's fault or the domain's? No other says anything of the address. */
gboolean reason_can_be_hard (BounceReason reason);
