/* rules.h: rule files, read
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Their syntax is told in docs/rule-files.md.
 */
#pragma once

#include "bounce.h"
#include "match.h"
#include "transcript.h"

typedef struct {
    const char *name, *text;
} BounceRuleFile;

/* The files of lib/rules, made at build time; ends with a row of NULLs. */
extern const BounceRuleFile bounce_rule_files[];

/* What a phrase leads to: a rule, or the scope that it is a mark of. Both begin with this. */
typedef struct {
    gboolean is_scope;
} Target;

typedef struct {
    Target target;
    char *name;       /* the file's own, without its suffix, where anyone is meant */
    GPtrArray *hosts; /* patterns */
    GPtrArray *marks; /* phrases */
    guint index;      /* in RuleSet.scopes */
    gboolean named;   /* somebody's own words, though no line tells how to know who speaks: they are unmistakable */
} Scope;

/* A pattern of codes or commands; several make one condition, any of which is enough. */
typedef struct {
    enum { CONDITION_REPLY, CONDITION_STATUS, CONDITION_COMMAND, CONDITION_ELSEWHERE } type;
    char reply[4]; /* "5xx" */
    gint class_, subject, detail; /* -1: any */
    BounceCommand command;
} Condition;

typedef struct {
    Target target;
    const Scope *scope;
    BounceReason reason;
    gint severity;      /* a BounceSeverity, or -1: as the reason says */
    char *phrase;       /* NULL: the conditions alone */
    gsize length;       /* of its letters */
    GArray *conditions; /* of Condition; those of one type are alternatives */
    guint n_conditions; /* types that must hold */
    guint order;        /* of its file: a later file of the site wins, the built-in ones are 0 */
    const char *file;   /* interned */
    guint line;
    GPtrArray *examples;
} Rule;

typedef struct {
    GPtrArray *texts;  /* the files' texts, in order; owned for those that were added */
    GPtrArray *names;
    GPtrArray *scopes; /* of Scope */
    GPtrArray *rules;  /* of Rule */
    GPtrArray *bare;   /* those of them that ask for codes alone; rules has them */
    Match *match;      /* data: a Target */
    guint n_added;
} RuleSet;

/* An empty set with the built-in rules. */
RuleSet *rules_new (void);
void rules_free (RuleSet *rules);

/* Adds a file; nothing where it is wrong. */
gboolean rules_add (RuleSet *rules, const char *text, const char *name, GError **error);

/* What conditions are asked of. */
typedef struct {
    guint reply;
    Status status;
    BounceCommand command;
    gboolean elsewhere; /* the host that speaks is not the recipient's, and nobody spoke but it */
} Facts;

/* Do the conditions of the rule hold? */
gboolean rule_holds (const Rule *rule, const Facts *facts);

/* "google/user-disabled" */
char *rule_name (const Rule *rule);
