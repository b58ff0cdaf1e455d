/* escapes.h: letters that a program wrote as numbers, as it could not write them
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A reply that is not ASCII comes as "Empf\303\244nger" from Exim, as "Empf=C3=A4nger" and "Empf\u00e4nger" out of fields and logs,
 * and as "EmpfÃ¤nger" where bytes of UTF-8 were taken for letters of their own.
 */
#pragma once

#include "span.h"

/* The text, which is UTF-8, with its letters; NULL where none was written so. */
char *escapes_undo (Span text);
