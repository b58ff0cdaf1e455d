/* rule-phrase.h: the phrases that a quoted one of a rule file stands for
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

#define MOST_ALTERNATIVES 1024u /* phrases that one stands for */

/* Takes a "phrase with {two,three} ways" off rest, which begins with its quote. Returns all that it stands for, ended by NULL;
 * NULL where it is none, and what is wrong with it. */
GStrv rule_phrase_take (Span *rest, char **wrong);
