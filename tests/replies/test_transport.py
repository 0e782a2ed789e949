from __future__ import annotations

import pytest

from replies.classify import classify
from replies.parse import parse_mail
from replies.reply import Kind, Label
from tests.replies.mails import block, complaint, dsn


@pytest.mark.parametrize(
    ("status", "diagnostic", "kind"),
    [
        (
            "5.1.1",
            "550 5.1.1 <jana@kunde.test>: Recipient address rejected: User unknown in virtual mailbox table",
            Kind.HARD_BOUNCE,
        ),
        ("5.0.0", "550 Benutzer unbekannt", Kind.HARD_BOUNCE),
        ("5.4.4", "", Kind.HARD_BOUNCE),
        (
            "5.1.10",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
            Kind.HARD_BOUNCE,
        ),
        ("5.4.1", "550 5.4.1 [jana@kunde.test]: Recipient address rejected: Access denied.", Kind.HARD_BOUNCE),
        (
            "5.0.0",
            "Host or domain name not found. Name service error for name=kunde.test type=A: Host not found",
            Kind.HARD_BOUNCE,
        ),
        ("5.2.2", "552 5.2.2 The email account that you tried to reach is over quota", Kind.SOFT_BOUNCE),
        ("5.1.1", "550 5.1.1 Mailbox full", Kind.SOFT_BOUNCE),
        ("5.7.1", "550 5.7.1 Our system has detected that this message is likely unsolicited mail", Kind.SOFT_BOUNCE),
        ("5.7.26", "550-5.7.26 This mail has been blocked because the sender is unauthenticated", Kind.SOFT_BOUNCE),
        ("5.7.25", "550 5.7.25 The IP address sending this message does not have a PTR record", Kind.SOFT_BOUNCE),
        ("5.3.4", "552 5.3.4 Message size exceeds fixed limit", Kind.SOFT_BOUNCE),
        ("5.0.0", "554 delivery error: dd This user's mailbox is full", Kind.SOFT_BOUNCE),
        ("4.4.1", "connect to mx.kunde.test: Connection timed out", Kind.SOFT_BOUNCE),
        ("5.0.0", "", Kind.SOFT_BOUNCE),
    ],
)
def test_the_reason_decides_not_the_first_digit(status, diagnostic, kind):
    answer = classify(parse_mail(dsn(block("jana@kunde.test", status, diagnostic))))
    assert (answer.kind, answer.failed_recipient) == (kind, "jana@kunde.test")
    assert answer.stop == ("address" if kind is Kind.HARD_BOUNCE else "none")
    assert answer.subtype == ("ndr_hard" if kind is Kind.HARD_BOUNCE else "ndr_soft")


def test_each_recipient_keeps_its_own_class_and_its_original_address():
    mail = dsn(
        block("voll@kunde.test", "5.2.2", "552 5.2.2 Mailbox full"),
        block("intern@post.kunde.test", "5.1.1", "550 5.1.1 User unknown", original="weg@kunde.test"),
        block("da@kunde.test", "2.0.0", "250 2.0.0 Ok", action="delivered"),
    )
    answer = classify(parse_mail(mail))
    assert answer.failed_recipient == "weg@kunde.test"
    assert [(one.address, one.hard, one.reason) for one in answer.outcomes] == [
        ("voll@kunde.test", False, "mailbox_full"),
        ("weg@kunde.test", True, "user_unknown"),
    ]


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_positive_report_is_no_bounce(action):
    answer = classify(parse_mail(dsn(block("jana@kunde.test", "2.1.5", action=action))))
    assert (answer.kind, answer.subtype, answer.stop) == (Kind.UNKNOWN, "delivered", "none")


def test_a_delay_is_soft_and_named():
    answer = classify(parse_mail(dsn(block("jana@kunde.test", "5.1.1", "550 User unknown", action="delayed"))))
    assert (answer.kind, answer.subtype) == (Kind.SOFT_BOUNCE, "delay")


