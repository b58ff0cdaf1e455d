/* rule-phrase.h: a quoted phrase of a rule file
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

#define MOST_ALTERNATIVES 1024u /* phrases that one stands for */

/* Takes a "phrase with {two,three} ways" off rest, which begins with its quote. Returns it in normal form, its ways between the marks
 * of phrase.h, and once more with its letters that may be lost, if it has some; ended by NULL. NULL where it is none, and what is
 * wrong with it. */
GStrv rule_phrase_take (Span *rest, char **wrong);

/* All that such a phrase stands for; free it with g_strfreev(). */
char **rule_phrase_expand (const char *phrase);

/* The phrase as it is written. */
char *rule_phrase_show (const char *phrase);
