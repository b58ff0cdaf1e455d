/* token.h: the signatures of bounce.h's "Forged reports", as addresses carry them
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

/* Takes "=TOKEN" off the end of a VERP address's local part and returns the token; empty, and local as it was, where none is
 * there. That it has the shape of one is all that this looks at. */
Span token_take (Span *local);
