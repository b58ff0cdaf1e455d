/* kind.c: what is it? see kind.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "kind.h"

#include "address.h"
#include "charset.h"
#include "field.h"
#include "words.h"

/* ---- Words ---- */

/* A language, or a few, a line. */
static const char failures[] =
    "could not be delivered|couldn't be delivered|can't be delivered|cannot be delivered|wasn't able to deliver|unable to deliver"
    "|not able to deliver|could not deliver|couldn't deliver|cannot deliver|undeliverable|undelivered|delivery failed"
    "|delivery has failed|failed delivery|delivery failure|delivery to the following|not delivered|not been delivered"
    "|was not delivered|did not reach|have been rejected|was rejected|permanent error|fatal error|failed permanently"
    "|problems it encountered while|mail failure|no delivery was possible|remote execution|exited with status|could not be sent"
    "|returned mail|returned to sender|failure notice|cannot send message|could not send|no longer valid"
    "|konnte nicht zugestellt|nicht zugestellt werden|konnte leider nicht zugestellt|unzustellbar|nicht zustellbar"
    "|zustellung fehlgeschlagen|nicht ausgeliefert werden"
    "|n'a pas pu être|n'a pas pu etre|n'a pu être|non remis|non distribu|échec de la remise|impossible de remettre|impossible de délivrer"
    "|no se pudo entregar|no pudo ser entregado|no pudo entregarse|no se ha podido entregar|no ha podido ser entregado"
    "|não pôde ser entregue|não pode ser entregue|não foi entregue|não foi possível entregar|falha na entrega"
    "|impossibile recapitare|impossibile consegnare|non recapitabile|non è stato recapitato|non è stato consegnato|mancata consegna"
    "|non è stato possibile recapitare|non è stato possibile consegnare"
    "|kan niet worden bezorgd|kon niet worden bezorgd|niet bezorgd|niet worden afgeleverd|onbestelbaar"
    "|nie można dostarczyć|nie udało się dostarczyć|nie została dostarczona|nie mogła zostać dostarczona|niedostarcz"
    "|не может быть доставлен|не могло быть доставлен|не доставлено|не было доставлен|не удалось доставить|невозможно доставить"
    "|не может быть отправлено|недоставленн|не вдалося доставити"
    "|kunne ikke leveres|kan ikke leveres|kunne ikke afleveres|kunde inte levereras|kan inte levereras|ei voitu toimittaa"
    "|nelze doručit|nemohla být doručena|nebyla doručena|nebylo doručeno|nepodařilo se doručit|nedoručiteln|nebolo možné doručiť"
    "|nem kézbesíthető|kézbesíthetetlen|nem sikerült kézbesíteni|nem lehetett kézbesíteni|teslim edilemedi|iletilemedi"
    "|nu a putut fi livrat|δεν παραδόθηκε|δεν ήταν δυνατή η παράδοση"
    "|配信できません|配信に失敗|配信不能|配送できません|送信できません|届けられません|届きませんでした"
    "|無法投遞|无法投递|无法送达|無法送達|无法发送|投递失败|发送失败|退信|未送达|退回|발송되지 않|배달되지 않|전달되지 않|전송 실패|발송 실패";

