import { expect } from 'chai'
import { type Import, reachedFrom, readSources, roomOf, type Source } from './sources.js'
import { ADDITIONS, type Addition, NODE_MODULES, type Room, TABLE, TOPICS } from './table.js'

const sources = readSources()
const scripts = sources.filter(({ path }) => /\.tsx?$/.test(path))
const lines = ({ text }: Source) => text.trimEnd().split('\n').length

/** The room with what was added to the table for it. */
function allowed(name: string): Required<Room> {
  const room: Room = TABLE[name] ?? { rooms: [], packages: [] }
  const added = (needs: Addition['needs']) =>
    ADDITIONS.filter((addition) => addition.room === name && addition.needs === needs).map((addition) => addition.name)
  return {
    rooms: [...room.rooms, ...added('room')],
    types: [...(room.types ?? []), ...added('types of room')],
    packages: [...room.packages, ...added('package')],
    packageTypes: added('types of package'),
  }
}

function isAllowed({ from, of, isFile, isType }: Import): boolean {
  const { rooms, types, packages, packageTypes } = allowed(roomOf(from))
  if (!isFile) return packages.includes(of) || (isType && packageTypes.includes(of))
  const room = roomOf(of)
  return room === roomOf(from) || rooms.includes(room) || (isType && types.includes(room))
}

const saying = ({ from, of, isType }: Import) => `${from} imports ${isType ? 'types of ' : ''}${of}`

