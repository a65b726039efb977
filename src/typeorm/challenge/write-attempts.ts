import type { Attempts } from '../../domain/challenge/attempts.js'
import type { Expected } from '../../ports/store.js'
import type { Connection } from '../database.js'
import { SUBJECT } from '../sign-in/subject-row.js'
import { ATTEMPTS, attemptsValues } from './attempts-row.js'

const UNMOVED =
  'WHERE subject_key = ? AND version = ? ' +
  `AND EXISTS (SELECT 1 FROM ${SUBJECT} WHERE ${SUBJECT}.\`key\` = ? AND ${SUBJECT}.epoch = ?)`

const JUDGED =
  `UPDATE ${ATTEMPTS} SET version = version + 1, codes_wrong = ?, codes_locked_until = ?, ` +
  `recovery_wrong = ?, recovery_locked_until = ?, last_spent = ? ${UNMOVED}`

/**
 * The compare-and-set that every judgement goes through. False where the version or the epoch has moved.
 *
 * Every write of the version changes the row, so the count means the same with every driver flag.
 */
export async function writeAttempts(on: Connection, expected: Expected, attempts: Attempts): Promise<boolean> {
  const values = attemptsValues(attempts)
  const changed = await on.change(JUDGED, [
    values.codes_wrong,
    values.codes_locked_until,
    values.recovery_wrong,
    values.recovery_locked_until,
    values.last_spent,
    expected.subjectKey,
    expected.version,
    expected.subjectKey,
    expected.epoch,
  ])
  return changed > 0
}

/** Moves the version and leaves the counts as they are. False where the version or the epoch has moved. */
export async function touchAttempts(on: Connection, expected: Expected): Promise<boolean> {
  const { subjectKey, version, epoch } = expected
  const changed = await on.change(`UPDATE ${ATTEMPTS} SET version = version + 1 ${UNMOVED}`, [
    subjectKey,
    version,
    subjectKey,
    epoch,
  ])
  return changed > 0
}
