/** The number of the schema: an index of another is built anew. */
export const SCHEMA_VERSION = 2

/** Tells a file of ours from every other SQLite database: "Hops". */
export const APPLICATION_ID = 0x48_6f_70_73

/**
 * The tables. Texts that repeat are numbers of `names`; ids are bytes; times of spans are nanoseconds since 1970.
 *
 * `spans` has beside each span, as OTLP encodes it, what is searched by. The span's bytes come last, so that the columns before them are
 * read without the pages that long ones go on in.
 */
export const SCHEMA = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE last_row(id INTEGER PRIMARY KEY);
CREATE TABLE names(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE sources(id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, data BLOB NOT NULL, spans INTEGER NOT NULL);
CREATE TABLE source_tokens(token TEXT NOT NULL, source INTEGER NOT NULL, PRIMARY KEY(token, source)) WITHOUT ROWID;
CREATE TABLE traces(
  id INTEGER PRIMARY KEY, trace_id BLOB NOT NULL UNIQUE, start INTEGER NOT NULL, finish INTEGER NOT NULL,
  touched INTEGER NOT NULL, first_sequence INTEGER, spans INTEGER NOT NULL, hops INTEGER NOT NULL,
  omitted INTEGER NOT NULL, flags INTEGER NOT NULL, longest INTEGER NOT NULL, deliveries INTEGER NOT NULL,
  summary TEXT, summary_spans INTEGER);
CREATE INDEX traces_start ON traces(start, trace_id);
CREATE INDEX traces_touched ON traces(touched);
CREATE TABLE spans(
  id INTEGER PRIMARY KEY, trace INTEGER NOT NULL, span_id BLOB NOT NULL, parent_id BLOB, source INTEGER NOT NULL,
  service INTEGER NOT NULL, operation INTEGER NOT NULL, start INTEGER NOT NULL, duration INTEGER NOT NULL,
  flags INTEGER NOT NULL, subject INTEGER NOT NULL, stream INTEGER NOT NULL, consumer INTEGER NOT NULL,
  server INTEGER NOT NULL, cluster INTEGER NOT NULL, account INTEGER NOT NULL, delivery INTEGER NOT NULL,
  sequence INTEGER, data BLOB NOT NULL);
CREATE UNIQUE INDEX spans_id ON spans(trace, span_id);
CREATE INDEX spans_service ON spans(service, start, trace);
CREATE INDEX spans_message ON spans(stream, sequence) WHERE sequence IS NOT NULL;
CREATE VIRTUAL TABLE tokens USING fts5(t, content='', contentless_delete=1, detail=none, tokenize='ascii');
CREATE TABLE links(trace_id BLOB NOT NULL, span_id BLOB NOT NULL, span INTEGER NOT NULL,
  PRIMARY KEY(trace_id, span_id, span)) WITHOUT ROWID;
CREATE TABLE waiting(trace_id BLOB NOT NULL, span_id BLOB NOT NULL, span INTEGER NOT NULL, via INTEGER NOT NULL,
  PRIMARY KEY(trace_id, span_id, span)) WITHOUT ROWID;
CREATE TABLE messages(stream INTEGER NOT NULL, sequence INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY(stream, sequence)) WITHOUT ROWID;
CREATE INDEX messages_at ON messages(at);
CREATE TABLE logs(id INTEGER PRIMARY KEY, trace_id BLOB NOT NULL, span_id BLOB, time INTEGER NOT NULL,
  hash BLOB NOT NULL, touched INTEGER NOT NULL, data BLOB NOT NULL);
CREATE UNIQUE INDEX logs_id ON logs(trace_id, time, hash);
CREATE TABLE metrics(series BLOB PRIMARY KEY, service TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,
  type TEXT NOT NULL, attributes TEXT NOT NULL, value REAL NOT NULL, count INTEGER, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE rollup_keys(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, one TEXT NOT NULL, other TEXT NOT NULL, via TEXT NOT NULL,
  UNIQUE(kind, one, other, via));
CREATE TABLE rollups(step INTEGER NOT NULL, bucket INTEGER NOT NULL, key INTEGER NOT NULL, count INTEGER NOT NULL,
  errors INTEGER NOT NULL, longest INTEGER NOT NULL, histogram BLOB, PRIMARY KEY(step, bucket, key)) WITHOUT ROWID;
CREATE TABLE folded(kind TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY(kind, hash)) WITHOUT ROWID;
`
