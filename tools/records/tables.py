"""The tables. A change here comes with a migration in `migrations/versions`."""

from sqlalchemy import (
    JSON,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from tools.records.packed import Packed

metadata = MetaData()

# A conversation. `last_seq` is the newest number given to one of its events;
# `server` who carries its runs out, where several servers share the database.
threads = Table(
    "threads",
    metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False, default=""),
    Column("title", Text, nullable=False, default=""),
    Column("settings", JSON, nullable=False),
    Column("last_seq", Integer, nullable=False, default=0),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
    Column("server", String),
)

# Servers that share the database and are alive: `beat_at` in the database's Unix seconds.
servers = Table(
    "servers",
    metadata,
    Column("id", String, primary_key=True),
    Column("beat_at", Float, nullable=False),
)

# When somebody came, in the database's Unix seconds, where several servers share one allowance.
hits = Table(
    "hits",
    metadata,
    Column("key", String, nullable=False),
    Column("at", Float, nullable=False),
    Index("hits_by_key", "key", "at"),
)

# Who is at a place that several servers may write to.
turns = Table(
    "turns",
    metadata,
    Column("place", String, primary_key=True),
    Column("server", String, nullable=False),
)

# What a thread's sockets saw or would have seen. `key` makes an event happen once. A `design`
# is most of its frame's length, and kept beside it.
events = Table(
    "events",
    metadata,
    Column("thread_id", String, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("key", String, nullable=False),
    Column("frame", JSON, nullable=False),
    Column("design", Packed),
    Column("created_at", Float, nullable=False),
    UniqueConstraint("thread_id", "key"),
    sqlite_with_rowid=False,
)

# One turn of a thread: `input` started it, `result` ended it; `status` queued, running, done.
# `attempts` counts the tries that were begun and not ended by their own process.
runs = Table(
    "runs",
    metadata,
    Column("id", String, primary_key=True),
    Column("thread_id", String, nullable=False),
    Column("input", JSON, nullable=False),
    Column("status", String, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("result", JSON),
    Column("created_at", Float, nullable=False),
    Index("runs_by_thread", "thread_id", "created_at"),
    Index("runs_by_status", "status"),
)

# A plan that waits for a yes, or got its answer. Compare-and-set on `status`.
approvals = Table(
    "approvals",
    metadata,
    Column("id", String, primary_key=True),
    Column("thread_id", String, nullable=False),
    Column("status", String, nullable=False),  # `agent.plans.statuses`
    Column("plan_version", Integer, nullable=False),
    Column("subject", JSON, nullable=False),  # `agent.plans.kinds.Subject`
    Column("answer_id", String),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Index("approvals_by_thread", "thread_id", "created_at"),
    Index("approvals_by_answer", "answer_id"),
)

# What a build does: its plan, its kind and its way back (`agent.plans.undertaking`), and how
# far it came.
builds = Table(
    "builds",
    metadata,
    Column("id", String, primary_key=True),
    Column("thread_id", String, nullable=False),
    Column("plan", Packed, nullable=False),
    Column("way_back", JSON(none_as_null=True)),
    Column("status", String, nullable=False),  # `agent.plans.statuses`
    Column("stop_requested", Integer, nullable=False, default=0),
    Column("attempt", String, nullable=False, default=""),  # the run that goes on with a failed one
    Column("result", JSON),
    Column("skill", String),
    Column("started_at", Float, nullable=False),
    Column("finished_at", Float),
    Column("owner", String),  # its thread's, once that is gone
    Index("builds_by_thread", "thread_id", "started_at"),
    Index("builds_by_end", "finished_at"),
)

# The journal of a build: written before and after every operation.
operations = Table(
    "operations",
    metadata,
    Column("build_id", String, primary_key=True),
    Column("operation_id", String, primary_key=True),
    Column("state", String, nullable=False),  # started, done
    Column("notion_id", String),
    Column("captured", JSON),
    Column("calls", Integer, nullable=False, default=0),
    Column("started_at", Float, nullable=False),
    Column("finished_at", Float),
    Index("operations_by_notion_id", "notion_id"),
)

# Tokens, encrypted. `name` says whose: a thread's, a job's.
credentials = Table(
    "credentials",
    metadata,
    Column("name", String, primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    Column("expires_at", Float, nullable=False),
)

# Files that were sent ahead of words, sealed, in parts; where several servers share the database.
files = Table(
    "files",
    metadata,
    Column("id", String, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("kept_at", Float, nullable=False),
    Index("files_by_time", "kept_at"),
)

# Answers to keyed requests, so that a repetition gets the first one again; and the run that is to
# bring it, so that a repetition joins that one where a crash came between.
idempotency = Table(
    "idempotency",
    metadata,
    Column("scope", String, primary_key=True),  # route and caller
    Column("key", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("thread_id", String),
    Column("run_id", String),
    Column("status", Integer),
    Column("answer", JSON),
    Column("created_at", Float, nullable=False),
)

# What people added to the skills and recipes that come with the product; `kind` skill, recipe.
# `owner` is the server key it counts for, null everybody's: what was added without keys.
library = Table(
    "library",
    metadata,
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("data", JSON, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("owner", String),
)

# Empty: what is put here and taken away at once shows whether the file takes anything.
probes = Table("probes", metadata, Column("padding", LargeBinary, nullable=False))

# A company that collects from a helpdesk: bound to the first domain that took its key.
ingest_companies = Table(
    "ingest_companies",
    metadata,
    Column("id", String, primary_key=True),
    Column("domain", String, nullable=False),
    Column("created_at", Float, nullable=False),
)

# A run of collecting. `number` is the order in which they came; `held` waits to be started by hand.
# `progress` are the facts that its reports are made of; `attempts` counts as in `runs`. `server` is
# who works on it, where several share the database; `asked` what others asked of it.
ingest_jobs = Table(
    "ingest_jobs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("company_id", String, nullable=False),
    Column("domain", String, nullable=False),
    Column("status", String, nullable=False),  # `tools.freshdesk.jobs.Status`
    Column("priority", Integer, nullable=False),  # 0 is the most urgent
    Column("held", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("wanted", JSON, nullable=False),
    Column("progress", JSON, nullable=False),
    Column("error", JSON(none_as_null=True)),
    Column("schedule_id", String),
    Column("last_seq", Integer, nullable=False, default=0),
    Column("created_at", Float, nullable=False),
    Column("started_at", Float),
    Column("changed_at", Float, nullable=False),
    Column("finished_at", Float),
    Column("server", String),
    Column("asked", String),
    Index("ingest_jobs_by_company", "company_id", "status"),
)

# What became of a job, for its log and its stream: `kind` log, progress or status.
ingest_events = Table(
    "ingest_events",
    metadata,
    Column("job_id", String, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("at", Float, nullable=False),
    Column("facts", JSON, nullable=False),
    sqlite_with_rowid=False,
)

# Jobs that come again and again: `cron` in `timezone`.
ingest_schedules = Table(
    "ingest_schedules",
    metadata,
    Column("id", String, primary_key=True),
    Column("company_id", String, nullable=False),
    Column("domain", String, nullable=False),
    Column("wanted", JSON, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("cron", String, nullable=False),
    Column("timezone", String, nullable=False),
    Column("next_run", Float, nullable=False),
    Column("last_job_id", String),
    Column("created_at", Float, nullable=False),
    Column("fault", JSON),
)

# What a language model was asked, in tokens; the text is nowhere.
ai_calls = Table(
    "ai_calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("thread_id", String, nullable=False),
    Column("at", Float, nullable=False),
    Column("provider", String, nullable=False),
    Column("model", String, nullable=False),
    Column("read", Integer, nullable=False),
    Column("written", Integer, nullable=False),
    Index("ai_calls_by_thread", "thread_id", "at"),
    Index("ai_calls_by_time", "at"),
)

# What a model at an address can do, as a probe found: `agent.planner.model.probe.Abilities`.
ai_models = Table(
    "ai_models",
    metadata,
    Column("base_url", String, primary_key=True),
    Column("model", String, primary_key=True),
    Column("abilities", JSON, nullable=False),
    Column("probed_at", Float, nullable=False),
)
