/** A message whose last delivery came to nothing, by what the server tells of it. */
export interface Exhausted {
  readonly stream: string
  readonly sequence: number
  readonly deliveryCount: number
}
