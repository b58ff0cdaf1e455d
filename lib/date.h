/* date.h: dates (RFC 5322, section 3.3)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

/* A date as RFC 3339 writes it, in the zone that it tells: "2026-11-23T14:32:04+01:00". What is no date with a zone is kept as it
 * was written, decoded. NULL where nothing is there. */
char *date_read (Span value);
