/** `POST /api/v1/dead-letters/{stream}/{sequence}/replay`: where the original went again. */
export interface ReplayResult {
  /** The subject that it was published to. */
  readonly subject: string
  /** The stream that stored it; absent if nobody told. */
  readonly stream?: string
  /** Its sequence in that stream. */
  readonly sequence?: number
  /** The stream had it from an earlier replay, and dropped this one. */
  readonly isDuplicate: boolean
}