static const char delays[] =
    "this is a warning message only|has not yet been delivered|has not been delivered yet|not yet been fully delivered"
    "|will continue to be tried|no action is required on your part|no further action is required by you"
    "|you do not need to resend|do not need to re-send|only a temporary failure report|message is delayed for|message will be retried|will be retried|still being retried|i will keep trying"
    "|delivery attempts will continue|attempts are still pending|will keep trying|we will keep trying|will continue to try"
    "|will try for|delivery is delayed|delivery to the following recipients has been delayed|message has been delayed"
    "|delivery has been delayed|has been delayed.|still trying to deliver|is still in our queue|is still in the queue"
    "|noch nicht zugestellt|wird weiterhin versucht|nicht erneut senden|nicht noch einmal senden|n'a pas encore"
    "|n'ont pas encore|seulement un avertissement|pas nécessaire de renvoyer|continuera d'essayer|todavía no se ha podido"
    "|aún no se ha podido|aún no ha sido entregado|todavía no ha sido entregado|no es necesario que reenvíe"
    "|se seguirá intentando|ainda não foi entregue|ainda não pôde ser|apenas um aviso|não é necessário reenviar"
    "|continuará tentando|non è ancora stato|non è stato ancora|è solo un avviso|non è necessario inviare nuovamente"
    "|non è necessario rispedire|nog niet bezorgd|nog niet afgeleverd|slechts een waarschuwing|niet opnieuw te verzenden"
    "|niet opnieuw te versturen|nie została jeszcze dostarczona|jeszcze nie została dostarczona|tylko ostrzeżenie"
    "|nie trzeba wysyłać|nie musisz wysyłać|пока не доставлен|ещё не доставлен|еще не доставлен|только предупреждение"
    "|попытки доставки продолж|попытки доставки будут|har ännu inte levererats|bara en varning|endast en varning"
    "|endnu ikke leveret|ennå ikke levert|kun en advarsel|ei ole vielä toimitettu|vain varoitus|dosud nebyla doručena"
    "|zatím nebyla doručena|pouze varování|még nem kézbesít|csak figyelmeztetés|henüz teslim edilemedi|denemeye devam"
    "|まだ配信されて|まだ配送されて|まだ配信できて|再送する必要はありません|再送を試みます|再送を試みて|再送を続け|尚未送达"
    "|尚未投递|继续尝试|繼續嘗試|仍在尝试|아직 전달되지|아직 배달되지|다시 보낼 필요|계속 시도";

static const char late[] =
    "still being retried|notification: warning|delivery delayed|(delay)|delayed mail|warning: could not send|warning: message"
    "|delayed:|delayed |notification: delayed|message delayed|mail delayed|waiting mail|verzögert|retardé|retard de remise|retrasado|atrasado|ritardato|vertraagd|opóźniono"
    "|задержано|задержка доставки|配信遅延|邮件延迟|배달 지연";

static const char given_up[] = "this is a permanent error|giving up|has been failed|given up|could not be delivered within";

static const char notices[] =
    "to release your message for delivery|has been placed on a waiting list|awaits moderator approval|is being held because"
    "|held for moderation|requires confirmation|please confirm your|confirm that you sent|verify that you are"
    "|click the link below to|is not a member of|you are not a member|not subscribed to|only members|posting to the list"
    "|your posting|moderated list|this is the ezmlm program|rejected posting|not authorized to send mail to the list"
    "|messages to you from the|an email to you from|in an email sent to you|was quarantined as|challenge/response"
    "|challenge-response|personal quarantine|in your quarantine|to have your mail delivered|to have your message delivered|before your message is delivered"
    "|votre message est en attente|pour vous authentifier|bestätigen sie, dass|um ihre nachricht zuzustellen";

static const char daemon_names[] =
    "mailer-daemon|mail delivery s|mailer daemon|mail administrator|mail system|system administrator|postmaster|mail sieve"
    "|content-filter|delivery subsystem|delivery system|mail router|courier mail server|uucp@|mercury/32|메일 시스템";

static const char auto_replies[] = "自動返信|自動応答|自动回复|自动答复|자동 회신|자동 응답|автоответ";

static const char for_postmaster[] = "log summar|logwatch|pflogsumm|report domain:|dmarc aggregate|dmarc report|aggregate report"
                                     "|tls report|in mail to you|in mail from [|quarantine summary|quarantine digest|quarantine report"
                                     "|quarantine notification|end user digest|quarantined messages|messages in quarantine|spam digest"
                                     "|error monitoring report|mail statistics|delivery statistics";

