/**
 * Whether servers listen to a subject themselves, as to that of an acknowledgement or of a request
 * to an API. What they do with a message there is in no trace event.
 */
export function isServerSubject(subject: string): boolean {
  return /^\$(?:JS|JSC|MQTT|NRG|SYS)\./.test(subject)
}
