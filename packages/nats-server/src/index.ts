export {
  NatsServerError,
  type NatsServerErrorCode,
  type NatsServerErrorDetails,
} from './nats-server-error.ts'
export type {
  Download,
  ResolvedServer,
  ResolveOptions,
  ServerSource,
} from './resolve/resolve-options.ts'
export { resolveNatsServer } from './resolve/resolve-nats-server.ts'
export { NatsServer, type StopOptions } from './launch/nats-server.ts'
export { startNatsServer, type StartOptions } from './launch/start-nats-server.ts'
export { Cluster } from './topology/cluster.ts'
export { startCluster, type ClusterOptions } from './topology/start-cluster.ts'
export { startSuperCluster, type SuperClusterOptions } from './topology/start-super-cluster.ts'
export { SuperCluster, type SystemUser } from './topology/super-cluster.ts'
export type { TopologyOptions } from './topology/topology-options.ts'
