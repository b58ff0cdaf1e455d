/* sense.h: in what sense a text has the words that a rule looks for
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * "User unknown" says that the recipient is not there; not so in "sender callout: user unknown", "if the user is unknown" and
 * "the subject "User unknown" is not allowed". What stands around the words tells.
 */
#pragma once

#include "bounce.h"
#include "span.h"

typedef struct {
    Span normal;  /* a text in normal form */
    gssize asked; /* where it begins to tell what came of asking about the sender; for sense_take() */
} SenseText;

SenseText sense_text (Span normal);

typedef enum {
    SENSE_NONE,     /* they are denied, listed, or somebody else's */
    SENSE_SUPPOSED, /* "if you think that you are blocked": any other cause stands before them */
    SENSE_MEANT
} Sense;

/* What the words at where, a piece of the text that the phrase was found in, mean that would mean the reason: sets the reason where
 * they are said of the sender or its host. */
Sense sense_take (SenseText *text, Span where, const char *phrase, BounceReason *reason);
