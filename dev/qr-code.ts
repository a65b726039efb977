import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What the QR code in a picture says, read by zbarimg so that no code of ours vouches for itself. Throws when there is none. */
export async function readQrCode(picture: string | Buffer): Promise<string> {
  if (typeof picture === 'string') return scan(picture)
  const folder = await mkdtemp(join(tmpdir(), 'qr-code-'))
  try {
    const file = join(folder, 'picture.png')
    await writeFile(file, picture)
    return await scan(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const scan = async (file: string): Promise<string> => {
  const { stdout } = await run('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', file]).catch((error) => {
    throw new Error(`zbarimg found no QR code in the picture: ${error.message}`)
  })
  return stdout.trim()
}
