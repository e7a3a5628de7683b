import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { ViewerError } from '../../viewer-error.ts'

/** The files of the page as they were built. */
export interface PageBundle {
  /** By name; there is no other way to a file. */
  readonly files: ReadonlyMap<string, PageFile>
  /** The file of the page's own code, and that of its style. */
  readonly app: PageFile
  readonly style: PageFile
  /** The code of a page that holds its trace itself, in one piece; absent if it was not built. */
  readonly single?: PageFile
}

interface PageFile {
  /** It has a digest of its content, so that it may be kept for ever. */
  readonly name: string
  readonly mediaType: string
  readonly body: Uint8Array
}

/** Where the build puts the page. */
const PAGE_FOLDER: string = fileURLToPath(new URL('../../../dist/page/', import.meta.url))

/**
 * Reads the page into memory.
 *
 * @throws {@link ViewerError} PAGE_MISSING if it was not built, or not all of it is there
 */
export async function loadPage(folder: string = PAGE_FOLDER): Promise<PageBundle> {
  try {
    const entries = readManifest(await readFile(`${folder}/manifest.json`, 'utf8'))
    const files = await Promise.all(
      entries.map(async ({ file }) => toPageFile(file, await readFile(`${folder}/${file}`))),
    )
    return toBundle(entries, new Map(files.map((file) => [file.name, file])))
  } catch (error) {
    if (error instanceof ViewerError) throw error
    throw new ViewerError('PAGE_MISSING', 'the page of the viewer cannot be read', {
      hint: 'build it with: node scripts/build-page.mjs',
      cause: error,
    })
  }
}

interface ManifestEntry {
  readonly file: string
}

// The build writes it, beside the very files that are run.
function readManifest(text: string): readonly ManifestEntry[] {
  return (JSON.parse(text) as readonly ManifestEntry[]).filter(({ file }) => NAME.test(file))
}

function toPageFile(name: string, body: Uint8Array): PageFile {
  const mediaType = MEDIA_TYPES[name.slice(name.lastIndexOf('.'))] ?? 'application/octet-stream'
  return { name, mediaType, body }
}

function toBundle(
  entries: readonly ManifestEntry[],
  files: ReadonlyMap<string, PageFile>,
): PageBundle {
  const fileOf = (start: string, end: string): PageFile | undefined => {
    const found = entries.find(({ file }) => file.startsWith(start) && file.endsWith(end))
    return found && files.get(found.file)
  }
  const app = fileOf('app-', '.js')
  const style = fileOf('style-', '.css')
  const single = fileOf('single-', '.js')
  if (!app || !style) throw new Error('the manifest names no app or no style')
  return { files, app, style, ...(single && { single }) }
}

const NAME = /^[\w.-]+\.(js|css|svg|woff2)$/
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
