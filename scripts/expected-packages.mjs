/**
 * The paths that `npm ci` makes on a machine: every package of the lock file that the root or a
 * workspace reaches, less the optional ones made for another platform and what only those need.
 *
 * @param packages the `packages` of a lock file
 * @param machine `{ platform, arch, libc }`, where `libc` is `glibc`, `musl` or undefined
 */
export function expectedPackages(packages, machine) {
  const expected = new Set()
  const walk = Object.keys(packages).filter((path) => !path.startsWith('node_modules/'))
  const workspaces = new Set(walk)

  for (const path of walk) {
    for (const name of dependencyNames(packages[path], workspaces.has(path))) {
      const found = resolve(packages, path, name)
      if (found === undefined || expected.has(found)) continue
      if (packages[found].optional && !fits(packages[found], machine)) continue

      expected.add(found)
      walk.push(found)
    }
  }

  // A workspace's link is wanted even when no other package depends on it.
  for (const [path, { link }] of Object.entries(packages)) if (link) expected.add(path)
  return expected
}

function dependencyNames(entry, isOurs) {
  return Object.keys({
    ...entry.dependencies,
    ...entry.optionalDependencies,
    ...entry.peerDependencies,
    ...(isOurs ? entry.devDependencies : undefined),
  })
}

// As Node does it: the nearest node_modules folder on the way up to the root.
function resolve(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (packages[path] !== undefined) return path
    if (folder === '') return undefined
  }
}

function fits(entry, { platform, arch, libc }) {
  return (
    admits(entry.os, platform) &&
    admits(entry.cpu, arch) &&
    (platform !== 'linux' || libc === undefined || admits(entry.libc, libc))
  )
}

// `os`, `cpu` and `libc` are a name or a list of names; a name with `!` in front is excluded.
function admits(field, value) {
  const list = field === undefined ? [] : [field].flat()
  if (list.includes(`!${value}`)) return false

  const wanted = list.filter((item) => !item.startsWith('!'))
  return wanted.length === 0 || wanted.includes(value) || wanted.includes('any')
}
