/* sender.h: do the words around tell that the sender is meant, not the recipient?
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * "Domain not found", "user unknown" and their like are said of the sender, too, of its host, and of what a header names. What
 * somebody heard who asked whether the sender exists, transcript_sender_asked() finds.
 */
#pragma once

#include "span.h"

/* Of words in a text, both in normal form: "your domain …", "sender <a@b>: …", "… in MAIL FROM"; where they tell of a domain, also of
 * one that is a host's of the sender, or a signature's: "HELO mail.example.org: host not found". */
gboolean sender_is_meant (Span text, Span words, gboolean of_domain);
