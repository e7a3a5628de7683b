import { ICON } from './icon.ts'
import type { PageBundle } from './page-bundle.ts'

/** The document of the page: nothing in it but where its code and its style are. */
export function pageHtml({ app, style }: Pick<PageBundle, 'app' | 'style'>): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Hopscope</title>
    <link rel="icon" href="${ICON}">
    <link rel="stylesheet" href="/assets/${style.name}">
    <script type="module" src="/assets/${app.name}"></script>
  </head>
  <body>
    <div id="app"></div>
    <noscript>The viewer needs JavaScript; its API at /api/v1/openapi.json does not.</noscript>
  </body>
</html>
`
}

/** What a browser is shown that was not let in. */
export function entryHtml({ style }: Pick<PageBundle, 'style'>): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Hopscope: a new address is needed</title>
    <link rel="icon" href="${ICON}">
    <link rel="stylesheet" href="/assets/${style.name}">
  </head>
  <body class="entry">
    <main class="entry-text">
      <h1>This browser has not been let in</h1>
      <p>The address that the viewer prints lets one browser in, once. This one was used before, or the
        viewer was started again since.</p>
      <ul>
        <li>In the terminal that runs the viewer: use the address that it printed last, or start it
          again for a new one.</li>
        <li>In a browser that is in: Status gives an address for one more.</li>
      </ul>
    </main>
  </body>
</html>
`
}
