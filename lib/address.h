/* address.h: e-mail addresses, as reports write them
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

/* The first address in a text (local@domain; local may be quoted, the domain a literal, both may be UTF-8), without brackets;
 * empty where there is none. *after, unless NULL, is set to what follows it and its bracket. */
Span address_find (Span text, Span *after);

/* An address without what mailers put around it: brackets, quotes around the whole, "mailto:", a source route, a display name,
 * a trailing dot, Exim's octal escapes. NULL where no local@domain is in it. */
char *address_clean (Span text);

/* The value of a recipient field (RFC 3464, section 2.3.1): its type decides how it is decoded: "utf-8" as RFC 6533, section 3,
 * all others as xtext (RFC 3461, section 4) where that gives an address. *broken is set where an encoding is not valid: the
 * address then stands as it came. What is no address ("X400; /C=…") is kept whole. NULL where nothing is there. */
char *address_decode (Span type, Span text, gboolean *broken);

/* The recipient that a VERP address carries ("list-bounces+user=example.com@lists.example.org"), with a token behind it
 * ("…+user=example.com=TOKEN@…") or without; NULL where it carries none. */
char *address_from_verp (const char *address);

/* Are two addresses the same, ignoring case? Only their host could tell more. */
gboolean address_same (const char *a, const char *b);

/* MAILER-DAEMON, postmaster and the like: whom bounces come from. */
gboolean address_is_daemon (Span address);
