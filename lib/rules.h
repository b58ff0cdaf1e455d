/* rules.h: what phrases and codes mean
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The syntax of rule files is told in libbounce-rules(5). The built-in ones are read when building, by the same loader as a site's
 * own (rule-file.c), and compiled in as the plain data that is declared here.
 */
#pragma once

#include "bounce.h"
#include "match.h"
#include "transcript.h"

typedef struct {
    const char *name;         /* the file's own, without its suffix, where anyone is meant */
    const char *const *hosts; /* patterns, ended by NULL */
    const char *const *marks; /* phrases, ended by NULL */
    guint index;              /* in RuleTable.scopes */
    gboolean named;           /* somebody's own words, though no line tells how to know who speaks: they are unmistakable */
} Scope;

/* A pattern of codes or commands; several make one condition, any of which is enough. */
typedef struct {
    enum { CONDITION_REPLY, CONDITION_STATUS, CONDITION_COMMAND, CONDITION_ELSEWHERE } type;
    char reply[4]; /* "5xx" */
    gint class_, subject, detail; /* -1: any */
    BounceCommand command;
} Condition;

/* A rule as tables have it, without pointers: see MatchEntry. */
typedef struct {
    guint32 phrase; /* where it stands in the strings of the table; NO_PHRASE: the conditions alone */
    guint32 line;
    guint32 conditions; /* the first of them */
    guint16 scope, file;
    guint8 reason, n_conditions, n_asked;
    gint8 severity;
} RuleRow;

#define NO_PHRASE G_MAXUINT32
#define MOST_CONDITIONS G_MAXUINT8 /* of a rule */
#define MOST_SCOPES G_MAXUINT16    /* of a table */

/* The rules of one file of the site's, or all built-in ones. */
typedef struct {
    const char *strings;
    const RuleRow *rows;
    guint n_rules;
    const Scope *scopes;
    guint n_scopes;
    const Condition *conditions;
    const char *const *files;     /* names */
    const guint8 *anyone;         /* for each scope: 1 where it has neither host nor mark */
    const guint32 *bare;          /* rules that ask for codes alone */
    guint n_bare;
    MatchTable phrases;           /* data: a rule, or n_rules and more: a scope that has it for a mark */
    MatchTable hosts;             /* the longest pieces of the patterns of scopes; data: a scope */
    const Scope *const *loose;    /* scopes with a pattern that has no such piece ("a.*"); ended by NULL */
    guint order;                  /* a later file of the site wins, the built-in ones are 0 */
    const char *const *const *examples; /* of each rule, ended by NULL; NULL: they are not compiled in */
} RuleTable;

/* A rule to work with. Copied; what it points to is the table's. */
typedef struct {
    const RuleTable *table;      /* NULL: none */
    guint index;
    const Scope *scope;
    BounceReason reason;
    gint severity;               /* a BounceSeverity, or -1: as the reason says */
    const char *phrase;          /* NULL: the conditions alone */
    const Condition *conditions; /* those of one type are alternatives */
    guint n_conditions;
    guint n_asked;               /* types that must hold */
    const char *file;
    guint line, order;
} Rule;

Rule rule_at (const RuleTable *table, guint index);

typedef struct {
    const char *name, *text;
} BounceRuleFile;

/* Made when building: the files of lib/rules, ended by a row of NULLs, and what they say. */
extern const BounceRuleFile bounce_rule_files[];
extern const RuleTable bounce_rule_table;

typedef struct {
    GPtrArray *texts, *names; /* of the site's files, the last first */
    GPtrArray *files;         /* what they say: of RuleFile, in the order in which they were added */
    GPtrArray *tables;        /* of const RuleTable: theirs and the built-in one */
} RuleSet;

/* The built-in rules. */
RuleSet *rules_new (void);
void rules_free (RuleSet *rules);

/* Adds a file; nothing where it is wrong. */
gboolean rules_add (RuleSet *rules, const char *text, const char *name, GError **error);

/* The same rules with their examples, all read from their texts. */
RuleSet *rules_with_examples (const RuleSet *rules);

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
