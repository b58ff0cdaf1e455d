/* packed.h: a message on its way to another thread or process
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "parser.h"

/* See bounce_mailbox_pack(). */
gsize packed_write (const MessagePlace *place, Span message, char *buffer, gsize room);
