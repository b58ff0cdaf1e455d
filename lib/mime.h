/* mime.h: GMime, ready for use
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <gmime/gmime.h>

/* To be called before GMime makes an object or reads a header. It is made ready once, and only then: most mail needs none of it,
 * and a program that reads one message waits for all that is done before. */
void mime_ready (void);
