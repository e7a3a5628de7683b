/** A record while it is being read. */
export type Draft<T> = { -readonly [Key in keyof T]: T[Key] }

/** Sets a field of a draft, unless the value is the default, which is the same as an absent field. */
export function setGiven<T, Key extends keyof T>(draft: T, key: Key, value: T[Key]): void {
  if (value !== '' && value !== 0) draft[key] = value
}
