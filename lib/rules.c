/* rules.c: reads rule files; see rules.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "rules.h"

G_DEFINE_QUARK (bounce-error-quark, bounce_error)

/* A file is read into a set of its own first, and joins the others only when all of it is right. */
typedef struct {
    RuleSet *rules;
    const char *file; /* interned */
    guint line;
    Scope *scope;
    gboolean in_scope; /* a scope line that names somebody was read */
    Rule *rule; /* whose examples follow */
    GError **error;
} Loader;

static gboolean fail (Loader *loader, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean fail (Loader *loader, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    g_set_error (loader->error, BOUNCE_ERROR, BOUNCE_ERROR_RULES, "%s:%u: %s", loader->file, loader->line, message);
    return FALSE;
}

static void scope_free (gpointer data)
{
    Scope *scope = data;
    g_free (scope->name);
    g_ptr_array_unref (scope->hosts);
    g_ptr_array_unref (scope->marks);
    g_free (scope);
}

static void rule_free (gpointer data)
{
    Rule *rule = data;
    g_free (rule->phrase);
    g_array_unref (rule->conditions);
    g_ptr_array_unref (rule->examples);
    g_free (rule);
}

/* "lib/rules/generic.rules" → "generic" */
static char *name_of_file (const char *file)
{
    char *name = g_path_get_basename (file);
    char *dot = strrchr (name, '.');
    if (dot && dot > name)
        *dot = '\0';
    return name;
}

static Scope *add_scope (Loader *loader, Span name)
{
    RuleSet *rules = loader->rules;
    Scope *scope = g_new0 (Scope, 1);

    scope->target.is_scope = TRUE;
    scope->named = !span_is (name, "any");
    scope->name = span_is (name, "any") ? name_of_file (loader->file) : span_dup (name);
    scope->hosts = g_ptr_array_new_with_free_func (g_free);
    scope->marks = g_ptr_array_new_with_free_func (g_free);
    scope->index = rules->scopes->len;
    g_ptr_array_add (rules->scopes, scope);
    return scope;
}

/* ---- Phrases ---- */

/* Takes a "quoted phrase" off rest. NULL and an error where it does not end or is not in normal form. */
static char *take_phrase (Loader *loader, Span *rest)
{
    GString *phrase = g_string_new (NULL);
    gsize i = 1;

    while (i < rest->n && rest->s[i] != '"') {
        if (rest->s[i] == '\\' && i + 1 < rest->n)
            i++;
        g_string_append_c (phrase, rest->s[i++]);
    }
    gboolean closed = i < rest->n;
    *rest = span_from (*rest, i + 1);
    g_autofree char *text = g_string_free (phrase, FALSE);
    g_autofree char *normal = match_normal_form (span_of (text));
    if (!closed)
        fail (loader, "the phrase does not end: \"%s", text);
    else if (strcmp (text, normal) != 0)
        fail (loader, "the phrase is not in normal form: \"%s\" should be \"%s\"", text, normal);
    else
        return g_steal_pointer (&text);
    return NULL;
}

static gsize letters_of (const char *phrase)
{
    gsize n = 0;
    for (; *phrase; phrase++)
        n += *phrase != '*';
    return n;
}

static gboolean add_phrase (Loader *loader, const char *phrase, gpointer data)
{
    if (match_add (loader->rules->match, phrase, data))
        return TRUE;
    return fail (loader, "no four bytes of the phrase stand together: \"%s\"", phrase);
}

/* ---- Conditions ---- */

static gint number_or_any (const char *word)
{
    return strcmp (word, "x") == 0 ? -1 : (gint) g_ascii_strtoull (word, NULL, 10);
}

static gboolean is_number_or_x (const char *word)
{
    return strcmp (word, "x") == 0 || (*word && strlen (word) <= 3 && strspn (word, "0123456789") == strlen (word));
}

static gboolean read_status_condition (const char *word, Condition *condition)
{
    g_auto(GStrv) parts = g_strsplit (word, ".", 4);

    if (g_strv_length (parts) != 3 || strlen (parts[0]) != 1 || !strchr ("245x", parts[0][0]) || !is_number_or_x (parts[1])
        || !is_number_or_x (parts[2]))
        return FALSE;
    *condition = (Condition){ .type = CONDITION_STATUS,
                              .class_ = number_or_any (parts[0]),
                              .subject = number_or_any (parts[1]),
                              .detail = number_or_any (parts[2]) };
    return TRUE;
}

static gboolean read_condition (const char *word, Condition *condition)
{
    if (read_status_condition (word, condition))
        return TRUE;
    if (strcmp (word, "elsewhere") == 0) {
        *condition = (Condition){ .type = CONDITION_ELSEWHERE };
        return TRUE;
    }
    if (strlen (word) == 3 && strchr ("45", word[0]) && strspn (word, "0123456789x") == 3) {
        *condition = (Condition){ .type = CONDITION_REPLY };
        memcpy (condition->reply, word, 3);
        return TRUE;
    }
    *condition = (Condition){ .type = CONDITION_COMMAND };
    return bounce_command_from_string (word, &condition->command);
}

static gboolean add_conditions (Loader *loader, Rule *rule, const char *list)
{
    g_auto(GStrv) words = g_strsplit (list, ",", -1);

    for (guint i = 0; words[i]; i++) {
        Condition condition;
        if (!read_condition (words[i], &condition))
            return fail (loader,
                         "neither a reply (550, 5xx), a status (5.1.1, x.7.1), a command (RCPT), elsewhere, hard, soft nor a "
                         "\"phrase\": %s",
                         words[i]);
        g_array_append_val (rule->conditions, condition);
    }
    return TRUE;
}

static void count_conditions (Rule *rule)
{
    guint seen = 0;

    for (guint i = 0; i < rule->conditions->len; i++)
        seen |= 1u << g_array_index (rule->conditions, Condition, i).type;
    rule->n_conditions = (seen & 1) + (seen >> 1 & 1) + (seen >> 2 & 1) + (seen >> 3 & 1);
}

static gboolean matches (const Condition *c, const Facts *facts)
{
    Status status = facts->status;
    char digits[12];

    switch (c->type) {
    case CONDITION_REPLY:
        g_snprintf (digits, sizeof digits, "%03u", facts->reply);
        for (guint i = 0; i < 3; i++)
            if (c->reply[i] != 'x' && c->reply[i] != digits[i])
                return FALSE;
        return facts->reply != 0;
    case CONDITION_STATUS:
        return status.class_ && (c->class_ < 0 || (guint) c->class_ == status.class_)
               && (c->subject < 0 || (guint) c->subject == status.subject)
               && (c->detail < 0 || (guint) c->detail == status.detail);
    case CONDITION_ELSEWHERE:
        return facts->elsewhere;
    default:
        return c->command == facts->command;
    }
}

gboolean rule_holds (const Rule *rule, const Facts *facts)
{
    guint held = 0, asked = 0;

    for (guint i = 0; i < rule->conditions->len; i++) {
        const Condition *condition = &g_array_index (rule->conditions, Condition, i);
        asked |= 1u << condition->type;
        if (matches (condition, facts))
            held |= 1u << condition->type;
    }
    return held == asked;
}

char *rule_name (const Rule *rule)
{
    return g_strconcat (rule->scope->name, "/", bounce_reason_to_string (rule->reason), NULL);
}

/* ---- Lines ---- */

static gboolean read_words (Loader *loader, Rule *rule, Span rest)
{
    for (rest = span_trim (rest); rest.n; rest = span_trim (rest)) {
        if (rest.s[0] == '"') {
            if (rule->phrase)
                return fail (loader, "a rule has one phrase");
            rule->phrase = take_phrase (loader, &rest);
            if (!rule->phrase)
                return FALSE;
            continue;
        }
        Span word = span_next_word (&rest);
        g_autofree char *text = span_dup (word);
        if (span_is (word, "hard") || span_is (word, "soft"))
            rule->severity = span_is (word, "hard") ? BOUNCE_SEVERITY_HARD : BOUNCE_SEVERITY_SOFT;
        else if (!add_conditions (loader, rule, text))
            return FALSE;
    }
    return TRUE;
}

static gboolean asks_for_code (const Rule *rule)
{
    for (guint i = 0; i < rule->conditions->len; i++)
        if (g_array_index (rule->conditions, Condition, i).type != CONDITION_COMMAND)
            return TRUE;
    return FALSE;
}

static gboolean check_rule (Loader *loader, const Rule *rule)
{
    BounceFault fault = bounce_reason_get_fault (rule->reason);

    if (!rule->phrase && !asks_for_code (rule))
        return fail (loader, "a rule needs a \"phrase\" or a condition on reply or status");
    if (rule->severity == BOUNCE_SEVERITY_HARD && fault != BOUNCE_FAULT_RECIPIENT && fault != BOUNCE_FAULT_DOMAIN)
        return fail (loader, "%s is not the fault of the recipient or the domain and cannot be hard",
                     bounce_reason_to_string (rule->reason));
    return TRUE;
}

static gboolean read_rule (Loader *loader, Span line)
{
    g_autofree char *word = span_dup (span_next_word (&line));
    Rule *rule = g_new0 (Rule, 1);

    rule->scope = loader->scope;
    rule->severity = -1;
    rule->file = loader->file;
    rule->line = loader->line;
    rule->conditions = g_array_new (FALSE, FALSE, sizeof (Condition));
    rule->examples = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (loader->rules->rules, rule);
    loader->rule = rule;
    if (!bounce_reason_from_string (word, &rule->reason))
        return fail (loader, "no such reason: %s", word);
    if (!read_words (loader, rule, line))
        return FALSE;
    count_conditions (rule);
    if (!check_rule (loader, rule))
        return FALSE;
    if (!rule->phrase) {
        g_ptr_array_add (loader->rules->bare, rule);
        return TRUE;
    }
    rule->length = letters_of (rule->phrase);
    return add_phrase (loader, rule->phrase, rule);
}

static gboolean read_scope (Loader *loader, Span line)
{
    Span name = span_next_word (&line);

    if (name.n == 0 || !span_is_blank (line))
        return fail (loader, "a scope has one name");
    loader->scope = add_scope (loader, name);
    loader->in_scope = !span_is (name, "any");
    loader->rule = NULL;
    return TRUE;
}

static gboolean read_mark (Loader *loader, Span rest)
{
    rest = span_trim (rest);
    do {
        if (rest.n == 0 || rest.s[0] != '"')
            return fail (loader, "text is followed by \"phrases\"");
        char *phrase = take_phrase (loader, &rest);
        if (!phrase)
            return FALSE;
        g_ptr_array_add (loader->scope->marks, phrase);
        if (!match_can_add (phrase))
            return fail (loader, "no four bytes of the phrase stand together: \"%s\"", phrase);
        rest = span_trim (rest);
    } while (rest.n);
    return TRUE;
}

/* An indented line belongs to the rule or the scope above it. */
static gboolean read_indented (Loader *loader, Span line)
{
    if (line.s[0] == '>') {
        if (!loader->rule)
            return fail (loader, "an example without a rule above it");
        g_ptr_array_add (loader->rule->examples, span_dup (span_trim (span_from (line, 1))));
        return TRUE;
    }
    Span word = span_next_word (&line);
    g_autofree char *text = span_dup (word);
    if (loader->rule || !loader->in_scope)
        return fail (loader, "only an example (\"> …\") is indented below a rule: %s", text);
    if (span_is (word, "host")) {
        for (Span host; (host = span_next_word (&line)).n;)
            g_ptr_array_add (loader->scope->hosts, span_dup (host));
        return loader->scope->hosts->len || fail (loader, "host is followed by patterns");
    }
    if (span_is (word, "text"))
        return read_mark (loader, line);
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

static gboolean read_file (Loader *loader, Span text)
{
    Span line;
    const char *bad;

    if (!g_utf8_validate (text.s, (gssize) text.n, &bad)) {
        loader->line = line_of (text, bad);
        return fail (loader, "the file is not UTF-8");
    }
    loader->scope = add_scope (loader, span_of ("any"));
    while (span_next_line (&text, &line)) {
        loader->line++;
        if (!read_line (loader, line))
            return FALSE;
    }
    return TRUE;
}

/* ---- Sets ---- */

static RuleSet *set_new (void)
{
    RuleSet *rules = g_new0 (RuleSet, 1);

    rules->texts = g_ptr_array_new_with_free_func (g_free);
    rules->names = g_ptr_array_new_with_free_func (g_free);
    rules->scopes = g_ptr_array_new_with_free_func (scope_free);
    rules->rules = g_ptr_array_new_with_free_func (rule_free);
    rules->bare = g_ptr_array_new ();
    rules->match = match_new (MATCH_PHRASES);
    return rules;
}

void rules_free (RuleSet *rules)
{
    g_ptr_array_unref (rules->texts);
    g_ptr_array_unref (rules->names);
    g_ptr_array_unref (rules->bare);
    g_ptr_array_unref (rules->rules);
    g_ptr_array_unref (rules->scopes);
    match_free (rules->match);
    g_free (rules);
}

static gboolean load (RuleSet *rules, const char *text, const char *name, GError **error)
{
    Loader loader = { .rules = rules, .file = g_intern_string (name), .error = error };

    return read_file (&loader, span_of (text));
}

/* Marks join the index when their file is whole: a scope is complete only then. */
static void index_marks (RuleSet *rules, guint first_scope)
{
    for (guint i = first_scope; i < rules->scopes->len; i++) {
        Scope *scope = rules->scopes->pdata[i];
        for (guint m = 0; m < scope->marks->len; m++)
            match_add (rules->match, scope->marks->pdata[m], scope);
    }
}

RuleSet *rules_new (void)
{
    RuleSet *rules = set_new ();

    for (const BounceRuleFile *file = bounce_rule_files; file->name; file++) {
        g_autoptr(GError) error = NULL;
        if (!load (rules, file->text, file->name, &error))
            g_error ("%s", error->message); /* a built-in file that cannot be read: the build's tests see to it */
    }
    index_marks (rules, 0);
    match_index (rules->match);
    return rules;
}

gboolean rules_add (RuleSet *rules, const char *text, const char *name, GError **error)
{
    RuleSet *trial = set_new ();
    gboolean right = load (trial, text, name, error);
    rules_free (trial);
    if (!right)
        return FALSE;

    guint first_rule = rules->rules->len, first_scope = rules->scopes->len;
    load (rules, text, name, NULL);
    rules->n_added++;
    for (guint i = first_rule; i < rules->rules->len; i++)
        ((Rule *) rules->rules->pdata[i])->order = rules->n_added;
    index_marks (rules, first_scope);
    match_index (rules->match);
    g_ptr_array_insert (rules->texts, 0, g_strdup (text));
    g_ptr_array_insert (rules->names, 0, g_strdup (name));
    return TRUE;
}
