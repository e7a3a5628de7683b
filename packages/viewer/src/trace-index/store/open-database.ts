import { DatabaseSync } from 'node:sqlite'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { ViewerError } from '../../viewer-error.ts'
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.ts'

/** An open database, and why it is an empty one where there was another. */
export interface OpenedDatabase {
  readonly database: DatabaseSync
  readonly rebuiltBecause?: 'corrupt' | 'schema'
}

/**
 * Opens the index, or creates it. A file of ours that cannot be read, or is of another schema, is deleted and made anew; a
 * file that is not ours is moved aside.
 *
 * @throws {@link ViewerError} INDEX_FAILED if the file can be neither opened nor created
 */
export function openDatabase(path: string | undefined): OpenedDatabase {
  if (path === undefined) return { database: create(':memory:') }
  try {
    return openFile(path)
  } catch (error) {
    if (error instanceof ViewerError) throw error
    throw new ViewerError('INDEX_FAILED', `index ${path} cannot be opened: ${reasonOf(error)}`, {
      hint: isLocked(error)
        ? 'another viewer uses it: stop that one, or give another path'
        : 'give a path that may be written, or none to keep the index in memory',
      cause: error,
    })
  }
}

/** Deletes the files of an index that was closed. */
export function deleteDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true })
}

/** Whether an error says that the file is no database any more. */
export function isCorrupt(error: unknown): boolean {
  const code = codeOf(error)
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB
}

/** Whether an error is about what was to be written, and would come again with it, rather than about the file or its disk. */
export function isOfData(error: unknown): boolean {
  const code = codeOf(error)
  return code === undefined || DATA_CODES.includes(code)
}

function isLocked(error: unknown): boolean {
  return codeOf(error) === SQLITE_BUSY
}

// Extended codes have the primary one in their low 8 bits.
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

const SQLITE_BUSY = 5
const SQLITE_CORRUPT = 11
const SQLITE_NOTADB = 26
// SQLITE_TOOBIG, SQLITE_CONSTRAINT and SQLITE_MISMATCH.
const DATA_CODES: readonly number[] = [18, 19, 20]

function openFile(path: string): OpenedDatabase {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const kind = kindOfFile(path)
  if (kind === 'foreign') moveAside(path)
  if (kind !== 'ours') return { database: createFile(path), ...rebuilt(kind) }

  chmodSync(path, 0o600)
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path)
    configure(database)
    if (versionOf(database) === SCHEMA_VERSION && hasTables(database)) return { database }
    database.close()
    deleteDatabase(path)
    return { database: createFile(path), rebuiltBecause: 'schema' }
  } catch (error) {
    if (database?.isOpen) database.close()
    if (!isCorrupt(error)) throw error
    deleteDatabase(path)
    return { database: createFile(path), rebuiltBecause: 'corrupt' }
  }
}

function rebuilt(kind: 'absent' | 'foreign'): Pick<OpenedDatabase, 'rebuiltBecause'> {
  return kind === 'foreign' ? { rebuiltBecause: 'corrupt' } : {}
}

// By the header of the file, whose format is https://www.sqlite.org/fileformat.html#the_database_header.
function kindOfFile(path: string): 'absent' | 'ours' | 'foreign' {
  if (!existsSync(path)) return 'absent'
  const header = Buffer.alloc(100)
  const file = openSync(path, 'r')
  try {
    if (readSync(file, header, 0, header.length, 0) === 0) return 'absent'
  } finally {
    closeSync(file)
  }
  const isOurs = header.readUInt32BE(68) === APPLICATION_ID
  return isOurs ? 'ours' : 'foreign'
}

// What is no index of ours may be something that somebody needs.
function moveAside(path: string): void {
  const aside = ['.aside', '.aside-2', '.aside-3']
    .map((suffix) => path + suffix)
    .find((candidate) => !existsSync(candidate))
  if (aside === undefined) {
    throw new ViewerError('INDEX_FAILED', `${path} is no index, nor were three files before it`, {
      hint: `delete ${path}.aside and those like it, or give another path`,
    })
  }
  renameSync(path, aside)
  for (const suffix of ['-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true })
}

function createFile(path: string): DatabaseSync {
  // SQLite would create it readable for others; its journal gets the mode of the file.
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
  return create(path)
}

function create(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  // Before there is a write-ahead log: what is in the log is not in the file if the process is killed.
  database.exec(`PRAGMA page_size = 8192; PRAGMA application_id = ${APPLICATION_ID}`)
  configure(database)
  database.exec(`BEGIN; ${SCHEMA}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`)
  return database
}

// The index can be built anew, so nothing waits for the disk. Nobody else may open the file: two that write would
// each read the stream into it.
function configure(database: DatabaseSync): void {
  database.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
    PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;
    PRAGMA journal_size_limit = 67108864`)
}

function versionOf(database: DatabaseSync): unknown {
  return database.prepare('PRAGMA user_version').get()?.['user_version']
}

function hasTables(database: DatabaseSync): boolean {
  const { count } =
    database.prepare(`SELECT count(*) AS count FROM meta, (SELECT max(id) FROM spans)`).get() ?? {}
  return typeof count === 'number'
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
