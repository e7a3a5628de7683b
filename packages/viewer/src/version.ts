/** The version of this package, as the page and the API tell it. */
export const VERSION = '0.0.0'
