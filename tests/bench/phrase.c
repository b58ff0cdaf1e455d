/* phrase.c: phrases that look like those of rules and that nobody says; see phrase.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "phrase.h"

/* What makes many phrases dear is that they begin alike and that every other diagnostic has their first word. So four of ten
 * begin with a word that those of lib/rules begin with, about as often as there; the others begin each in its own way. */
static const char *const first_words[] = {
    "mailbox",   "mailbox",   "mailbox",     "mailbox",    "mail",           "sender",  "sender",   "sender",
    "recipient", "recipient", "user",        "user",       "account",        "account", "message",  "message",
    "not",       "domain",    "post",        "too",        "spam",           "invalid", "rejected", "relay",
    "your",      "unknown",   "destination", "content",    "blocked",        "host",    "address",  "exceeded",
    "quota",     "no such",   "temporarily", "connection", "authentication", "policy",  "server",   "this",
};

#define WITH_FIRST_WORD G_N_ELEMENTS (first_words) /* of 100 */

static void add_syllables (GString *phrase, guint number, guint n)
{
    static const char consonants[] = "bcdfgklmnprstvwz", vowels[] = "aeiou";

    for (; n; n--) {
        g_string_append_c (phrase, consonants[number % 16]);
        number /= 16;
        g_string_append_c (phrase, vowels[number % 5]);
        number /= 5;
    }
}

char *phrase_make (guint number)
{
    GString *phrase = g_string_new (NULL);
    /* an odd factor leaves numbers below 2^24 distinct, and neighbours unlike each other; four syllables hold 40 million */
    guint mixed = (number * 2654435761u) & 0xffffff;

    if (number % 100 < WITH_FIRST_WORD)
        g_string_append_printf (phrase, "%s ", first_words[number % 100]);
    add_syllables (phrase, mixed, 4);
    g_string_append_c (phrase, ' ');
    add_syllables (phrase, mixed / 7, 2 + number % 2);
    return g_string_free (phrase, FALSE);
}
