import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The six digits an authenticator app shows for a Base32 key at a time in milliseconds (default: now), made by oathtool. */
export async function authenticatorCode(base32Secret: string, atMs: number = Date.now()): Promise<string> {
  const at = `@${Math.floor(atMs / 1000)}`
  const { stdout } = await run('oathtool', ['--totp', '-b', '-N', at, base32Secret])
  return stdout.trim()
}
