/** The icon of the page's tab: three hops. As an address, so that no file is needed. */
export const ICON: string = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><g fill="none" stroke="#2f7fd6" stroke-width="1.6"><path d="M3.5 11.5 8 4.5l4.5 7"/></g><g fill="#2f7fd6"><circle cx="3" cy="12" r="2"/><circle cx="8" cy="4" r="2"/><circle cx="13" cy="12" r="2"/></g></svg>',
)}`
