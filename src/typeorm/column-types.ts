import type { EntitySchemaColumnOptions } from 'typeorm'
import { integer } from './row.js'

const PLAIN = { charset: 'ascii', collation: 'ascii_bin' }
const UNICODE = { charset: 'utf8mb4', collation: 'utf8mb4_bin' }

/** 64 lowercase hex digits, compared by their bytes. */
export const KEY: EntitySchemaColumnOptions = { type: 'varchar', length: 64, ...PLAIN }

/** A time-ordered UUID. */
export const UUID: EntitySchemaColumnOptions = { type: 'varchar', length: 36, ...PLAIN }

/** One word of a closed list. */
export const WORD: EntitySchemaColumnOptions = { type: 'varchar', length: 64, ...PLAIN }

/** A short text that is shown, never compared. */
export const LINE: EntitySchemaColumnOptions = { type: 'varchar', length: 255, ...UNICODE }

/** A text of any length. */
export const TEXT: EntitySchemaColumnOptions = { type: 'text', ...UNICODE }

/** A small whole number. */
export const INT: EntitySchemaColumnOptions = { type: 'int' }

/** Milliseconds or time steps; `bigint` arrives as text from mysql2. */
export const BIGINT: EntitySchemaColumnOptions = {
  type: 'bigint',
  transformer: {
    to: (value: number | null) => value,
    from: (value: unknown) => (value === null ? null : integer({ value }, 'value')),
  },
}

export const primary = (column: EntitySchemaColumnOptions): EntitySchemaColumnOptions => ({ ...column, primary: true })

export const nullable = (column: EntitySchemaColumnOptions): EntitySchemaColumnOptions => ({
  ...column,
  nullable: true,
})
