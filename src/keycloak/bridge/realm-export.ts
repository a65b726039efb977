import { createReadStream } from 'node:fs'
import chain from 'stream-chain'
import { parser } from 'stream-json'
import { pick } from 'stream-json/filters/pick.js'
import { streamValues } from 'stream-json/streamers/stream-values.js'
import { TwoFactorError } from '../../errors.js'

/**
 * The people of a file that `kc.sh export` has written, of a whole realm or of a part of its users, one after another and
 * whatever its size. Throws `ERR_2FA_MALFORMED` where it is none.
 */
export async function* realmExport(file: string): AsyncGenerator<{ readonly realm: string; readonly user: unknown }> {
  const values = chain([createReadStream(file), parser(), pick({ filter: isWanted }), streamValues()])
  let realm: string | null = null
  try {
    for await (const { value } of values as AsyncIterable<{ value: unknown }>) {
      if (typeof value === 'string') realm = value
      else if (realm === null) throw new Error('its people come before the name of the realm')
      else yield { realm, user: value }
    }
  } catch (error) {
    throw unreadable(file, error)
  }
  if (realm === null) throw unreadable(file, new Error('it names no realm'))
}

/** The name of the realm, and each of its people; those of a user federation that Keycloak keeps credentials for as well. */
function isWanted(path: readonly (string | number | null)[]): boolean {
  const [first] = path
  if (path.length === 1) return first === 'realm'
  return path.length === 2 && (first === 'users' || first === 'federatedUsers')
}

/** Without the cause: what a parser says may hold a piece of the text, and so of a secret. */
function unreadable(file: string, error: unknown): TwoFactorError {
  const isMissing = (error as { code?: unknown }).code === 'ENOENT'
  const message = isMissing ? `There is no file ${file}.` : `${file} is no realm export that can be read to its end.`
  return new TwoFactorError('ERR_2FA_MALFORMED', `${message} Make one: kc.sh export --realm <realm> --file <file>.`)
}
