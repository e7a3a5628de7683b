import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

/** What a `.d.ts` file declares and what it takes from elsewhere; comments are left out. */
export interface DeclarationFile {
  /** Declarations by name; overloads of a function are one declaration. */
  readonly declarations: ReadonlyMap<string, Declaration>
  /** Names that `import` statements bring in, by the name they have in this file. */
  readonly imports: ReadonlyMap<string, Origin>
  /** Names that the file exports, its own and those of others, by the name readers use. */
  readonly exports: ReadonlyMap<string, Origin>
}

/** One top-level declaration. */
export interface Declaration {
  readonly name: string
  /** Whether it can be named where a type is wanted: an interface, a type, a class or an enum. */
  readonly isType: boolean
  /** The text with `export` in front. */
  readonly text: string
}

/** Where a name comes from; `from` is absent when it is the file itself. */
export interface Origin {
  readonly name: string
  readonly from?: string
}

const STATEMENT = /^(?=(?:export|import|declare|interface|type|class|abstract|enum)\b)/m
const DECLARATION =
  /^(export )?(?:declare )?(?:abstract )?(interface|type|class|enum|function|const|let|var|namespace) ([\w$]+)/
const NAMES = /^(export|import)(?: type)? \{([^}]*)\}(?: from ['"]([^'"]+)['"])?/

/**
 * Reads a declaration file as `tsc` writes it: each top-level statement begins a line.
 *
 * @throws {Error} on `export *` and `export default`, which hide what is public
 */
export function readDeclarationFile(path: string): DeclarationFile {
  const declarations = new Map<string, Declaration>()
  const imports = new Map<string, Origin>()
  const exports = new Map<string, Origin>()

  for (const statement of withoutComments(readFileSync(path, 'utf8')).split(STATEMENT)) {
    const [, exported, kind, name] = DECLARATION.exec(statement) ?? []
    if (kind !== undefined && name !== undefined) {
      const isType = ['interface', 'type', 'class', 'enum'].includes(kind)
      const text = (exported === undefined ? 'export ' : '') + statement.trim()
      const overload = declarations.get(name)
      declarations.set(name, {
        name,
        isType: isType || overload?.isType === true,
        text: overload === undefined ? text : `${overload.text}\n${text}`,
      })
      if (exported !== undefined) exports.set(name, { name })
      continue
    }

    const [, direction, names, from] = NAMES.exec(statement) ?? []
    if (names !== undefined) {
      const target = direction === 'import' ? imports : exports
      for (const [alias, original] of renames(names)) {
        target.set(alias, from === undefined ? { name: original } : { name: original, from })
      }
      continue
    }

    if (/^export (\*|default)/.test(statement)) {
      throw new Error(
        `${relative('.', path)} has \`${statement.split('\n')[0]}\`; list the names instead`,
      )
    }
  }
  return { declarations, imports, exports }
}

// `a, type B, c as d` → [a, a], [B, B], [d, c]
function renames(names: string): readonly (readonly [alias: string, original: string])[] {
  return names
    .split(',')
    .map((item) => item.trim().replace(/^type /, ''))
    .filter((item) => item !== '')
    .map((item) => {
      const [original = item, alias = original] = item.split(' as ')
      return [alias, original] as const
    })
}

// A comment, or a string that may have what looks like one inside.
const COMMENT_OR_STRING =
  /\/\*[^]*?\*\/|\/\/.*|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`/g

function withoutComments(text: string): string {
  return text
    .replace(COMMENT_OR_STRING, (found) => (found.startsWith('/') ? '' : found))
    .replace(/^[ \t]*\n/gm, '')
}
