/** How large the drawing may be, in pixels or any other unit. */
export interface LayoutSize {
  readonly width: number
  readonly height: number
}

/** Where what is on the map is drawn; x grows to the right and y down, places are centers. */
export interface TopologyLayout {
  /** What the drawing takes: what was asked for, or more where that has not enough room. */
  readonly width: number
  readonly height: number
  /** Regions around the servers of a cluster; leaf nodes, and servers of no cluster, are in none. */
  readonly clusters: readonly ClusterPlace[]
  readonly servers: readonly ServerPlace[]
  readonly clients: readonly ClientPlace[]
  readonly streams: readonly StreamPlace[]
}

/** The region of a cluster. */
interface ClusterPlace {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly radius: number
}

/** A box around a center. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A server's box. */
interface ServerPlace extends Place {
  readonly name: string
}

/** The box of a service that is connected to a server, beside that. */
interface ClientPlace extends Place {
  readonly service: string
  readonly server: string
}

/** The box of a stream, beside the server that stores for it. */
interface StreamPlace extends Place {
  readonly stream: string
  readonly server: string
}
