import { type Examination, error, type Finding, type Topic } from '../../domain/installation/finding.js'
import { isTwoFactorError } from '../../errors.js'

/** What was seen of one thing; what is left out is empty. */
export type Seen = Partial<Omit<Examination, 'topic'>>

/** How one topic is looked at. */
export interface Look {
  readonly topic: Topic
  look(): Promise<Seen>
}

/** How the work goes on. */
export interface ExamineWork {
  /** Ends the work between two topics. */
  readonly signal?: AbortSignal
  /** Called before each topic. */
  readonly onTopic?: (topic: Topic) => void
}

/** Looks at everything, one after another. What can't be asked is a finding, and the others are looked at all the same. */
export async function examine(looks: readonly Look[], { signal, onTopic }: ExamineWork = {}): Promise<Examination[]> {
  const examinations: Examination[] = []
  const unasked = new Map<string, Topic>()
  for (const { topic, look } of looks) {
    signal?.throwIfAborted()
    onTopic?.(topic)
    const {
      findings = [],
      notes = [],
      notLookedAt = null,
    } = await look().catch((cause: unknown): Seen => {
      if (!isTwoFactorError(cause)) throw cause
      const before = unasked.get(cause.message)
      if (before !== undefined) return { notLookedAt: `For the same reason as "${before}".` }
      unasked.set(cause.message, topic)
      return { findings: [found(cause.message)] }
    })
    examinations.push({ topic, findings, notes, notLookedAt })
  }
  return examinations
}

/** This library's errors name the thing and the cure in one text, and then a page. */
function found(message: string): Finding {
  const [text = message, page] = message.split(/ (?=See README\.md#)/)
  return error(text, page ?? 'See README.md.')
}