def test_the_reason_is_read_from_the_notice_when_the_block_has_none():
    answer = classify(
        parse_mail(dsn(block("jana@kunde.test", "5.0.0"), notice="Der Empfänger jana@kunde.test existiert nicht."))
    )
    assert answer.kind is Kind.HARD_BOUNCE


def test_words_in_the_returned_mail_do_not_decide():
    mail = dsn(
        block("jana@kunde.test", "5.0.0"), returned="User unknown. Mailbox does not exist. Bitte keine Werbung mehr."
    )
    assert classify(parse_mail(mail)).kind is Kind.SOFT_BOUNCE


@pytest.mark.parametrize(
    ("subject", "sender", "body", "kind"),
    [
        (
            "Unzustellbar: Ihr Zugang",
            "postmaster@kunde.test",
            "Fehler bei der Nachrichtenzustellung an folgende Empfänger:\njana@kunde.test\nDie E-Mail-Adresse wurde nicht gefunden.",
            Kind.HARD_BOUNCE,
        ),
        (
            "Mail delivery failed: returning message to sender",
            "mailer-daemon@gmx.test",
            "Die folgende Nachricht konnte nicht zugestellt werden:\n\njana@kunde.test:\nDas Postfach ist voll.",
            Kind.SOFT_BOUNCE,
        ),
        (
            "Ihr Zugang",
            "anna.schulz@kunde.test",
            "Your message did not reach some or all of the intended recipients.\n\njana@kunde.test\nThe e-mail account does not exist. <mx.kunde.test #5.1.1>",
            Kind.HARD_BOUNCE,
        ),
    ],
)
def test_text_bounces_without_a_report(subject, sender, body, kind):
    raw = (
        f"From: {sender}\nTo: team@firma.test\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"
    )
    answer = classify(parse_mail(raw.encode()))
    assert (answer.kind, answer.failed_recipient) == (kind, "jana@kunde.test")


@pytest.mark.parametrize(
    "body",
    [
        "Ihre letzte Mail an meinen Kollegen kam zurück: User unknown. Stimmt die Adresse kollege@kunde.test noch?",
        "Unser Postfach war voll, bitte schicken Sie die Unterlagen noch einmal.",
        "Die Mail an buchhaltung@kunde.test konnte nicht zugestellt werden, nehmen Sie bitte diese Adresse.",
        "Ich bekam einen Fehler 550 5.1.1, können Sie das prüfen?",
    ],
)
def test_a_person_who_tells_of_a_bounce_is_no_bounce(body):
    raw = f"From: jana@kunde.test\nSubject: AW: Unzustellbar: Ihr Zugang\nIn-Reply-To: <tag1@firma.test>\n\n{body}\n"
    assert classify(parse_mail(raw.encode())).kind is Kind.HUMAN_REPLY


@pytest.mark.parametrize(
    ("feedback", "stop", "label"),
    [
        ("abuse", "all_advertising", None),
        ("fraud", "all_advertising", None),
        ("opt-out", "all_advertising", Label.OBJECTION_UNSUBSCRIBE),
        ("auth-failure", "none", None),
        ("not-spam", "none", None),
    ],
)
def test_complaints(feedback, stop, label):
    parsed = parse_mail(complaint(feedback))
    answer = classify(parsed)
    assert (answer.kind, answer.stop, answer.label) == (Kind.COMPLAINT, stop, label)
    assert parsed.cited_ids == ("tag1@firma.test",)


