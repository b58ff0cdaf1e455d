/* phrase.h: phrases that look like those of rules and that nobody says
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <glib.h>

/* The phrase of a number, in normal form; no two numbers below 2^24 have the same. */
char *phrase_make (guint number);
