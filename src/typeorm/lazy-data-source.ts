import type { DataSource } from 'typeorm'
import { requireEntities } from './require-entities.js'
import { closed } from './store-errors.js'

/** A DataSource that is initialised when it is first needed, and closed by whoever initialised it. */
export interface LazyDataSource {
  /** Initialises once for however many callers, and again where that failed. */
  ready(): Promise<void>
  close(): Promise<void>
}

export function lazyDataSource(dataSource: DataSource): LazyDataSource {
  let starting: Promise<void> | undefined
  let isOurs = false
  let isChecked = false
  let isClosed = false

  const start = async () => {
    await dataSource.initialize()
    isOurs = true
  }
  return {
    ready: async () => {
      // Whoever closed it meant it: a late worker must not open the pool again behind their back.
      if (isClosed || (isChecked && !dataSource.isInitialized)) throw closed()
      if (!dataSource.isInitialized) {
        starting ??= start().finally(() => {
          starting = undefined
        })
        await starting
      }
      if (!isChecked) requireEntities(dataSource)
      isChecked = true
    },
    close: async () => {
      isClosed = true
      await starting?.catch(() => undefined)
      if (isOurs && dataSource.isInitialized) await dataSource.destroy()
    },
  }
}
