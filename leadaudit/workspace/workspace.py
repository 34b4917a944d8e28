"""The workspace: one folder that holds deliveries, imports, our own texts, and every answer made from them."""

import getpass
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

import pyarrow as pa
from sqlalchemy import Connection

from leadaudit import sql
from leadaudit.answers.policy_effect import PolicyEffect, effect_on_nothing, policy_effect
from leadaudit.audit import OpenedDelivery, Report, read_delivery, silent
from leadaudit.audit_inputs import DeliveryRead
from leadaudit.contract.buyer import Buyer, write_buyer
from leadaudit.contract.program import Program, read_program
from leadaudit.economics.outcome_entry import Per
from leadaudit.economics.summary import By
from leadaudit.errors import UnknownNameError, WorkspaceError
from leadaudit.evidence.audit_sample import Sample, audit_frame, draw_sample
from leadaudit.evidence.audited import Calibration, audited_records, calibrate
from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.words_effect import WordsEffect
from leadaudit.facts.words_file import read_words
from leadaudit.identity.people import Persons
from leadaudit.intake.delivered import ReadOverrides
from leadaudit.intake.mapping_file import SavedMapping
from leadaudit.policy import Policy
from leadaudit.split.choice import Split
from leadaudit.vocabulary import CRM_PEOPLE, Judgement
from leadaudit.workspace import (
    assessments,
    bringing_in,
    catalogue,
    decisions,
    deliveries,
    doctor,
    erasure,
    imports,
    imports_in_force,
    jobs,
    matching,
    settings,
    split_file,
)
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.decisions import KeptDecision
from leadaudit.workspace.deliveries import Arrival, Delivery, Preview
from leadaudit.workspace.erasure import Erasure
from leadaudit.workspace.erasure_plan import PlannedErasure, plan_erasure
from leadaudit.workspace.file_store import FileStore, Store, collect, files_of
from leadaudit.workspace.imports import Import, Snapshot
from leadaudit.workspace.jobs import Job
from leadaudit.workspace.outcome_costs import open_outcome_costs, told_outcomes
from leadaudit.workspace.page_counts import with_counts
from leadaudit.workspace.rebuild import is_outdated, rebuild_outdated
from leadaudit.workspace.restated import RestatedRun, restated_runs
from leadaudit.workspace.settings import SettingKind, SettingVersion
from leadaudit.workspace.split_file import SplitPlan
from leadaudit.workspace.staging import StagedFile, Staging
from leadaudit.workspace.words import effect_of

Answer = TypeVar("Answer")

# Under which name the columns of files of many vendors are remembered; no id of a vendor has a space.
SEVERAL_VENDORS: Final = "several vendors"


