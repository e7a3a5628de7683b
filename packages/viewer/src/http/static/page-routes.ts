/** Whether a path is one of the page's: every one of them gets the same document, which reads the rest from its address. */
export function isPagePath(segments: readonly string[]): boolean {
  return PAGE_PATHS.some(
    (pattern) =>
      pattern.length === segments.length &&
      pattern.every((part, index) =>
        part === ANY ? segments[index] !== '' : part === segments[index],
      ),
  )
}

const ANY = '*'
const PAGE_PATHS: readonly (readonly string[])[] = [
  [''],
  ['traces'],
  ['t', ANY],
  ['messages'],
  ['m', ANY, ANY],
  ['dlq'],
  ['map'],
  ['services'],
  ['probe'],
  ['status'],
  ['import'],
]
