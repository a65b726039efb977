/** How long an answer is kept after it was asked for: one minute, in ms. */
const KEPT_MS = 60_000

/** How many answers are kept at once; the oldest go first. */
const KEPT_ANSWERS = 10_000

/**
 * Answers by key: kept for a minute, asked once by parallel callers. Failures are not kept, nor what is asked for anew
 * where nothing was kept: whoever asks once about each of many people must not drive out what logins ask for.
 */
export function kept<Answer>(): (
  key: string,
  read: () => Promise<Answer>,
  freshness?: { readonly fresh?: boolean },
) => Promise<Answer> {
  const answers = new Map<string, { answer: Promise<Answer>; until: number }>()
  return (key, read, { fresh = false } = {}) => {
    forgetOld(answers)
    const known = answers.get(key)
    if (!fresh && known !== undefined) return known.answer
    if (fresh && known === undefined) return read()
    const entry = { answer: read(), until: Date.now() + KEPT_MS }
    answers.delete(key)
    answers.set(key, entry)
    if (answers.size > KEPT_ANSWERS) answers.delete(answers.keys().next().value ?? '')
    entry.answer.catch(() => {
      if (answers.get(key) === entry) answers.delete(key)
    })
    return entry.answer
  }
}

/** The oldest come first. */
function forgetOld(answers: Map<string, { readonly until: number }>): void {
  for (const [key, { until }] of answers) {
    if (Date.now() < until) return
    answers.delete(key)
  }
}
