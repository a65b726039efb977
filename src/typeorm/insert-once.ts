import { type Connection, insert, type Values } from './database.js'
import { isDuplicate } from './store-errors.js'

/** False where somebody else was there first; a refused statement leaves the rest of the transaction in place. */
export async function insertOnce(on: Connection, table: string, row: Values): Promise<boolean> {
  try {
    await insert(on, table, [row])
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}