static const char delivered[] = "had successful delivery notifications|successfully delivered to mailbox|was successfully delivered"
                                "|has been successfully delivered|was delivered to the following recipient|was delivered to:";

/* In the order of the bits of Says. */
static const char *const sayings[] = {
    failures, delays, late, given_up, notices, for_postmaster, daemon_names, auto_replies, delivered,
};

static const char *saying (guint i)
{
    return sayings[i];
}

#define NOTICE_LEAD 4096 /* bytes: a notice tells at its begin that it is one */

Says kind_says (Span text)
{
    static Words words = { .list = saying, .n = G_N_ELEMENTS (sayings) };
    gssize at[G_N_ELEMENTS (sayings)];
    Says says = 0;

    words_find (&words, text, at);
    for (guint i = 0; i < G_N_ELEMENTS (sayings); i++)
        if (at[i] >= 0 && (1u << i != SAYS_NOTICE || at[i] < NOTICE_LEAD))
            says |= 1u << i;
    if (at[0] >= 0 && at[2] > at[0]) /* "Undeliverable: Your parcel is delayed": the subject of what failed */
        says &= ~(Says) SAYS_LATE;
    if (at[0] >= 0 && at[5] > at[0])
        says &= ~(Says) SAYS_FOR_POSTMASTER;
    return says;
}

/* ---- Headers ---- */

/* Subjects of reports, as they begin, beside those that tell a failure anywhere. */
static const char *const report_subjects[] = {
    "Undeliver", "Delivery Notification", "Delivery report", "Delivery Status", "Delivery delayed", "Mail System Error",
    "mail failed", "Failed mail", "Message status", "Warning: message", "Delayed mail", "Delayed:", "NOTICE: mail delivery",
    "WARNING: delayed mail", "Non-deliver", "Nondeliver", "Non delivery", "Successful Mail Delivery", "Mail Delivery", "Return receipt",
    "Postmaster Copy", "[BOUNCE]", "DELIVERY_FAILURE", "Rejected:", "Automatically rejected mail", "**Message you sent blocked",
    "Considered UNSOLICITED", "BANNED contents", "VIRUS in message", "Mensaje devuelto", "Correo devuelto", "Mensagem devolvida",
    "Messaggio respinto", "Messaggio non recapitato", "Message retourné", "Nicht zugestellt", "Verzögert", "Non_remis",
    "Echec de", "Échec de", "No se puede entregar", "No entregado", "Não é possível entregar", "Não entregue",
    "Não_entregue", "Mancato recapito", "Nie dostarczono", "Zwrot", "Недоставлен", "Не доставлено",
    "Недоставка", "メール配信", "来自", "반송", "Det går inte att leverera", "Perille toimittaminen",
    "Kohaletoimetamatu", "Error sending message [",
};

static const char *const reply_subjects[] = {
    "Automatic reply", "[Request received]", "[Ticket", "Request received", "Auto reply", "Auto-reply", "Autoreply", "Auto:",
    "Out of Office", "Out of the office", "Auto response", "Auto-response", "Automated reply", "Vacation", "away from my mail",
    "Automatische Antwort", "Abwesenheit", "Abwesend", "Autoantwort", "Absence du bureau", "Absent du bureau",
    "Respuesta automática", "Fuera de la oficina", "Resposta automática", "Ausência", "Risposta automatica", "Fuori sede",
    "Automatisch antwoord", "Afwezig", "Automatyczna odpowiedź", "Автоматический ответ", "Автоответ",
    "不在", "부재중", "Otomatik yanıt", "Autosvar", "Autoodpowied", "Odpowiedź automatyczna", "Nieobecność",
    "Poza biurem", "Réponse auto", "Auto-réponse", "Avviso di assenza", "Autorespuesta", "Respuesta automatica",
    "Resposta automatica", "Estoy fuera", "Mimo kancelář", "Out-of-office", "OOO:", "Automaattivastaus", "Fravær", "Frånvaro",
    "Automatisk svar", "Automatická odpověď", "Automatikus válasz", "Automaattinen vastaus", "Αυτόματη απάντηση", "Răspuns automat",
    "Автоматична відповідь", "Автоматичен отговор", "Automatska pošta", "Automatski odgovor", "Samodejni odgovor", "Automatinis atsakymas",
    "Automātiska atbilde", "Automaatvastus", "Automatická odpoveď", "תשובה אוטומטית", "رد تلقائي", "Trả lời tự động",
    "ตอบกลับอัตโนมัติ", "การตอบกลับอัตโนมัติ", "自動回覆", "自动答覆", "Resposta automàtica", "Balasan otomatis", "Automatic answer",
};

