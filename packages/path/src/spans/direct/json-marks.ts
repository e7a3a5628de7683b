/** Between two values of a list or an object. */
export const COMMA = 0x2c

/** Between the name of a field and its value. */
export const COLON = 0x3a

/** Before the first value of a list. */
export const OPEN_LIST = 0x5b

/** Behind the last value of a list. */
export const CLOSE_LIST = 0x5d

/** Before the first field of an object. */
export const OPEN_OBJECT = 0x7b

/** Behind the last field of an object. */
export const CLOSE_OBJECT = 0x7d