def test_a_redacted_complaint_is_found_by_our_message_id():
    parsed = parse_mail(complaint("abuse", "redacted"))
    answer = classify(parsed)
    assert answer.failed_recipient is None
    assert not answer.review
    assert parsed.cited_ids == ("tag1@firma.test",)


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("X-Auto-Response-Suppress: All", Kind.HUMAN_REPLY),
        ("Precedence: bulk", Kind.HUMAN_REPLY),
        ("X-MS-Exchange-Inbox-Rules-Loop: jana@kunde.test", Kind.HUMAN_REPLY),
        ("Auto-Submitted: no", Kind.HUMAN_REPLY),
        ("Auto-Submitted: auto-replied", Kind.AUTO_REPLY),
        ("X-Autoreply: yes", Kind.AUTO_REPLY),
        ("Precedence: auto_reply", Kind.AUTO_REPLY),
    ],
)
def test_which_header_shows_a_machine(headers, kind):
    raw = f"From: jana@kunde.test\nSubject: AW: Ihr Zugang\nIn-Reply-To: <a@b>\n{headers}\n\nVielen Dank.\n"
    assert classify(parse_mail(raw.encode())).kind is kind


def test_a_challenge_goes_to_a_person():
    raw = b"From: jana@kunde.test\nSubject: Please confirm your message\n\nYour message is held in a queue until you confirm: click here to release it.\n"
    answer = classify(parse_mail(raw))
    assert (answer.kind, answer.subtype, answer.review) == (Kind.CHALLENGE, "challenge", True)


def test_a_read_receipt_is_no_reply():
    raw = (
        b'From: jana@kunde.test\nSubject: Gelesen: Ihr Zugang\nContent-Type: multipart/report; report-type=disposition-notification; boundary="b"\n\n'
        b"--b\nContent-Type: text/plain\n\nGelesen.\n--b\nContent-Type: message/disposition-notification\n\n"
        b"Final-Recipient: rfc822; jana@kunde.test\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--\n"
    )
    answer = classify(parse_mail(raw))
    assert (answer.label, answer.subtype, answer.stop) == (Label.DELIVERY_NOTICE, "read_receipt", "none")


def test_a_stumbling_detector_of_flufl_leaves_no_trace(caplog, capsys):
    raw = b"From:\nSubject: Frage\n\nWas kostet das?\n"
    assert classify(parse_mail(raw)).kind is Kind.HUMAN_REPLY
    assert (caplog.records, capsys.readouterr().err) == ([], "")


def test_a_report_within_a_gateways_report_is_read_and_within_a_persons_mail_is_not():
    inner = dsn(block("jana@kunde.test", "5.1.1", "550 5.1.1 User unknown"), returned="Hallo").decode()
    wrapped = (
        "From: {}\nTo: team@firma.test\nSubject: {}\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="w"\n\n--w\nContent-Type: text/plain\n\n{}\n'
        "--w\nContent-Type: message/rfc822\n\n" + inner + "\n--w--\n"
    )
    gateway = wrapped.format("postmaster@gw.test", "Delivery Status Notification (Failure)", "Siehe Anlage.")
    person = wrapped.format(
        "Jana <jana@kunde.test>", "Ihre Mail", "Hallo, das hier bekam ich von Ihnen zurück. Gruß Jana"
    )
    assert classify(parse_mail(gateway.encode())).kind is Kind.HARD_BOUNCE
    assert classify(parse_mail(person.encode())).kind is Kind.HUMAN_REPLY


def test_a_forwarded_bounce_stays_the_persons_mail():
    body = "Hallo, ich habe das hier bekommen.\n\nFinal-Recipient: rfc822; jana@kunde.test\nAction: failed\nStatus: 5.1.1\n"
    raw = f"From: Max <max@kunde.test>\nSubject: WG: Unzustellbar\nContent-Type: text/plain; charset=utf-8\n\n{body}"
    assert classify(parse_mail(raw.encode())).kind is Kind.HUMAN_REPLY


def test_the_address_we_wrote_to_is_named_not_the_one_it_became():
    notice = "Failed:\n  intern@post.kunde.test\n    (generated from info@kunde.test)\n    550 no such user"
    mail = dsn(block("intern@post.kunde.test", "5.0.0", "550 no such user"), notice=notice)
    assert classify(parse_mail(mail)).failed_recipient == "info@kunde.test"
