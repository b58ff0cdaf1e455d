/* formats.c: THE list of formats
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What each word of a row means is told in format.h. Where the marks of several rows are in a mail, the first that finds a
 * recipient reads it: those whose marks nobody borrows stand first, the families whose words others use stand last.
 */
#include "config.h"

#include "format.h"

/* Exchange names the place of its diagnostics in the language of the sender's organisation. */
#define EXCHANGE_LABELS                                                                                                             \
    "Diagnostic information for administrators|Generating server:|Diagnoseinformationen für Administratoren|Generierender Server:"  \
    "|Informations de diagnostic pour les administrateurs|Serveur de génération|Información de diagnóstico para los administradores" \
    "|Servidor de generación|stico para administradores|Servidor de origem:|Informazioni di diagnostica per gli amministratori"     \
    "|Server di generazione|Diagnostische gegevens voor beheerders|Bronserver:|Informacje diagnostyczne dla administratorów"        \
    "|Диагностические сведения для администраторов|管理者向けの診断情報|供管理员使用的诊断信息|관리자용 진단 정보"

/* .field, which few rows need, stands last and is left out. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

const Format formats[] = {
    /* ---- Unix ---- */
    { "opensmtpd", "This is the MAILER-DAEMON, please DO NOT REPLY", "list of recipients|to the following|recipients:", NULL, "%a: %t", FORMAT_PARAGRAPHS },
    { "dma", "This is the DragonFly Mail Agent", NULL, NULL, "There was an error delivering your mail to %a.%t", 0 },
    { "haraka", "This is the Haraka Mailer program", "Failure Reason:", NULL, "<%a>: %t", FORMAT_PARAGRAPHS },
    { "nullmailer", "This is the nullmailer delivery system", "intended recipients:", NULL, "%a", 0 },
    { "courier", "running the Courier mail server|    UNDELIVERABLE MAIL", NULL, NULL, "<%a>:", FORMAT_PARAGRAPHS },
    { "postfix", "This is the mail system at host|This is the Postfix program at host|This is the mail system at", NULL, NULL,
      "<%a>: %t\n<%a> (%t", FORMAT_PARAGRAPHS, .field = "X-Yandex-Uniq:" },
    { "smail", "Failed addresses follow: -", "Failed addresses follow: -", "|-----", "%a ... failed: %t\n%a ... %t", 0 },
    { "mmdf", "Failed mail (msg.|(host:", NULL, NULL,
      "Your message could not be delivered to '%a%t\nYour message could not be delivered to %a%t\n%*'%a (host: %t", 0 },
    { "james", "Error message below:|Message details:", NULL, NULL, "RCPT TO: %a%t", FORMAT_SHARED },

    /* ---- Microsoft and groupware ---- */
    { "exchange-5.5", "did not reach the following recipient(s):|was delivered to the following recipient(s):",
      "did not reach the following recipient(s):|was delivered to the following recipient(s):", NULL,
      "%a on %t\nc=%*SMTP=%a%t\n%*SMTP=%a%t", 0 },
    { "hmailserver", "hMailServer sent|hMailServer", "The following recipient(s) could", NULL, "%a\n%a:", 0 },
    { "exchange-2003", "The following recipient(s) could not be reached|The following recipient(s) cannot be reached",
      "The following recipient(s) could|The following recipient(s) can", NULL, "%a on %t\n%*<%a> on %t\n%a", 0 },
    { "exchange-2007", EXCHANGE_LABELS, EXCHANGE_LABELS, NULL, "%a", 0 },
    { "exchange-2000", "This is an automatically generated Delivery Status Notification", "Delivery to the following recipient|Delivery to the following", NULL,
      "%a", 0 },
    { "exchange-online", "Remote Server returned '|Reported error:", NULL, NULL,
      "Your message to %a couldn't be delivered%t\nYour message to %a can't be delivered%t\nYour message to %a has been delayed%t", FORMAT_SHARED | FORMAT_TELLING,
      .field = "X-MS-Exchange-Message-Is-Ndr:" },
    { "msn", "------Transcript of session follows -------", "------Transcript of session", "Received:|Subject:|Date:|From:", "%a\n%l", 0 },
    { "domino", "was not delivered to:|was delivered to:", "was not delivered to:|was delivered to:", NULL, "%a", 0 },
    { "notes", "------- Failure Reasons", "------- Failure Reasons", NULL, "%a", FORMAT_SHARED },
    { "groupwise", "The message that you sent was undeliverable to the following",
      "undeliverable to the following", NULL, "%a (%t\n%a\n%l (%t", 0, .field = "X-Mailer: Novell GroupWise" },
    { "oracle-ms", "This report relates to a message you sent with the following header fields",
      "to the following recipient|to the following|recipient(s)", NULL, "Recipient address: %a", 0 },
    { "netscape-ms", "This Message was undeliverable due to the following reason", "This Message was undeliverable due", "Please reply to",
      "<%a>%t\n%*: <%a>%t\n%a", FORMAT_SHARED },
    { "communigate", "Failed to deliver to '", NULL, NULL, "Failed to deliver to '%a'%t", 0 },

    /* ---- Windows and small servers ---- */
    { "imail", NULL, NULL, NULL,
      "Unknown user: %a%t\nUser mailbox exceeds allowed size: %a%t\nundeliverable to %a%t\nInvalid final delivery userid: %a%t\nunknown host: %a%t"
      "\ndelivery failed %a%t\nDelivery failed %*: %a%t\n%a%t",
      FORMAT_SHARED | FORMAT_TELLING, .field = "X-Mailer: <SMTP32" },
    { "mdaemon", "did NOT receive a copy of your message", "did NOT receive a copy", "--- Session Transcript|: Message contains",
      "> %a - %t\n> %a%t\n%a - %t", 0, .field = "X-MDDSN-Message:" },
    { "mdaemon", "delivery errors", NULL, "--- End Transcript", "Failed address: %a%t", 0 },
    { "mailenable", "Message could not be delivered to some recipients|Recipient: [SMTP:", NULL, NULL, "Recipient: [SMTP:%a]%t\nRecipient: %a%t", 0 },
    { "smartermail", "Failed Recipient:", NULL, NULL, "Failed Recipient: %a%t", 0 },
    { "xmail", "XMail bounce: Rcpt=[", NULL, NULL, "%*Rcpt=[%a];Error=[%t", FORMAT_LINES },
    { "lsmtp", "--> Error description:", NULL, NULL, "Error-for: %a%t", 0 },
    { "interscan", "Sent <<< RCPT TO|InterScan", NULL, NULL, "Sent <<< RCPT TO:%a%t\nUnable to deliver message to %a%t", FORMAT_TELLING },
    { "mercury", "problems it\nencountered while trying|local mail transport system has reported", "transport system has reported", "-------\nIf you", "*** %a%t\n%a", 0 },
    { "mailmarshal", "Could not be delivered because of", "following recipients were affected", NULL, "%a", FORMAT_SHARED },
    { "mailfoundry", "Unable to deliver message to:", NULL, NULL, "Unable to deliver message to: %a%t", 0 },
    { "sendmail", "----- Transcript of session follows -----", "addresses had delivery problems", "----- Transcript of session|----- Original", "%a (%t", 0 },
    { "biglobe", "----- Non-delivered information -----", "addresses had delivery problems", NULL, "%a", 0 },
    { "mcafee", "addresses had delivery problems", "addresses had delivery problems", NULL, "%a (%t\n%a%t", 0 },
    { "barracuda", "was blocked by our Spam Firewall", NULL, NULL, "Your message to: %a%t\nYour message to %a%t", FORMAT_SHARED | FORMAT_TELLING },
    { "mfilter", "-------server message", NULL, "-------SMTP command", "%a", FORMAT_SHARED, .field = "X-Mailer: m-FILTER" },
    { "activehunter", NULL, "addresses had permanent fatal errors", NULL, ">>> %a <%t\n>>> %a%t", 0, .field = "X-AHMailID:" },

    /* ---- Providers ---- */
    { "chasquid", ") failed with error:", "----- Technical details", NULL, "%a (%*) failed with error:%t", 0 },
    { "gmail", "Delivery to the following recipient", "Delivery to the following recipient", NULL, "%a", 0 },
    { "yahoo", "unable to deliver your message to the following address|Message from yahoo.com|Message from  yahoo", NULL, NULL, "<%a>:%t", FORMAT_PARAGRAPHS },
    { "aol", "because they are not accepting mail from", "because they are not accepting mail from", NULL, "%a\n%l", FORMAT_SHARED },
    { "compuserve", "Invalid receiver address:", NULL, NULL, "Invalid receiver address: %a%t", FORMAT_SHARED | FORMAT_TELLING },
    { "zoho", "ERROR_CODE :", NULL, NULL, "%a %t", 0, .field = "X-ZohoMail:" },
    { "amazon-ses", "An error occurred while trying to deliver the mail to the following recipients|The following message to <",
      NULL, NULL, "The following message to %a was undeliverable%t\n%a", 0 },
    { "prodigy", "User's mailbox is full:", NULL, NULL, "User's mailbox is full: %a%t", FORMAT_SHARED | FORMAT_TELLING },
    { "usa-net", "Intended recipient:", NULL, NULL, "Intended recipient: %a%t", FORMAT_SHARED },
    { "hotpop", "Undeliverable Address:", NULL, NULL, "Undeliverable Address: %a%t", FORMAT_SHARED },
    { "earthlink", "Sorry, unable to deliver your message to", NULL, NULL, "Sorry, unable to deliver your message to %a%t", 0 },
    { "ezweb", "The user(s) <|recipients was rejected by a remote mail server|Your message was not delivered within", NULL, NULL,
      "The user(s) <%a>%t\n<%a>%t\n>>> RCPT TO:<%a>%t", FORMAT_SHARED },
    { "dion", "Could not be delivered to:", NULL, NULL, "Could not be delivered to: %a%t", 0 },
    { "vtext", "Message could not be delivered to mobile|Error: Undeliverable", NULL, NULL, "RCPT TO: %a%t\nTo: %a%t", FORMAT_SHARED },
    { "netease", "收件人", NULL, NULL, "收件人 %a%t\n收件人： %a%t\n收件人: %a%t\n收件人 : %a%t", 0 },
    { "qq", "无法发送到", NULL, NULL, "%*无法发送到 %a%t", FORMAT_SHARED },
    { "naver", "메일이 발송되지 않았습니다|수신자", NULL, NULL, "수신자 : %a%t\n수신자 %a%t\n수신자: %a%t", FORMAT_SHARED },

    /* ---- Families, whose words others use ---- */
    { "exim", "This message was created automatically by mail delivery software|A message that you sent",
      "address(es) failed:|address failed:|addresses failed:|recipients failed:|has not yet been delivered|The address to which the message has not"
      "|could not be delivered to|following address(es) have|not yet been delivered is|not yet been delivered are|following recipients:"
      "|following address(es):|incorrectly constructed",
      "The following text was generated|successfully delivered:", "%a\n%a: %t\n%*<%a>: %t\npipe to |%*\nsave to %*\n%l", 0, .field = "X-Failed-Recipients:" },
    { "sendmail", "----- Transcript of session follows -----|----- The following addresses had|----- Recipients of this delivery",
      "----- The following addresses|----- Recipients of this delivery", "----- Transcript of session|----- Unsent message", "%a\n%a (%t\n%a ... %t\n%a... %t\n>>> %a%t\n\"|%*\n|%*\n\"/%*\n%l", 0 },
    { "sendmail-v5", "----- Transcript of session follows -----", "----- Transcript of session", "----- Unsent message|----- Recipients of this",
      "5%*<%a>... %t\n4%*<%a>... %t\n5%*%a... %t\n4%*%a... %t", FORMAT_LINES },
    { "qmail",
      "Hi. This is the|This is the mail delivery agent at|This is the email server at|This is the machine generated message from mail service"
      "|This is the deliver program at",
      NULL, NULL, "<%a>: %t\n<%a>:", FORMAT_PARAGRAPHS, .field = "Subject: failure notice" },
    { "x2", "Unable to deliver message to the following address", NULL, NULL, "<%a>: %t\n<%a>", FORMAT_PARAGRAPHS },
    { "generic", "failed recipients|addresses had |following recipients|following addresses|following recipient|following address",
      "failed recipients|fatal errors|following recipients|following addresses|following recipient|following address", NULL,
      "%a\n%a: %t\n%a - %t\n%a (%t\n%a; %t", FORMAT_HEADED },
    { NULL, NULL, NULL, NULL, NULL, 0 },
};

static const char *marks_of (guint i)
{
    return formats[i].marks;
}

Words format_marks = { .list = marks_of, .n = G_N_ELEMENTS (formats) - 1 };

G_STATIC_ASSERT (G_N_ELEMENTS (formats) <= FORMAT_MOST);
