"""Whatever happens in whatever order: what must never be wrong, looked up in the rows and in the mails that left."""

from __future__ import annotations

import tempfile
from collections import Counter, deque
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from campaigns.desk.finishing import finish_task
from campaigns.gate import go
from campaigns.housekeeping import rescue
from campaigns.imports import ReleaseRow
from campaigns.inbound.effects import act
from channels.channel import Outcome
from contacts.contact import ContactKind, Tier
from contacts.medium import Medium
from replies.reply import Classified, Evidence, Kind, Label, Parsed, RawMail
from sequences.calendar import local_day
from sequences.touch import PENDING
from store import people, replies, tasks
from store.replies import Match
from store.tables import people as tables
from store.tables import runs
from tasks.kinds import Outcome as Word
from tasks.kinds import may_report
from tasks.report import Report
from tests.campaigns.house_of import answers, house_of, measured_nobody, minimal, step

PEOPLE = {
    "K-1": {"company": "F-1", "tier": Tier.STRATEGIC, "phone": "+49 431 99999 10"},
    "K-2": {"company": "F-1", "email": "info@kunde.example"},
    "K-3": {"email": "info@kunde.example", "kind": ContactKind.CONSUMER},
    "K-4": {"phone": "+49 431 99999 40"},
}
SHARING = {"K-2": {"K-2", "K-3"}, "K-3": {"K-2", "K-3"}}
WAITING = minimal(step("event", "event = 'feature_released'"), step("patient", "day = 120"))
LABELS = {
    Label.OBJECTION_UNSUBSCRIBE: "all_advertising",
    Label.INTERESTED: "sequence",
    Label.NOT_NOW_LATER: "pause_until",
    Label.FINAL_DECISION: "sequence",
    Label.WRONG_PERSON_LEFT_COMPANY: "address",
    Label.THANKS_NEUTRAL: "none",
    None: "hold",
}
BERLIN = "Europe/Berlin"
somebody = st.sampled_from(sorted(PEOPLE))