static gboolean begins_with_one (Span subject, const char *const *list, guint n)
{
    for (guint i = 0; i < n; i++)
        if (span_starts (subject, list[i]))
            return TRUE;
    return FALSE;
}

/* "<>", which only reports have (RFC 5321, section 4.5.5); Return-Path may be missing. */
static gboolean is_null_path (Span header)
{
    Span path = field_get (header, "Return-Path");
    return span_is (path, "<>") || span_has (path, "<MAILER-DAEMON");
}

/* 2: its address is a daemon's, 1: it bears the name of one, or is the postmaster's, who is also a person. */
static guint from_daemon (Span header)
{
    g_autofree char *from = charset_decode_header (field_get (header, "From"));
    g_autofree char *address = address_clean (span_of (from));
    Span name = span_of (from);

    if (address && address_is_daemon (span_of (address)))
        return g_ascii_strncasecmp (address, "post", 4) == 0 ? 1 : 2;
    if (!address && (span_has (name, "mailer-daemon") || span_has (name, "<>"))) /* without a domain, or nobody: no person writes so */
        return 2;
    return (kind_says (name) & SAYS_DAEMON) != 0;
}

static gboolean has_mark_of_daemon (Span header)
{
    static const char *const fields[] = { "X-Failed-Recipients", "X-MS-Exchange-Message-Is-Ndr", "X-MDDSN-Message",
                                          "X-MS-Embedded-Report", NULL };
    return field_has_any (header, fields);
}

/* A list's mail, or a newsletter: who sends it wants to get bounces, not to send them. */
static gboolean is_bulk (Span header)
{
    static const char *const fields[] = { "List-Unsubscribe", "List-Id", NULL };
    return !is_null_path (header) && field_has_any (header, fields);
}

/* Sent in its own name, which no report is: its subject may quote another's. */
static gboolean is_own_path (Span header)
{
    g_autofree char *path = address_clean (field_get (header, "Return-Path")), *from = address_clean (field_get (header, "From"));
    return address_same (path, from);
}

/* "Re: failure notice" is a person's. */
static gboolean is_answer (Span subject)
{
    return span_starts (subject, "Re:") || span_starts (subject, "Fwd:") || span_starts (subject, "Fw:")
           || span_starts (subject, "AW:") || span_starts (subject, "WG:");
}

Likeness kind_likeness (Span header, Span subject)
{
    guint daemon = from_daemon (header), marks = daemon > 0;

    if (has_mark_of_daemon (header))
        return LIKENESS_SURE;
    if (begins_with_one (subject, report_subjects, G_N_ELEMENTS (report_subjects))
        || (!is_answer (subject) && (kind_says (subject) & SAYS_FAILURE) && (daemon || !is_own_path (header))))
        marks++;
    if (is_null_path (header))
        marks += 2;
    if (daemon > 1)
        return LIKENESS_SURE;
    if (is_bulk (header))
        return marks > 2 ? LIKENESS_SOME : LIKENESS_NONE;
    return marks > 1 ? LIKENESS_GOOD : marks ? LIKENESS_SOME : LIKENESS_NONE;
}

