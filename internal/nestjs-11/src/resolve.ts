import { registerHooks } from 'node:module'

const TWELVE = '/packages/nestjs/node_modules/@nestjs/'

// The package has its own copy of NestJS 12; whoever imports this first has it find NestJS 11, which
// is that of the workspace. Also for `node --import`.
registerHooks({
  resolve: (specifier, resolving, nextResolve) => {
    const resolved = nextResolve(specifier, resolving)
    if (!resolved.url.includes(TWELVE)) return resolved
    return nextResolve(resolved.url.replace(TWELVE, '/node_modules/@nestjs/'), resolving)
  },
})
