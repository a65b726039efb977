import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Servers live in /usr/sbin on Debian, which is not on everybody's PATH. */
export function mariadbProgram(name: 'mariadbd' | 'mariadb-install-db'): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  for (const folder of folders) {
    const program = join(folder, name)
    try {
      accessSync(program, constants.X_OK)
      return program
    } catch {
      // Not in this folder.
    }
  }
  throw new Error(`There is no ${name} on this machine. Install it (Debian and Ubuntu: apt install mariadb-server).`)
}

const isRoot = process.getuid?.() === 0

/** A database server refuses to run as root, and Galera's transfer fails as root: then it runs as the package's own user. */
export const serverUser: readonly string[] = isRoot ? ['--user=mysql'] : []

/**
 * Where a server of its own folder keeps things. The temporary folder is its own too: a starting server deletes every
 * temporary table that it finds in its temporary folder, and in /tmp those are of other servers that run.
 */
export const serverFolders = (folder: string): readonly string[] => [
  `--datadir=${join(folder, 'tables')}`,
  `--tmpdir=${join(folder, 'temporary')}`,
]

/** Makes a server's folders and fills them; `root` needs no password, so bind the server to the loopback. */
export async function installDatabase(folder: string): Promise<void> {
  for (const name of ['tables', 'temporary']) {
    await mkdir(join(folder, name), { recursive: true })
    if (isRoot) await run('chown', ['-R', 'mysql:mysql', join(folder, name)])
  }
  await run(mariadbProgram('mariadb-install-db'), [
    '--no-defaults',
    ...serverUser,
    ...serverFolders(folder),
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ])
}