class Workspace:
    """A workspace folder, open for work by any number of processes.

    Args:
        folder: The folder, made by ``create``.
        author: Who works here; written into the log.
    """

    def __init__(self, folder: Path, *, author: str | None = None) -> None:
        self.folder = folder
        self.author = author or _person()
        self._engine = catalogue.open_engine(folder)
        self._files = FileStore(folder / "files")
        self._store = Store(engine=self._engine, files=self._files, author=self.author)
        self._staging = Staging(folder / "staging")

    @classmethod
    def create(cls, folder: Path, *, author: str | None = None) -> "Workspace":
        """A new, empty workspace.

        Raises:
            WorkspaceError: The folder holds something already.
        """
        if folder.exists() and any(folder.iterdir()):
            raise WorkspaceError(str(folder), "the folder is not empty", "Name a new folder")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        workspace = cls(folder, author=author)
        catalogue.migrate(workspace._engine, where=str(folder))
        (folder / catalogue.FILE_NAME).chmod(0o600)
        with catalogue.writing(workspace._engine) as connection:
            catalogue.write_log(connection, author=workspace.author, action="workspace made", subject=folder.name)
        return workspace

    @classmethod
    def open(cls, folder: Path, *, author: str | None = None) -> "Workspace":
        """A workspace that exists, brought to the newest form.

        Raises:
            WorkspaceError: The folder is no workspace, or was made by a newer version.
        """
        if not (folder / catalogue.FILE_NAME).exists():
            raise WorkspaceError(str(folder), "this is no workspace", "Name one, or make it with leadaudit demo")
        workspace = cls(folder, author=author)
        catalogue.migrate(workspace._engine, where=str(folder))
        erasure.finish_erasures(workspace._store)
        return workspace

    @classmethod
    def open_or_create(cls, folder: Path, *, author: str | None = None) -> "Workspace":
        """The workspace of a folder, made when it is not there yet."""
        if (folder / catalogue.FILE_NAME).exists():
            return cls.open(folder, author=author)
        return cls.create(folder, author=author)

    @property
    def store(self) -> Store:
        """Catalogue and files, for what has a module of its own: claims, invoices."""
        return self._store

    # What we said: programs, ourselves, the policy, what columns are.

    def put_program(self, text: str, *, where: str) -> Program:
        """Put a program, or a new version of it, in force.

        Raises:
            FileMistakesError: Every mistake of the text.
        """
        program = read_program(text, where=where)
        self._keep(SettingKind.PROGRAM, program.id, text)
        return program

    def programs(self) -> dict[str, Program]:
        """Every program by id."""
        return self._read(settings.programs)

    def program(self, name: str) -> Program:
        """One program.

        Raises:
            UnknownNameError: There is none of that name.
        """
        known = self.programs()
        if name not in known:
            raise UnknownNameError(
                f"program {name}", "there is none of that name here", f"Known are {', '.join(known) or 'none yet'}"
            )
        return known[name]

    def put_buyer(self, buyer: Buyer) -> None:
        """Say who we are; kept with every list inline."""
        self._keep(SettingKind.BUYER, "", write_buyer(buyer))

    def buyer(self) -> Buyer:
        """Ourselves."""
        return self._read(settings.buyer)

    def put_policy(self, text: str, *, where: str) -> Policy:
        """Put a policy in force; an empty text is the shipped one.

        Raises:
            FileMistakesError: Every mistake of the text.
            LeadauditError: Its name and version were in force with other rules.
        """
        policy = settings.policy_of(text, where=where)
        with catalogue.writing(self._engine) as connection:
            settings.require_new_version(connection, policy, where=where)
            settings.keep(connection, SettingKind.POLICY, "", text, author=self.author)
        return policy

    def policy(self) -> Policy:
        """The policy in force."""
        return self._read(settings.policy)

    def policy_text(self) -> str:
        """The policy file in force, as it was written; empty while the shipped one is."""
        return self._read(lambda connection: settings.newest(connection, SettingKind.POLICY, "")) or ""

    def policy_versions(self) -> list[SettingVersion]:
        """Policies that were put in force, newest first; empty where nobody ever did."""
        return self._read(lambda connection: settings.versions(connection, SettingKind.POLICY, ""))

    def policy_effect(
        self, text: str, *, where: str, as_of: date | None = None, report: Report = silent
    ) -> PolicyEffect:
        """What another policy would move on a day; nothing is put in force.

        Raises:
            FileMistakesError: Every mistake of the text.
        """
        policies = (self.policy(), settings.policy_of(text, where=where))
        day = as_of or self.last_day()
        if all(one.head.delivered_on > day for one in self.deliveries()):
            return effect_on_nothing(*policies)
        before, after = (self.assessment(as_of=day, policy=policy, report=report) for policy in policies)
        return policy_effect(
            policies=policies,
            assessed=(before.paths, after.paths),
            summaries=(before.summaries(by=By.VENDOR), after.summaries(by=By.VENDOR)),
            came=(
                told_outcomes(open_outcome_costs(self.store, before), Per.VENDOR),
                told_outcomes(open_outcome_costs(self.store, after), Per.VENDOR),
            ),
        )

    def audit_sample(
        self, *, seed: str, as_of: date | None = None, precision: float | None = None, vendor: str | None = None
    ) -> Sample:
        """Records drawn at random for checking by hand; the log says with which seed.

        Raises:
            UnknownNameError: Nobody of that name delivered anybody to check.
        """
        found = self.assessment(as_of=as_of)
        drawn = draw_sample(
            found.paths, rules=found.policy.freshness.audit, seed=seed, precision=precision, vendor=vendor
        )
        if vendor is not None and vendor not in drawn.drawn:
            raise UnknownNameError(f"vendor {vendor}", "it delivered nobody to check", "leadaudit vendors lists them")
        with catalogue.writing(self._engine) as connection:
            told = ", ".join(f"{name} {records}" for name, records in drawn.drawn.items())
            catalogue.write_log(
                connection, author=self.author, action="audit sample drawn", subject=f"seed {seed}", detail=told
            )
        return drawn

    def calibration(self, *, as_of: date | None = None) -> Calibration:
        """What records checked by hand say of the policy in force."""
        found = self.assessment(as_of=as_of)
        audited, newest = audited_records(found.paths, policy=found.policy, as_of=found.as_of)
        return calibrate(audited, records=audit_frame(found.paths), policy=found.policy, newest=newest)

    def put_words(self, text: str, *, where: str) -> OwnWords:
        """Put words of our own in force; what was read with others is read again with the next answer.

        Raises:
            FileMistakesError: Every mistake of the text.
        """
        words = read_words(text, where=where)
        self._keep(SettingKind.WORDS, "", text)
        return words

    def words(self) -> OwnWords:
        """The words of our own in force."""
        return self._read(settings.words)

    def words_text(self) -> str:
        """The words file in force, as it was written; empty where there is none."""
        return self._read(lambda connection: settings.newest(connection, SettingKind.WORDS, "")) or ""

    def words_effect(self, after: OwnWords) -> WordsEffect:
        """What other words would change in the deliveries that are here; nothing is stored."""
        return self._read(lambda connection: effect_of(connection, self._files, after))

    def look_up_mail_servers(
        self, *, asked_since: date, ask: Callable[[str], tuple[str, ...]] | None = None
    ) -> Mapping[str, int]:
        """Ask every mail domain that has not answered since a day whether it takes mail; this looks into the net.

        Args:
            asked_since: Answers from that day on stand.
            ask: Who is asked; None asks the machine's own name servers.
        """
        # Loaded by the one command that asks: nothing else of ours looks into the net.
        from leadaudit.workspace import mail_servers  # noqa: PLC0415

        return mail_servers.look_up(self._store, asked_since=asked_since, ask=ask or mail_servers.exchanges)

    def words_versions(self) -> list[SettingVersion]:
        """Our own words, newest first; empty where nobody gave any."""
        return self._read(lambda connection: settings.versions(connection, SettingKind.WORDS, ""))

    def saved_mapping(self, vendor: str) -> SavedMapping | None:
        """What the columns of a vendor's files were the last time."""
        return self._read(lambda connection: settings.mapping(connection, vendor))

    def save_mapping(self, vendor: str, saved: SavedMapping) -> None:
        """Remember what the columns of a vendor's file are, before it is read."""
        with catalogue.writing(self._engine) as connection:
            settings.keep_mapping(connection, vendor, saved, author=self.author)

    # Files on their way in.

    def stage(self, source: Path | bytes, file_name: str) -> StagedFile:
        """Keep a file on disk until it is committed or dropped."""
        return self._staging.stage(source, file_name)

    def staged(self, name: str) -> StagedFile:
        """A staged file by its temporary name."""
        return self._staging.staged(name)

    def override(self, name: str, overrides: ReadOverrides) -> StagedFile:
        """Remember what was chosen instead of what was detected."""
        return self._staging.override(name, overrides)

    def opened(self, name: str, *, vendor: str | None = None) -> OpenedDelivery:
        """A staged file as detected, its columns mapped as the vendor's last file was.

        Raises:
            NotATableError: It holds no table.
        """
        return self._staging.open(name, None if vendor is None else self.saved_mapping(vendor))

    def drop(self, name: str) -> None:
        """Forget a staged file."""
        self._staging.drop(name)

    def preview(self, opened: OpenedDelivery, program: Program) -> Preview:
        """What committing a file would bring; nothing is stored.

        Raises:
            MappingError: A question about the columns is open.
        """
        return deliveries.preview_of(
            read_delivery(
                opened,
                vendor=program.vendor,
                currency=program.currency,
                where=opened.table.file_name,
                words=self.words(),
                report=silent,
            )
        )

    def commit(
        self,
        opened: OpenedDelivery,
        staged: StagedFile,
        arrival: Arrival,
        *,
        read: DeliveryRead | None = None,
        report: Report = silent,
    ) -> str:
        """Make a staged file a delivery; its mapping is saved first, whatever comes after.

        Args:
            opened: The file with its columns.
            staged: The file on its way in.
            arrival: How it came.
            read: What reading it in full gave already, under the words in force; None: it is read now.
            report: Told the stage and how far it is.

        Returns:
            The delivery's id.

        Raises:
            AlreadyDeliveredError: The same file is here already under the same program.
        """
        self.save_mapping(arrival.program.vendor, opened.mapping.to_saved())
        name = deliveries.commit_delivery(self._store, opened, staged, arrival, read=read, report=report)
        self.drop(staged.staged)
        self._compare(report)
        return name

    def plan_split(self, opened: OpenedDelivery, split: Split) -> SplitPlan:
        """What a file of many deliveries would become; nothing is stored.

        Raises:
            AlreadyDeliveredError: The file is here whole, or taken apart another way.
        """
        return split_file.plan_here(self._store, opened, split)

    def choose_split(self, name: str, split: Split | None) -> StagedFile:
        """Remember how a staged file is to be taken apart."""
        return self._staging.choose_split(name, split)

    def commit_split(
        self, opened: OpenedDelivery, staged: StagedFile, split: Split, *, report: Report = silent
    ) -> tuple[str, ...]:
        """Make a staged file all the deliveries it holds; its mapping is saved first, whatever comes after.

        Returns:
            Ids of the deliveries.

        Raises:
            AlreadyDeliveredError: The same file was split the same way and all its deliveries are here.
            SplitError: Lines have no place yet.
        """
        self.save_mapping(SEVERAL_VENDORS, opened.mapping.to_saved())
        names = split_file.commit_split(self._store, opened, staged, split, report=report)
        self.drop(staged.staged)
        self._compare(report)
        return names

    def commit_import(
        self, opened: OpenedDelivery, staged: StagedFile, snapshot: Snapshot, *, report: Report = silent
    ) -> str:
        """Make a staged file an import; its id is returned."""
        self.save_mapping(import_mapping_name(snapshot), opened.mapping.to_saved())
        name = bringing_in.commit_import(self._store, opened, staged, snapshot, report=report)
        self.drop(staged.staged)
        if snapshot.kind in CRM_PEOPLE:
            self._compare(report)
        return name

    def _compare(self, report: Report) -> None:
        """Compare what just arrived with all that is here, unless it was read by rules of another version."""
        matching.compare_missing(self._store, self.compared_inputs(), report=report)

    def compared_inputs(self) -> list[str]:
        """Deliveries and CRM imports among whose records people are looked for."""
        names = [one.head.delivery for one in self.deliveries()]
        return names + imports_in_force.contacts_in_force(self.imports(), self.last_day())

    # What people say of two records.

    def decide(
        self,
        left: str,
        right: str,
        judgement: Judgement,
        *,
        note: str = "",
        author: str | None = None,
        drawn: bool = False,
    ) -> int:
        """Keep what somebody decided about two records, whatever comes later; its number is returned.

        Raises:
            UnknownNameError: There is no such record.
        """
        return decisions.decide(self._store, left, right, judgement, note=note, author=author, drawn=drawn)

    def take_back(self, decision: int) -> None:
        """Take a decision back.

        Raises:
            UnknownNameError: There is none of that number in force.
        """
        decisions.take_back(self._store, decision)

    def decisions(self) -> tuple[KeptDecision, ...]:
        """Every decision about two records, newest first, those that were taken back included."""
        return self._read(decisions.all_decisions)

    def described(self, records: Sequence[str]) -> pa.Table:
        """What some records and CRM contacts say of their person, in the columns that are compared.

        Args:
            records: Their ids.
        """
        return matching.described_here(self._store, [decisions.place_of(one) for one in records])

    def said_of(self, record: str) -> dict[str, dict[str, object]]:
        """What one record or CRM contact says, as delivered and as understood: the rows of ``records`` and ``facts``.

        Raises:
            UnknownNameError: Its id is not written as one.
        """
        return matching.said_here(self._store, decisions.place_of(record))

    def people(self, *, as_of: date | None = None) -> Persons:
        """Who is who on a day, without the answer that rests on it."""
        return assessments.people_of_day(self._store, as_of=as_of or self.last_day())

    # What is here.

    def deliveries(self) -> tuple[Delivery, ...]:
        """Active deliveries, newest first."""
        return self._read(deliveries.all_deliveries)

    def imports(self) -> tuple[Import, ...]:
        """Active imports, newest first."""
        return self._read(imports.all_imports)

    def evidence_counts(self, name: str, found: StoredAssessment) -> tuple[pa.Table, pa.Table]:
        """What came of a file of evidence: counts by kind, and lines by what is wrong with them.

        Args:
            name: Id of the import.
            found: An assessment that knows whom the evidence is about.

        Raises:
            UnknownNameError: There is no import of that name.
        """
        paths = self._read(lambda connection: imports.import_paths(connection, self._files, name))
        subjects = found.paths["subjects"]
        counts = sql.run("import_evidence_counts", {"evidence": paths["evidence"], "subjects": subjects})
        return counts, sql.run("import_findings_counts", {"findings": paths["findings"]})

    def withdraw(self, name: str) -> None:
        """Take a delivery or an import out again, as if it had never come.

        Raises:
            UnknownNameError: There is none of that name.
        """
        if any(one.import_id == name for one in self.imports()):
            bringing_in.withdraw_import(self._store, name)
        else:
            deliveries.withdraw_deliveries(self._store, [name])

    def deliveries_of_file(self, file: str) -> tuple[Delivery, ...]:
        """The active deliveries of one file, by its name or fingerprint, newest first.

        Raises:
            UnknownNameError: No delivery is of that file, or the name fits several files.
        """
        return self._read(lambda connection: deliveries.deliveries_of_file(connection, file))

    def withdraw_file(self, file: str) -> tuple[str, ...]:
        """Take all deliveries of one file out again, as if it had never come; their ids are returned."""
        names = tuple(one.head.delivery for one in self.deliveries_of_file(file))
        deliveries.withdraw_deliveries(self._store, names)
        return names

    def original(self, name: str) -> Path:
        """The delivered bytes of a delivery."""
        return self._read(lambda connection: deliveries.original_of(connection, self._files, name))

    def read_table(self, owner: str, name: str) -> pa.Table:
        """A stored table of a delivery or import, such as its findings."""
        return self._files.read_table(self._read(lambda connection: files_of(connection, owner))[name])

    def log(self) -> tuple[catalogue.LogEntry, ...]:
        """Who did what, newest first."""
        return self._read(catalogue.read_log)

    # Answers.

    def last_day(self) -> date:
        """The day answers speak for when none is named: today, in UTC."""
        return catalogue.clock().date()

    def assessment(
        self, *, as_of: date | None = None, policy: Policy | None = None, report: Report = silent
    ) -> StoredAssessment:
        """Everything that follows from what is active on a day; built when it is not there yet.

        What was read by rules of another version is read again first.
        """
        rebuild_outdated(self._store)
        found = assessments.stored_assessment(
            self._store, as_of=as_of or self.last_day(), policy=policy or self.policy(), report=report
        )
        return with_counts(self._store, found, report=report)

    def known_assessment(self, *, as_of: date) -> StoredAssessment | None:
        """The same under the policy in force; None where something had to be read or built for it."""
        if is_outdated(self._store):
            return None
        found = assessments.known_assessment(self._store, as_of=as_of, policy=self.policy())
        return None if found is None else with_counts(self._store, found)

    def restated(self, *, report: Report = silent) -> tuple[RestatedRun, ...]:
        """What was published and would be said otherwise today, newest first."""
        return restated_runs(self._store, policy=self.policy(), report=report)

    # Long work.

    def start_job(self, *, kind: str, subject: str, arguments: list[str]) -> int:
        """Start a command of ours as a child process; its number is returned."""
        return jobs.start_job(self._engine, self.folder, kind=kind, subject=subject, arguments=arguments)

    def start_here(self, *, kind: str, subject: str, work: Callable[[Report], str]) -> int:
        """Start short work in a thread of this process; its number is returned."""
        return jobs.start_thread(self._engine, kind=kind, subject=subject, work=work)

    def job(self, number: int) -> Job:
        """How far a piece of long work is."""
        return jobs.job_named(self._engine, number)

    def running(self, job: int | None, otherwise: Report) -> AbstractContextManager[Report]:
        """A context that reports under a job number, or to somebody else when there is none."""
        return nullcontext(otherwise) if job is None else jobs.running(self._engine, job)

    def finish_job(self, job: int | None, *, result: str) -> None:
        """Mark a job as done."""
        if job is not None:
            jobs.finish_job(self._engine, job, result=result)

    # Erasing one person.

    def plan_erasure(
        self, address: str, *, only_address: bool = False, report: Report = silent
    ) -> tuple[PlannedErasure, StoredAssessment]:
        """What erasing the person of an address would take away, and the answer they were looked for in.

        Raises:
            LeadauditError: It is no address.
        """
        found = self.assessment(report=report)
        return plan_erasure(self._store, found, address, only_address=only_address), found

    def forget(self, planned: PlannedErasure, found: StoredAssessment) -> Erasure:
        """Erase one person; there is no way back.

        Raises:
            LeadauditError: Something comes in at the same time; nothing was erased.
        """
        return erasure.erase(self._store, planned, found)

    # Care.

    def doctor(self) -> tuple[str, ...]:
        """Everything that is wrong with what is stored; empty when all is well."""
        return doctor.check_workspace(self._engine, self._files)

    def tidy(self, *, keep: str | None = None) -> list[str]:
        """Forget assessments nobody published, and remove files nobody needs that are older than a day."""
        with catalogue.writing(self._engine) as connection:
            assessments.drop_unpinned(connection, keep=keep)
            matching.drop_unused(connection)
            return collect(connection, self._files)

    def close(self) -> None:
        """Let go of the catalogue."""
        self._engine.dispose()

    def _keep(self, kind: SettingKind, name: str, text: str) -> None:
        with catalogue.writing(self._engine) as connection:
            settings.keep(connection, kind, name, text, author=self.author)

    def _read(self, query: Callable[[Connection], Answer]) -> Answer:
        with self._engine.connect() as connection:
            return query(connection)


def import_mapping_name(snapshot: Snapshot) -> str:
    """Under which name the columns of an import's files are remembered."""
    return f"{snapshot.kind.value}:{snapshot.source}"


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
