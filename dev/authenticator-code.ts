import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The digits an authenticator app shows for a Base32 key at a time in milliseconds (default: now), made by oathtool: six of
 * them, by SHA-1 and 30 seconds, where its options do not say otherwise.
 */
export async function authenticatorCode(
  base32Secret: string,
  atMs: number = Date.now(),
  options: readonly string[] = ['--totp'],
): Promise<string> {
  const at = `@${Math.floor(atMs / 1000)}`
  const { stdout } = await run('oathtool', [...options, '-b', '-N', at, base32Secret])
  return stdout.trim()
}