gboolean kind_is_auto_reply (Span header, Span subject)
{
    static const char *const fields[] = { "X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Autoresponse", NULL };
    g_autofree char *submitted = field_strip_comments (field_get (header, "Auto-Submitted"));
    Span precedence = field_get (header, "Precedence");

    if (span_starts (span_of (submitted), "auto-replied") || span_starts (span_of (submitted), "auto-notified"))
        return TRUE;
    return field_has_any (header, fields) || (kind_says (subject) & SAYS_AUTO_REPLY)
           || span_is (precedence, "auto_reply") || span_is (field_get (header, "X-Autogenerated"), "Reply")
           || begins_with_one (subject, reply_subjects, G_N_ELEMENTS (reply_subjects));
}

gboolean kind_is_complaint (Span header, Span subject, Span text)
{
    return span_starts (subject, "complaint about message from") || span_starts (subject, "Email Feedback Report for IP")
           || field_has (header, "X-HmXmrOriginalRecipient")
           || (span_is (subject, "unsubscribe") && span_has (text, "sent this email to unsubscribe from"));
}

gboolean kind_is_receipt (Span subject, Span text)
{
    static const char *const subjects[] = {
        "Read:", "Not read:", "Return Receipt", "Receipt", "Gelesen:", "Ungelesen", "Lu :", "Lu:", "Non lu", "Leído:", "No leído",
        "Letto:", "Non letto", "Lida:", "Lido:", "Não lid", "Gelezen:", "Niet gelezen", "Przeczytano:", "Прочтено:", "Прочитано",
        "開封済み", "已读", "已讀", "Läst:", "Lest:", "Læst:", "Přečteno", "Luettu", "Your message",
    };
    static const char words[] =
        "was deleted without being read|was read on|was read at|was displayed on|was opened on|was received by:|wurde gelesen"
        "|ungelesen gelöscht|a été lu|supprimé sans|se leyó|fue leíd|sin leer|è stato letto|senza essere stato letto|foi lid|sem ser lid"
        "|is gelezen|zonder te zijn gelezen|została przeczytana|было прочитано|прочтено|開封されました|已阅读|已閱讀";

    return begins_with_one (subject, subjects, G_N_ELEMENTS (subjects)) && span_has_any (span_first (text, 2000), words);
}

/* What a client did at our door, a filter's alarm, a log, a cron job, a report on authentication: for the postmaster. */
gboolean kind_is_notice (Says text, Span subject)
{
    return span_starts (subject, "Postfix SMTP server: errors from") || span_starts (subject, "Cron <")
           || span_starts (subject, "VIRUS (") || (kind_says (subject) & SAYS_FOR_POSTMASTER) || (text & SAYS_NOTICE);
}

/* A failure is never taken for a success: that the words of both are there is no success. */
BounceAction kind_action (Says text, Says subject)
{
    if ((text & SAYS_DELIVERED) && !((text | subject) & (SAYS_FAILURE | SAYS_DELAY)))
        return BOUNCE_ACTION_DELIVERED;
    gboolean delayed = subject & SAYS_LATE ? !(text & SAYS_GIVEN_UP) : (text & SAYS_DELAY) != 0;
    return delayed ? BOUNCE_ACTION_DELAYED : BOUNCE_ACTION_FAILED;
}

BounceKind kind_of_actions (const BounceReport *report)
{
    guint count[BOUNCE_ACTION_EXPANDED + 1] = { 0 };

    for (guint i = 0; i < report->recipients->len; i++)
        count[((BounceRecipient *) report->recipients->pdata[i])->action]++;
    if (count[BOUNCE_ACTION_FAILED])
        return BOUNCE_KIND_BOUNCE;
    if (count[BOUNCE_ACTION_DELAYED])
        return BOUNCE_KIND_DELAY;
    if (count[BOUNCE_ACTION_DELIVERED] + count[BOUNCE_ACTION_RELAYED] + count[BOUNCE_ACTION_EXPANDED])
        return BOUNCE_KIND_DELIVERY;
    return BOUNCE_KIND_OTHER;
}
