/* mime.h: GMime, ready for use
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <gmime/gmime.h>

/* To be called before GMime makes an object or reads a header. GMime is initialised then and not sooner: most mail does not need
 * it, and a program that reads a single message would wait for it. */
void mime_ready (void);
