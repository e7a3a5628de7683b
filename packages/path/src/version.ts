/** The version of this package, as the spans it makes name it. */
export const VERSION = '0.0.0'
