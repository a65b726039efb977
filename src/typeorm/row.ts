import { TwoFactorError } from '../errors.js'

/** A row as a driver returns it. */
export type Row = Readonly<Record<string, unknown>>

/** What a column holds as a whole number; `bigint` arrives as text from mysql2. Throws `ERR_2FA_STORE` otherwise. */
export function integer(row: Row, column: string): number {
  const value = row[column]
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  return Number.isSafeInteger(number) ? (number as number) : unreadable(column)
}

/** Like `integer`, for a column that may be null. */
export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column)
}

/** What a column holds as text. Throws `ERR_2FA_STORE` otherwise. */
export function text(row: Row, column: string): string {
  const value = row[column]
  return typeof value === 'string' ? value : unreadable(column)
}

/** Like `text`, for a column that may be null. */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column)
}

/** What a column holds as one word of a closed list. Throws `ERR_2FA_STORE` for any other. */
export function wordOf<Word extends string>(row: Row, column: string, words: Readonly<Record<Word, true>>): Word {
  const value = text(row, column)
  return Object.hasOwn(words, value) ? (value as Word) : unreadable(column)
}

/** A descriptive text that fits its column; it is shown to people and never compared. */
export function fitting(value: string | null, length = 255): string | null {
  return value === null ? null : [...value.slice(0, 2 * length)].slice(0, length).join('')
}

// The value stays out of the message: it may be a hash or a sealed secret.
export function unreadable(column: string): never {
  throw new TwoFactorError(
    'ERR_2FA_STORE',
    `The database column "${column}" of a two_factor_ table holds a value that this version cannot read. Restore the row, or run the version that wrote it.`,
  )
}