class House(RuleBasedStateMachine):
    """Four people, two of them colleagues, two on one address, in the shipped house with its shipped caps."""

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        self.queue = deque()
        texts = {**measured_nobody(), "waiting": WAITING}
        self.one = house_of(Path(self.folder.name), texts=texts, script=self.script())
        self.number = 0
        self.silent = {}
        for name, what in PEOPLE.items():
            self.one.customer(name, **what)
            self.one.consent(name)
            self.one.cancel(name, reason="missing_feature", feature="API")
        self.one.consent("K-1", Medium.PHONE)

    def teardown(self):
        if hasattr(self, "one"):
            self.one.close()
            self.folder.cleanup()

    def script(self):
        """Accepts unless the machine has planned something else."""
        while True:
            yield self.queue.popleft() if self.queue else None

    def pk(self, name):
        with self.one.house.store.read() as connection:
            return people.contact_pk(connection, name)

    # -- what may happen ----------------------------------------------------------------------------------------------

    @rule(name=somebody, confirmed=st.booleans())
    def somebody_cancels_again(self, name, confirmed):
        self.number += 1
        receipt = self.one.clock.now() if confirmed else None
        self.one.cancel(name, external_id=f"KUE-{self.number}", receipt_confirmed_at=receipt)

    @rule(days=st.integers(0, 20), hours=st.integers(0, 23))
    def time_passes(self, days, hours):
        self.one.play(days=days, hours=hours)

    @rule(weeks=st.integers(1, 9))
    def weeks_pass(self, weeks):
        self.one.play(weeks=weeks)

    @rule(hours=st.integers(1, 12))
    def hours_pass(self, hours):
        self.one.play(hours=hours)

    @rule(days=st.integers(1, 90))
    def the_power_is_out(self, days):
        self.one.sleep(days=days)

    @rule(
        outcomes=st.lists(st.sampled_from([one for one in Outcome if one is not Outcome.NOT_GONE]), max_size=4),
        after_go=st.booleans(),
        blames=st.booleans(),
    )
    def the_relay_has_troubles(self, outcomes, after_go, blames):
        self.queue.extend(answers(*outcomes, after_go=after_go, blames=blames))

    @rule(name=somebody, scope=st.sampled_from(["email", "post", "phone", "global"]))
    def somebody_objects(self, name, scope):
        self.one.objection(name, scope)
        # Whoever shares an address is silenced on every medium (OLG Celle 13 U 15/14).
        for other in SHARING.get(name, {name}) if scope in ("global", "email") else {name}:
            media = {scope} if other == name else {"global"}
            self.silent.setdefault(other, []).append((self.decisions(), media))

    @rule(name=somebody, label=st.sampled_from(sorted(LABELS, key=str)))
    def somebody_replies(self, name, label):
        self.number += 1
        now, stop = self.one.clock.now(), LABELS[label]
        mail = RawMail("team@x", "INBOX", 1, self.number, b"", now)
        answer = Classified(Kind.HUMAN_REPLY, label, stop, review=stop == "hold", evidence=Evidence("r", "t"))
        parsed, match = Parsed(f"{self.number:064}"), Match(None, self.pk(name), "sender")

        def take(connection):
            effect, _ = act(connection, self.one.house, mail, parsed, answer, match)
            replies.add(connection, mail, parsed, answer, match, effect)

        self.one.write(take)
        if stop == "all_advertising":
            for other in SHARING.get(name, {name}):
                self.silent.setdefault(other, []).append((self.decisions(), {"global"}))

    @rule(name=somebody, medium=st.sampled_from([Medium.PHONE, Medium.EMAIL]))
    def a_person_calls_or_writes(self, name, medium):
        self.one.activity(name, medium)

    @rule(name=somebody)
    def somebody_returns(self, name):
        self.one.returned(name)

    @rule(number=st.integers(1, 3))
    def a_feature_is_released(self, number):
        self.one.take("releases", ReleaseRow(f"R-{number}", "API", self.one.clock.now()))

    @rule(outcome=st.sampled_from(list(Word)))
    def somebody_finishes_a_task(self, outcome):
        with self.one.house.store.read() as connection:
            found = tasks.listing(connection)
        if found and may_report(found[0]["kind"], outcome):
            finish_task(self.one.house, found[0]["external_id"], Report(outcome, "Amira"))
            if outcome is Word.OBJECTION:
                for other in SHARING.get(found[0]["contact"], {found[0]["contact"]}):
                    self.silent.setdefault(other, []).append((self.decisions(), {"global"}))

    @rule(word=st.sampled_from(["all", "advertising", None]))
    def somebody_pauses_or_resumes(self, word):
        self.one.switch("paused", word)

    @rule()
    def the_daemon_dies_behind_the_go(self):
        leaving = list(self.one.tick().leaving)
        self.one.write(lambda connection: go(self.one.house, connection, leaving))
        self.one.carrier.mails.extend(
            request.leaving for request in leaving if (request.touch_id,) in self.gone(leaving)
        )
        rescue(self.one.house, [])

    def gone(self, leaving):
        wanted = [request.touch_id for request in leaving]
        columns = runs.touch.c
        return set(self.one.rows(select(columns.id).where(columns.id.in_(wanted), columns.state == "sending")))

    # -- what must hold -----------------------------------------------------------------------------------------------

    def decisions(self):
        """How many decisions there are: what comes behind was decided later."""
        return len(self.one.rows(select(runs.decision.c.id)))

    @precondition(lambda self: hasattr(self, "one"))
    @invariant()
    def no_cap_is_broken(self):
        columns = runs.ledger.c
        query = select(columns.contact_id, columns.company_id, columns.medium, columns.at, columns.touch_id)
        entries = self.one.rows(query.order_by(columns.id))
        for place, (contact, company, medium, at, touch) in enumerate(entries):
            if touch is None:
                continue
            for cap in self.one.house.caps:
                owner = {"person": (0, contact), "company": (1, company)}[cap.per]
                if medium not in cap.media or owner[1] is None:
                    continue
                inside = [
                    one
                    for one in entries[:place]
                    if one[owner[0]] == owner[1] and one[2] in cap.media and self.within(cap, one[3], at)
                ]
                assert len(inside) < cap.max, (cap.name, inside, at)

    @staticmethod
    def within(cap, earlier, at):
        if cap.window_days == 1:
            return local_day(earlier, BERLIN) == local_day(at, BERLIN)
        return at - timedelta(days=cap.window_days) < earlier

    @precondition(lambda self: hasattr(self, "one"))
    @invariant()
    def nobody_hears_of_us_after_a_no(self):
        told = self.told()
        for name, silences in self.silent.items():
            for since, media in silences:
                for row in told[since:]:
                    if row["contact"] == name and row["decision"] == "send" and advertising(row["purpose"]):
                        assert not media & {"global", MEDIA[row["channel"]]}, (name, media, row["step"], row["at"])

    def told(self):
        """Decisions in the order in which they were recorded."""
        columns = runs.decision.c
        query = (
            select(tables.contact.c.external_id, columns.decision, runs.touch.c.purpose, columns.channel)
            .add_columns(columns.step, columns.at)
            .select_from(runs.decision)
            .order_by(columns.id)
            .join(runs.enrollment, runs.enrollment.c.id == columns.enrollment_id)
            .join(tables.contact, tables.contact.c.id == runs.enrollment.c.contact_id)
            .outerjoin(runs.touch, runs.touch.c.id == columns.touch_id)
        )
        keys = ("contact", "decision", "purpose", "channel", "step", "at")
        return [dict(zip(keys, row, strict=True)) for row in self.one.rows(query)]

    @precondition(lambda self: hasattr(self, "one"))
    @invariant()
    def no_mail_leaves_more_often_than_it_may(self):
        purposes = dict(self.one.touches("message_id", "purpose"))
        for message_id, copies in Counter(mail.message_id for mail in self.one.carrier.mails).items():
            assert copies <= (1 if advertising(purposes[message_id]) else 2)

    @precondition(lambda self: hasattr(self, "one"))
    @invariant()
    def steps_keep_their_order(self):
        made = {}
        for enrollment, sequence, name, at in self.one.touches("enrollment_id", "sequence", "step", "made_at"):
            if at is not None:
                made.setdefault((enrollment, sequence), {})[name] = at
        for (_, sequence), moments in made.items():
            in_file = [one.id for one in self.one.house.sequences[sequence].steps if one.id in moments]
            assert [moments[name] for name in in_file] == sorted(moments[name] for name in in_file)

    @precondition(lambda self: hasattr(self, "one"))
    @invariant()
    def every_live_run_has_one_thing_to_wait_for(self):
        live = {row[0] for row in self.one.rows(select(runs.enrollment.c.id).where(runs.enrollment.c.state.in_(LIVE)))}
        pending = Counter(run for run, state in self.one.touches("enrollment_id", "state") if state in PENDING)
        waiting = {run for run, state in self.one.touches("enrollment_id", "state") if state == "open"}
        assert set(pending.values()) <= {1}
        assert set(pending) <= live
        assert live - set(pending) <= waiting


LIVE = ("active", "paused")
MEDIA = {"email": "email", "letter": "post", "phone": "phone", "linkedin": "linkedin_dm"}


def advertising(purpose):
    return purpose in ("advertising", "survey")


TestHouse = House.TestCase
TestHouse.settings = settings(
    derandomize=True,
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
