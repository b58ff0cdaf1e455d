/* whose.h: whose words are
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * "User unknown" says that the recipient is not there; not so behind "your" or "sender callout:", nor before "in MAIL FROM".
 */
#pragma once

#include "around.h"
#include "bounce.h"

/* WHOSE_OTHERS: of nobody that mail is sent by or to. */
typedef enum { WHOSE_RECIPIENT, WHOSE_SENDER, WHOSE_HOST, WHOSE_OTHERS } Whose;

/* Of words for this reason, which is hard: of whom do they speak? */
Whose whose (const Around *around, BounceReason reason);

/* "The mailbox of the sender is full": do they name the sender? */
gboolean whose_is_sender (const Around *around);
