/** The version that spans name as that of their instrumentation scope; a test holds it to package.json. */
export const VERSION = '0.0.0'