describe('the rooms', () => {
  it('import no room and no package but those of the table and of its additions', () => {
    const wrong = scripts.flatMap(({ imports }) => imports.filter((one) => !isAllowed(one)))
    expect(wrong.map(saying)).to.deep.equal([])
  })

  it('would be caught at importing anything else', () => {
    const from = (path: string, of: string, more: Partial<Import> = {}) =>
      isAllowed({ from: `src/${path}`, of, isFile: of.startsWith('src/'), isType: false, ...more })
    expect(from('domain/assess.ts', 'src/ports/store.ts', { isType: true })).to.equal(false)
    expect(from('domain/assess.ts', 'node:crypto')).to.equal(false)
    expect(from('actions/record.ts', 'src/crypto/totp.ts')).to.equal(false)
    expect(from('express/router.ts', 'src/ports/clock.ts')).to.equal(false)
    expect(from('express/router.ts', 'src/ports/clock.ts', { isType: true })).to.equal(true)
    expect(from('options.ts', 'express')).to.equal(false)
    expect(from('options.ts', 'express', { isType: true })).to.equal(true)
    expect(from('index.ts', 'src/typeorm/index.ts', { isType: true })).to.equal(false)
    expect(from('views/view.ts', 'src/actions/context.ts', { isType: true })).to.equal(false)
    expect(from('mail/mail-messages.ts', 'src/pages/document.tsx')).to.equal(false)
    expect(from('a-new-room/x.ts', 'zod')).to.equal(false)
  })

  it('are all in the table', () => {
    const rooms = new Set(sources.map(({ path }) => roomOf(path)))
    expect([...rooms].filter((room) => !(room in TABLE))).to.deep.equal([])
  })

  for (const { room, needs, name, reason } of ADDITIONS) {
    it(`need an addition to the table: ${room} the ${needs} ${name}, since ${reason}`, () => {
      const isFile = needs.endsWith('room')
      const used = scripts
        .filter(({ path }) => roomOf(path) === room)
        .flatMap(({ imports }) => imports.filter((one) => one.isFile === isFile))
        .map(({ of }) => (isFile ? roomOf(of) : of))
      expect(used, 'nobody uses it any more; take it out').to.include(name)
      const known = isFile ? TABLE[room]?.rooms : TABLE[room]?.packages
      expect(known, 'the table has it').not.to.include(name)
    })
  }

  it('have no cycle between them', () => {
    const next = new Map<string, Set<string>>()
    for (const { path, imports } of scripts) {
      const own = next.get(roomOf(path)) ?? new Set()
      next.set(roomOf(path), own)
      for (const { of, isFile } of imports) if (isFile && roomOf(of) !== roomOf(path)) own.add(roomOf(of))
    }
    const cycles: string[] = []
    const visit = (room: string, way: readonly string[]): void => {
      if (way.includes(room)) cycles.push([...way.slice(way.indexOf(room)), room].join(' → '))
      else for (const other of next.get(room) ?? []) visit(other, [...way, room])
    }
    for (const room of next.keys()) visit(room, [])
    expect(new Set(cycles)).to.deep.equal(new Set())
  })

  it('have no cycle of files at run time', () => {
    const byPath = new Map(scripts.map((source) => [source.path, source]))
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (path: string, way: readonly string[]): void => {
      if (way.includes(path)) cycles.push([...way.slice(way.indexOf(path)), path].join(' → '))
      if (way.includes(path) || done.has(path)) return
      for (const { of, isFile, isType } of byPath.get(path)?.imports ?? []) {
        if (isFile && !isType) visit(of, [...way, path])
      }
      done.add(path)
    }
    for (const { path } of scripts) visit(path, [])
    expect(cycles).to.deep.equal([])
  })

  it('use modules of Node where they are listed: node:crypto in the room crypto alone', () => {
    const used = scripts.flatMap(({ imports }) => imports.filter(({ of }) => of.startsWith('node:')))
    expect(used.filter(({ from, of }) => !NODE_MODULES[of]?.includes(roomOf(from))).map(saying)).to.deep.equal([])
    const bare = scripts.flatMap(({ imports }) => imports.filter(({ of }) => /^(crypto|fs|path|http|timers)$/.test(of)))
    expect(bare.map(saying)).to.deep.equal([])
  })

  it('redirect from express/see-other.ts alone, which answers JSON instead where JSON was asked for', () => {
    const redirecting = scripts.filter(({ path, text }) => path.startsWith('src/express/') && /\.redirect\(/.test(text))
    expect(redirecting.map(({ path }) => path)).to.deep.equal(['src/express/see-other.ts'])
  })

  it('reach the session of a request from express/session.ts alone', () => {
    const touching = scripts.filter(({ text }) => {
      return /\breq(uest)?\)?\.session\b|\bsession\b[^\n]*}\s*=\s*\(?req\b|\breq as [^\n]*\bsession\b|\['session'\]/.test(
        text,
      )
    })
    expect(touching.map(({ path }) => path)).to.deep.equal(['src/express/session.ts'])
  })

  it('lead from the door to neither TypeORM nor Keycloak, at run time or by types', () => {
    const { files, packages } = reachedFrom(scripts, 'src/index.ts')
    expect([...files].filter((path) => /^(src\/(typeorm|keycloak|cli|testing)|migrations)\b/.test(path))).to.deep.equal(
      [],
    )
    expect([...packages].filter((name) => /typeorm|keycloak|mysql|libsql|nodemailer/.test(name))).to.deep.equal([])
    const byTypes = scripts
      .filter(({ path }) => files.has(path))
      .flatMap(({ imports }) =>
        imports.filter(({ of }) => /^(src\/(typeorm|keycloak|cli|testing)|typeorm|@keycloak)\b/.test(of)),
      )
    expect(byTypes.map(saying)).to.deep.equal([])
  })

  it('lead from each of the other doors to no other one’s packages', () => {
    const reached = (path: string) => [...reachedFrom(scripts, path).packages]
    expect(reached('src/typeorm/index.ts')).not.to.include.members(['@keycloak/keycloak-admin-client'])
    for (const name of ['express', 'nodemailer', '@keycloak/keycloak-admin-client', 'jose', 'otplib']) {
      expect(reached('src/typeorm/index.ts')).not.to.include(name)
    }
    for (const name of ['typeorm', 'express', 'nodemailer'])
      expect(reached('src/keycloak/index.ts')).not.to.include(name)
    for (const name of ['typeorm', 'express', '@keycloak/keycloak-admin-client']) {
      expect(reached('src/mail/index.ts')).not.to.include(name)
    }
  })

  it('have their topics from the one list', () => {
    const topical = ['domain', 'actions', 'typeorm', 'express', 'views', 'pages']
    const folders = sources
      .map(({ path }) => path.split('/'))
      .filter(([top, room = '', , file]) => top === 'src' && topical.includes(room) && file !== undefined)
      .map(([, room, topic]) => `${room}/${topic}`)
    const unknown = folders.filter((folder) => !TOPICS.includes(folder.split('/')[1] ?? ''))
    expect([...new Set(unknown)]).to.deep.equal([])
  })
})

