import type { Page } from 'playwright-core'

/** A file that is imported, by its path or by what is in it. */
export type ImportedFile = string | { readonly name: string; readonly text: string }

/** Gives a file to the page `/import`, and waits for what becomes of it: what is said of it. */
export async function importFile(page: Page, file: ImportedFile): Promise<string> {
  await page
    .getByLabel('files to import')
    .setInputFiles(
      typeof file === 'string'
        ? file
        : { name: file.name, mimeType: 'application/json', buffer: Buffer.from(file.text) },
    )
  const outcome = page.locator('.imported li').first()
  // Ten thousand services take a while on a machine that is busy.
  await outcome
    .getByText(/^(not imported|(at least )?\S+ traces?, .*)$/u)
    .waitFor({ timeout: 60_000 })
  return outcome.innerText()
}
