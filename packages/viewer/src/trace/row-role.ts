import { kindIn, textOf } from '@hopscope/path'
import { ROW_ROLES, type RowRole } from '../api/trace-view.ts'
import type { RowNode } from './row-node.ts'

/** What a row stands for. */
export function rowRole(node: RowNode): RowRole {
  if (node.role === 'missing' || node.role === 'store' || node.role === 'mapping') return node.role
  if (node.role === 'consumer') return 'consumer'
  const { attributes, kind } = node.span
  if (node.role === 'hop') return HOP_ROLES[kindIn(attributes, 'nats.server.ingress.kind')]
  if (kind === 'producer') return 'producer'
  if (textOf(attributes, 'messaging.system') === undefined) return 'work'
  if (attributes['messaging.operation.type'] === 'send') return 'producer'
  return kind === 'client' ? 'client' : 'work'
}

/** The place of a role in {@link ROW_ROLES}. */
export function roleIndex(role: RowRole): number {
  return INDEXES.get(role) ?? 0
}

/** Whether a row is a server that got a message. */
export function isHop(role: RowRole): boolean {
  return HOPS.has(role)
}

/** Whether a row is what a server did with a message. */
export function isServerSide(role: RowRole): boolean {
  return SERVER_SIDE.has(role)
}

const HOP_ROLES = {
  client: 'hop-client',
  route: 'hop-route',
  gateway: 'hop-gateway',
  leafnode: 'hop-leafnode',
  account: 'hop-account',
  jetstream: 'hop-jetstream',
  system: 'hop-other',
  unknown: 'hop-other',
} as const

const HOPS: ReadonlySet<RowRole> = new Set(ROW_ROLES.filter((role) => role.startsWith('hop-')))
const SERVER_SIDE: ReadonlySet<RowRole> = new Set([...HOPS, 'store', 'mapping'])

const INDEXES = new Map<RowRole, number>(ROW_ROLES.map((role, index) => [role, index]))
