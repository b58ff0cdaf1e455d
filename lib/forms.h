/* forms.h: the forms in which a statement is searched for what rules say
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "sense.h"
#include "span.h"

/* A text, and in what sense its words are said. NULL: it has no such form. */
typedef struct {
    char *text;
    SenseText sense;
} Form;

typedef struct {
    Form normal;   /* with its letters, where a program wrote numbers for them */
    Form spaced;   /* with the words apart that underscores join */
    Form nameless; /* without the addresses, hosts and names in its midst; once forms_take_names_out() was called */
} Forms;

Forms forms_of (Span text);
void forms_clear (Forms *forms);

/* Many put the address, or its domain, between the words that belong together: "The mailbox <…> has been closed". */
void forms_take_names_out (Forms *forms);
