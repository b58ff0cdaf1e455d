/* rule-file.c: reads rule files; see rule-file.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "rule-file.h"

#include "reasons.h"
#include "rule-condition.h"
#include "rule-phrase.h"

/* the formatter takes the name for a difference */
/* clang-format off */
G_DEFINE_QUARK (bounce-error-quark, bounce_error)
/* clang-format on */

/* A scope or a rule whose lists still grow. */
typedef struct {
    Scope scope;
    GPtrArray *hosts, *marks;
} OpenScope;

typedef struct {
    RuleRow row; /* but for its conditions */
    GArray *conditions;
    GPtrArray *examples;
} OpenRule;

struct _RuleFile {
    guint order;
    GArray *scopes; /* of OpenScope */
    GArray *rules;  /* of OpenRule */
    GPtrArray *names;
    GStringChunk *kept; /* names, hosts, marks and examples */
    GString *strings;   /* phrases */
    Match *phrases, *hosts;
    GPtrArray *loose;
    RuleTable table;
};

/* One file on its way in. */
typedef struct {
    RuleFile *file;
    const char *name;
    guint line;
    gboolean in_scope; /* a scope line that names somebody was read */
    gboolean in_rule;  /* examples follow */
    GError **error;
} Loader;

static gboolean fail (Loader *loader, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean fail (Loader *loader, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    g_set_error (loader->error, BOUNCE_ERROR, BOUNCE_ERROR_RULES, "%s:%u: %s", loader->name, loader->line, message);
    return FALSE;
}

static const char *keep (Loader *loader, Span text)
{
    return g_string_chunk_insert_len (loader->file->kept, text.s, (gssize) text.n);
}

static OpenScope *last_scope (Loader *loader)
{
    return &g_array_index (loader->file->scopes, OpenScope, loader->file->scopes->len - 1);
}

static OpenRule *last_rule (Loader *loader)
{
    return &g_array_index (loader->file->rules, OpenRule, loader->file->rules->len - 1);
}

/* "lib/rules/generic.rules" → "generic" */
static Span name_of_file (const char *file)
{
    const char *slash = strrchr (file, '/');
    Span name = span_of (slash ? slash + 1 : file);
    const char *dot = strrchr (name.s, '.');

    return dot && dot > name.s ? span_first (name, (gsize) (dot - name.s)) : name;
}

static void add_scope (Loader *loader, Span name)
{
    OpenScope open = { .hosts = g_ptr_array_new (), .marks = g_ptr_array_new () };
    gboolean any = span_is (name, "any");

    open.scope = (Scope){ .named = !any,
                          .name = keep (loader, any ? name_of_file (loader->name) : name),
                          .index = loader->file->scopes->len };
    g_array_append_val (loader->file->scopes, open);
}

/* ---- Phrases ---- */

static GStrv take_phrases (Loader *loader, Span *rest)
{
    g_autofree char *wrong = NULL;
    GStrv phrases = rule_phrase_take (rest, &wrong);

    if (!phrases)
        fail (loader, "%s", wrong);
    return phrases;
}

/* ---- Conditions ---- */

static gboolean add_conditions (Loader *loader, OpenRule *rule, const char *list)
{
    g_auto (GStrv) words = g_strsplit (list, ",", -1);

    for (guint i = 0; words[i]; i++) {
        Condition condition;
        if (!rule_condition_read (words[i], &condition))
            return fail (loader,
                         "neither a reply (550, 5xx), a status (5.1.1, x.7.1), a command (RCPT), elsewhere, hard, soft nor a "
                         "\"phrase\": %s",
                         words[i]);
        if (rule->conditions->len == MOST_CONDITIONS)
            return fail (loader, "a rule has %u conditions at most", MOST_CONDITIONS);
        g_array_append_val (rule->conditions, condition);
    }
    return TRUE;
}

/* ---- Lines ---- */

static void set_phrase (Loader *loader, OpenRule *rule, const char *phrase)
{
    rule->row.phrase = (guint32) loader->file->strings->len;
    g_string_append_len (loader->file->strings, phrase, (gssize) strlen (phrase) + 1);
}

static gboolean read_words (Loader *loader, OpenRule *rule, Span rest, GStrv *phrases)
{
    for (rest = span_trim (rest); rest.n; rest = span_trim (rest)) {
        if (rest.s[0] == '"') {
            if (*phrases)
                return fail (loader, "a rule has one phrase");
            if (!(*phrases = take_phrases (loader, &rest)))
                return FALSE;
            set_phrase (loader, rule, (*phrases)[0]);
            continue;
        }
        Span word = span_next_word (&rest);
        g_autofree char *text = span_dup (word);
        if (span_is (word, "hard") || span_is (word, "soft"))
            rule->row.severity = span_is (word, "hard") ? BOUNCE_SEVERITY_HARD : BOUNCE_SEVERITY_SOFT;
        else if (!add_conditions (loader, rule, text))
            return FALSE;
    }
    return TRUE;
}

/* The types of its conditions, a bit each. */
static guint types_asked (const OpenRule *rule)
{
    guint asked = 0;

    for (guint i = 0; i < rule->conditions->len; i++)
        asked |= 1u << g_array_index (rule->conditions, Condition, i).type;
    return asked;
}

static gboolean check_rule (Loader *loader, const OpenRule *open, BounceReason reason)
{
    if (open->row.phrase == NO_PHRASE && (types_asked (open) & ~(1u << CONDITION_COMMAND)) == 0)
        return fail (loader, "a rule needs a \"phrase\" or a condition on reply or status");
    if (open->row.severity == BOUNCE_SEVERITY_HARD && !reason_can_be_hard (reason))
        return fail (loader, "%s is not the fault of the recipient or the domain and cannot be hard",
                     bounce_reason_to_string (reason));
    return TRUE;
}

static OpenRule *add_rule (Loader *loader)
{
    OpenRule open = { .conditions = g_array_new (FALSE, FALSE, sizeof (Condition)), .examples = g_ptr_array_new () };

    open.row = (RuleRow){ .phrase = NO_PHRASE,
                          .line = loader->line,
                          .scope = (guint16) (loader->file->scopes->len - 1),
                          .file = (guint16) (loader->file->names->len - 1),
                          .severity = -1 };
    g_array_append_val (loader->file->rules, open);
    return last_rule (loader);
}

/* A rule like the last one for each further phrase; examples follow the last of them, and are of all. */
static void add_alternatives (Loader *loader, const GStrv phrases)
{
    for (guint i = 1; phrases && phrases[0] && phrases[i]; i++) {
        OpenRule open = *last_rule (loader);
        g_array_ref (open.conditions);
        open.examples = g_ptr_array_new ();
        set_phrase (loader, &open, phrases[i]);
        g_array_append_val (loader->file->rules, open);
    }
}

static gboolean read_rule (Loader *loader, Span line)
{
    g_autofree char *word = span_dup (span_next_word (&line));
    g_auto (GStrv) phrases = NULL;
    OpenRule *open = add_rule (loader);
    BounceReason reason;

    loader->in_rule = TRUE;
    if (!bounce_reason_from_string (word, &reason))
        return fail (loader, "no such reason: %s", word);
    if (!read_words (loader, open, line, &phrases) || !check_rule (loader, open, reason))
        return FALSE;
    open->row.reason = (guint8) reason;
    open->row.n_conditions = (guint8) open->conditions->len;
    for (guint asked = types_asked (open); asked; asked >>= 1)
        open->row.n_asked += asked & 1;
    add_alternatives (loader, phrases);
    return TRUE;
}

static gboolean read_scope (Loader *loader, Span line)
{
    Span name = span_next_word (&line);

    if (name.n == 0 || !span_is_blank (line))
        return fail (loader, "a scope has one name");
    if (loader->file->scopes->len == MOST_SCOPES)
        return fail (loader, "a file has %u scopes at most", MOST_SCOPES);
    add_scope (loader, name);
    loader->in_scope = !span_is (name, "any");
    loader->in_rule = FALSE;
    return TRUE;
}

static gboolean read_hosts (Loader *loader, Span rest)
{
    GPtrArray *hosts = last_scope (loader)->hosts;

    for (Span host; (host = span_next_word (&rest)).n;)
        g_ptr_array_add (hosts, (gpointer) keep (loader, host));
    return hosts->len || fail (loader, "host is followed by patterns");
}

static gboolean read_marks (Loader *loader, Span rest)
{
    rest = span_trim (rest);
    do {
        if (rest.n == 0 || rest.s[0] != '"')
            return fail (loader, "text is followed by \"phrases\"");
        g_auto (GStrv) phrases = take_phrases (loader, &rest);
        if (!phrases)
            return FALSE;
        for (GStrv phrase = phrases; *phrase; phrase++)
            g_ptr_array_add (last_scope (loader)->marks, (gpointer) keep (loader, span_of (*phrase)));
        rest = span_trim (rest);
    } while (rest.n);
    return TRUE;
}

/* An indented line belongs to the rule or the scope above it. */
static gboolean read_indented (Loader *loader, Span line)
{
    if (line.s[0] == '>') {
        if (!loader->in_rule)
            return fail (loader, "an example without a rule above it");
        g_ptr_array_add (last_rule (loader)->examples, (gpointer) keep (loader, span_trim (span_from (line, 1))));
        return TRUE;
    }
    Span word = span_next_word (&line);
    g_autofree char *text = span_dup (word);
    if (loader->in_rule || !loader->in_scope)
        return fail (loader, "only an example (\"> …\") is indented below a rule: %s", text);
    if (span_is (word, "host"))
        return read_hosts (loader, line);
    if (span_is (word, "text"))
        return read_marks (loader, line);
    return fail (loader, "neither host nor text: %s", text);
}

static gboolean read_line (Loader *loader, Span line)
{
    gboolean indented = span_indent (line) > 0;

    line = span_trim (line);
    if (line.n == 0 || (!indented && line.s[0] == '#'))
        return TRUE;
    if (indented)
        return read_indented (loader, line);
    if (span_starts (line, "scope") && line.n > 5 && g_ascii_isspace (line.s[5]))
        return read_scope (loader, span_from (line, 5));
    return read_rule (loader, line);
}

static guint line_of (Span text, const char *place)
{
    guint line = 1;

    for (const char *p = text.s; p < place; p++)
        line += *p == '\n';
    return line;
}

gboolean rule_file_read (RuleFile *file, const char *string, const char *name, GError **error)
{
    Loader loader = { .file = file, .name = g_string_chunk_insert (file->kept, name), .error = error };
    Span text = span_of (string), line;
    const char *bad;

    if (!g_utf8_validate (text.s, (gssize) text.n, &bad)) {
        loader.line = line_of (text, bad);
        return fail (&loader, "the file is not UTF-8");
    }
    g_ptr_array_add (file->names, (gpointer) loader.name);
    add_scope (&loader, span_of ("any"));
    while (span_next_line (&text, &line)) {
        loader.line++;
        if (!read_line (&loader, line))
            return FALSE;
    }
    return TRUE;
}

/* ---- The table ---- */

static void clear_scope (gpointer data)
{
    OpenScope *open = data;
    g_ptr_array_unref (open->hosts);
    g_ptr_array_unref (open->marks);
}

static void clear_rule (gpointer data)
{
    OpenRule *open = data;
    g_array_unref (open->conditions);
    g_ptr_array_unref (open->examples);
}

RuleFile *rule_file_new (guint order)
{
    RuleFile *file = g_new0 (RuleFile, 1);

    file->order = order;
    file->scopes = g_array_new (FALSE, FALSE, sizeof (OpenScope));
    file->rules = g_array_new (FALSE, FALSE, sizeof (OpenRule));
    g_array_set_clear_func (file->scopes, clear_scope);
    g_array_set_clear_func (file->rules, clear_rule);
    file->names = g_ptr_array_new ();
    file->kept = g_string_chunk_new (4096);
    file->strings = g_string_new (NULL);
    file->phrases = match_new (MATCH_PHRASES);
    file->hosts = match_new (MATCH_WORDS);
    file->loose = g_ptr_array_new ();
    return file;
}

void rule_file_free (RuleFile *file)
{
    g_free ((gpointer) file->table.rows);
    g_free ((gpointer) file->table.conditions);
    g_free ((gpointer) file->table.examples);
    g_free ((gpointer) file->table.scopes);
    g_free ((gpointer) file->table.anyone);
    g_free ((gpointer) file->table.bare);
    match_free (file->phrases);
    match_free (file->hosts);
    g_ptr_array_unref (file->loose);
    g_array_unref (file->rules);
    g_array_unref (file->scopes);
    g_ptr_array_unref (file->names);
    g_string_free (file->strings, TRUE);
    g_string_chunk_free (file->kept);
    g_free (file);
}

static gpointer closed (GPtrArray *list)
{
    g_ptr_array_add (list, NULL);
    return list->pdata;
}

/* What the phrases of scopes tell when they are found is a number, too: those of the marks follow those of the rules. */
static const Scope *close_scopes (RuleFile *file)
{
    Scope *scopes = g_new (Scope, file->scopes->len);

    for (guint i = 0; i < file->scopes->len; i++) {
        OpenScope *open = &g_array_index (file->scopes, OpenScope, i);
        open->scope.hosts = closed (open->hosts);
        open->scope.marks = closed (open->marks);
        scopes[i] = open->scope;
        for (const char *const *host = scopes[i].hosts; *host; host++)
            if (!match_add_piece (file->hosts, *host, i))
                g_ptr_array_add (file->loose, &scopes[i]);
        for (const char *const *mark = scopes[i].marks; *mark; mark++)
            match_add (file->phrases, *mark, file->rules->len + i);
    }
    return scopes;
}

static void close_rules (RuleFile *file)
{
    guint n = file->rules->len;
    RuleRow *rows = g_new (RuleRow, n);
    GArray *conditions = g_array_new (FALSE, FALSE, sizeof (Condition));
    const char *const **examples = g_new (const char *const *, n);

    for (guint i = 0; i < n; i++) {
        OpenRule *open = &g_array_index (file->rules, OpenRule, i);
        open->row.conditions = conditions->len;
        g_array_append_vals (conditions, open->conditions->data, open->conditions->len);
        examples[i] = closed (open->examples);
        rows[i] = open->row;
        if (rows[i].phrase != NO_PHRASE)
            match_add (file->phrases, file->strings->str + rows[i].phrase, i);
    }
    file->table.rows = rows;
    file->table.examples = examples;
    file->table.conditions = (const Condition *) g_array_free (conditions, FALSE);
}

static const guint8 *list_anyone (const Scope *scopes, guint n)
{
    guint8 *anyone = g_new (guint8, n);

    for (guint i = 0; i < n; i++)
        anyone[i] = !*scopes[i].hosts && !*scopes[i].marks;
    return anyone;
}

static const guint32 *list_bare (const RuleRow *rows, guint n, guint *n_bare)
{
    guint32 *bare = g_new (guint32, n);

    *n_bare = 0;
    for (guint i = 0; i < n; i++)
        if (rows[i].phrase == NO_PHRASE)
            bare[(*n_bare)++] = i;
    return bare;
}

const RuleTable *rule_file_finish (RuleFile *file)
{
    RuleTable *table = &file->table;

    table->order = file->order;
    table->n_scopes = file->scopes->len;
    table->n_rules = file->rules->len;
    table->strings = file->strings->str;
    table->files = closed (file->names);
    table->scopes = close_scopes (file);
    close_rules (file);
    table->anyone = list_anyone (table->scopes, table->n_scopes);
    table->bare = list_bare (table->rows, table->n_rules, &table->n_bare);
    match_index (file->phrases);
    match_index (file->hosts);
    table->phrases = *match_table (file->phrases);
    table->hosts = *match_table (file->hosts);
    table->loose = closed (file->loose);
    return table;
}
