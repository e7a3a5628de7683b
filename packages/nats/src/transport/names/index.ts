export { commandQueueOf, consumerOf, streamOf } from './streams.ts'
export {
  internalName,
  schedulePrefixOf,
  scheduleSubjectOf,
  subjectOf,
  subjectPrefixOf,
  type MessageKind,
} from './subjects.ts'
