import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import session from 'express-session'
import { createConnection, createPool, type RowDataPacket } from 'mysql2/promise'
import { ScureBase32Plugin, verifySync } from 'otplib'
import passport from 'passport'
import { Strategy } from 'passport-custom'
import { PERSON } from '../application.js'
import { answerQuestions, usage } from '../code-request/ask-process.js'
import type { ServerQuestion } from '../code-request/server.js'
import { secretOf } from '../people.js'

// What people write by hand: Passport, otplib and one UPDATE. No count of wrong codes, no audit, no sealing.

answerQuestions<ServerQuestion>(async (question) =>
  'usage' in question ? usage() : start('mariadb' in question.start ? question.start.mariadb : '', question.people),
)

const base32 = new ScureBase32Plugin()

async function start(url: string, people: number): Promise<{ port: number }> {
  const connection = await createConnection(url)
  await connection.query('CREATE TABLE person (id INT PRIMARY KEY, secret VARCHAR(64), last_step BIGINT NOT NULL)')
  const rows = Array.from({ length: people }, (_, id) => [id, base32.encode(secretOf(id), { padding: false }), 0])
  await connection.query('INSERT INTO person VALUES ?', [rows])
  await connection.end()
  const pool = createPool({ uri: url, connectionLimit: 10 })
  passport.use(
    'totp',
    new Strategy((req, done) => {
      judge(req.session as { person?: number }, req.body?.code).then(
        (user) => done(null, user),
        (error) => done(error),
      )
    }),
  )
  passport.serializeUser((user, done) => done(null, user))

  async function judge({ person = -1 }: { person?: number }, code: unknown): Promise<false | { id: number }> {
    const [found] = await pool.execute<RowDataPacket[]>('SELECT secret, last_step FROM person WHERE id = ?', [person])
    const secret = String(found[0]?.secret)
    const result = verifySync({ secret, token: String(code), epochTolerance: 30 })
    if (!result.valid || !('timeStep' in result)) return false
    const [{ affectedRows }] = await pool.execute<import('mysql2').ResultSetHeader>(
      'UPDATE person SET last_step = ? WHERE id = ? AND last_step < ?',
      [result.timeStep, person, result.timeStep],
    )
    return affectedRows === 1 && { id: person }
  }

  const app = express()
  app.use(session({ secret: 'bench', resave: false, saveUninitialized: false }), express.urlencoded())
  app.get('/two-factor/challenge', (req, res) => {
    Object.assign(req.session, { person: Number(req.headers[PERSON]) })
    res.send('<form method="post"><input name="_csrf" value="none"><input name="code"></form>')
  })
  app.post('/two-factor/challenge', passport.authenticate('totp'), (_req, res) => res.redirect(303, '/'))
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port }
}
