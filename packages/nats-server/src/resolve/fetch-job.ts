/** What a way to fetch is told. */
export interface FetchJob {
  /** An empty folder to work in; it is removed afterwards. */
  readonly workDir: string
  /** Where the executable has to lie at the end. */
  readonly target: string
  /** The release to fetch, where there is a choice. */
  readonly version: string
  readonly env: NodeJS.ProcessEnv
  readonly onProgress: (line: string) => void
  readonly signal: AbortSignal | undefined
}
