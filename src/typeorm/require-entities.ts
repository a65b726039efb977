import type { DataSource } from 'typeorm'
import { TwoFactorError } from '../errors.js'
import { twoFactorEntities } from './entities.js'

/** Throws `ERR_2FA_CONFIGURATION` where an initialised DataSource lacks our entities or gives them other names. */
export function requireEntities(dataSource: DataSource): void {
  for (const entity of twoFactorEntities) {
    const { name, tableName } = entity.options
    if (!dataSource.hasMetadata(entity)) {
      throw new TwoFactorError(
        'ERR_2FA_CONFIGURATION',
        `The DataSource does not know ${name}. Add \`...twoFactorEntities\` to its \`entities\`.`,
      )
    }
    const metadata = dataSource.getMetadata(entity)
    const renamed = metadata.columns.find((column) => column.databaseName !== column.propertyName)
    if (metadata.tableName !== tableName || renamed !== undefined) {
      throw new TwoFactorError(
        'ERR_2FA_CONFIGURATION',
        `The DataSource renames the table ${tableName} or its columns, by \`entityPrefix\` or a naming strategy. Leave names that begin with two_factor_ as they are, or give the store a DataSource of its own.`,
      )
    }
  }
}
