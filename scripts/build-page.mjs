// Bundles the viewer's web page into packages/viewer/dist/page: what the browser gets is these files
// and nothing else. It is quick enough to run before every start and test.
import { build } from 'esbuild'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const page = new URL('../packages/viewer/src/page/', import.meta.url)
const out = new URL('../packages/viewer/dist/page/', import.meta.url)

await rm(out, { recursive: true, force: true })
await mkdir(out, { recursive: true })
const outputs = await Promise.all([
  bundle({ app: 'main.tsx', style: 'style/style.css' }, { splitting: true }),
  // What a page in one file has: it can load nothing.
  bundle({ single: 'single.tsx' }, { splitting: false }),
])

// Which file is which, since their names carry what is in them.
const files = outputs.flat().map(([path, { entryPoint, bytes }]) => ({
  file: path.split('/').at(-1),
  entry: entryPoint?.split('/').at(-1) ?? null,
  bytes,
}))
await writeFile(new URL('manifest.json', out), `${JSON.stringify(files, null, 2)}\n`)

async function bundle(entries, options) {
  const { metafile } = await build({
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [name, fileURLToPath(new URL(file, page))]),
    ),
    outdir: fileURLToPath(out),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    metafile: true,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
    ...options,
  })
  return Object.entries(metafile.outputs)
}
