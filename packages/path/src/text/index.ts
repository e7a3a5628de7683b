export { displayWidth, padEnd, padStart, truncate } from './display-width.ts'
export { plainText } from './plain-text.ts'