describe('the files', () => {
  it('are at most 250 lines long', function () {
    const lengths = scripts.map(lines).sort((one, other) => one - other)
    const median = lengths[Math.floor(lengths.length / 2)] ?? 0
    if (this.test) this.test.title += ` (median ${median}, longest ${lengths.at(-1)})`
    expect(scripts.filter((source) => lines(source) > 250).map(({ path }) => path)).to.deep.equal([])
    expect(median).to.be.below(80)
  })

  it('have names in kebab-case', () => {
    const wrong = sources.filter(({ path }) =>
      path.split('/').some((part) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.tsx?)?$/.test(part)),
    )
    expect(wrong.map(({ path }) => path)).to.deep.equal([])
  })

  it('are named for what they hold, never utils, helpers, common, misc or shared', () => {
    const wrong = sources.filter(({ path }) => /(^|[/-])(utils?|helpers?|commons?|misc|shared|lib)([./-]|$)/.test(path))
    expect(wrong.map(({ path }) => path)).to.deep.equal([])
  })

  it('declare nothing global, and change no other module’s types', () => {
    const wrong = scripts.filter(({ program }) =>
      program.body.some(({ type }) => type === 'TSModuleDeclaration' || type === 'TSNamespaceExportDeclaration'),
    )
    expect(wrong.map(({ path }) => path)).to.deep.equal([])
    const nested = scripts.filter(({ text }) =>
      /^\s*(declare\s+(global|module|namespace)\b|namespace\s+\w+\s*{)/m.test(text),
    )
    expect(nested.map(({ path }) => path)).to.deep.equal([])
    expect(scripts.filter(({ text }) => /<reference\s/.test(text)).map(({ path }) => path)).to.deep.equal([])
  })

  it('lock no row: every judgement is a compare-and-set', () => {
    const locking = /FOR\s+(UPDATE|SHARE)\b|LOCK\s+IN\s+SHARE|LOCK\s+TABLES|GET_LOCK|pessimistic|setLock\(/i
    // Migrations judge nobody, and MySQL commits at each table: processes that start together wait by name for each other.
    const judging = scripts.filter(({ path }) => path !== 'src/typeorm/own-migrations.ts')
    expect(judging.filter(({ text }) => locking.test(text)).map(({ path }) => path)).to.deep.equal([])
  })

  it('have no default exports, no eval, and leave nothing to be done', () => {
    const wrong = scripts.filter(({ text }) => {
      return /\bexport default\b|\beval\(|new Function\(|\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|nocheck|expect-error)/.test(
        text,
      )
    })
    expect(wrong.map(({ path }) => path)).to.deep.equal([])
  })

  it('say `any` nowhere but where a reason stands above', () => {
    const bare = scripts.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index, all) => {
        const reasoned = /biome-ignore lint\/suspicious\/noExplicitAny: \S/.test(all[index - 1] ?? '')
        return /(:|as|<)\s*any\b/.test(line.replace(/\/\/.*|\*.*/, '')) && !reasoned ? [`${path}:${index + 1}`] : []
      }),
    )
    expect(bare).to.deep.equal([])
  })

  it('keep randomness and time out of the domain, which gets them as arguments', () => {
    const wrong = scripts.filter(({ path, text }) => {
      return (
        path.startsWith('src/domain/') && /Date\.now|new Date\(\)|Math\.random|performance\.now|crypto\./.test(text)
      )
    })
    expect(wrong.map(({ path }) => path)).to.deep.equal([])
  })

  it('take randomness that counts from the Random port, never from Math.random', () => {
    // It may spread waits: nobody gains from guessing how long one waits.
    const using = scripts.flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line) => (/Math\.random/.test(line) && !/sleep|delay|wait|pause/i.test(line) ? [path] : [])),
    )
    expect(using).to.deep.equal([])
  })

  it('hold a doc comment above everything they export', () => {
    // Texts say what they are; rows and migrations are described where the port and the migration are.
    const own = /^(src\/(texts|typeorm|testing\/store-contract)|migrations)\//
    const bare = scripts
      .filter(({ path }) => !own.test(path))
      .flatMap(({ path, text, program }) =>
        program.body.flatMap((node) => {
          if (node.type !== 'ExportNamedDeclaration' || node.declaration === null) return []
          const isDocumented = text.slice(0, node.start).trimEnd().endsWith('*/')
          return isDocumented ? [] : [`${path}: ${text.slice(node.start, node.start + 60).split('\n')[0]}`]
        }),
      )
    expect(bare).to.deep.equal([])
  })
})
