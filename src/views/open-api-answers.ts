import type { Operation } from './operation.js'
import type { PageName } from './view.js'

type Json = Readonly<Record<string, unknown>>

const schemaNamed = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: Json): Json => ({ 'application/json': { schema } })
const problem: Json = { 'application/problem+json': { schema: schemaNamed('ProblemDetails') } }
const verdict: Json = json(schemaNamed('RefusedVerdict'))

/** The name of a view's schema: `BackupCodesView` for the page `backup-codes`. */
export const viewSchemaName = (page: PageName) =>
  `${page.replace(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase())}View`

/** Every answer of an operation, by status, as OpenAPI wants it. */
export function answersOf(operation: Operation): Json {
  const { who, judges = false } = operation
  return {
    '200': done(operation),
    ...(who !== 'everybody' && {
      '401': { description: 'Something is missing: `needs` says what, `location` where to get it', content: problem },
    }),
    ...(judges && {
      '409': {
        description: 'The count of wrong codes is full, or there is nothing to answer',
        content: { ...verdict, ...problem },
      },
      '422': { description: 'The code was refused: wrong, used before, or too old', content: verdict },
      '429': {
        description: 'Too many wrong codes: the person has to wait',
        headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'In seconds' } },
        content: verdict,
      },
    }),
    default: { description: 'An error; nothing was changed', content: problem },
  }
}

function done({ file, views = [] }: Operation): Json {
  if (file === null) return { description: 'Done; the answer is empty' }
  if (file !== undefined) {
    const schema = file.type.endsWith('json') ? { type: 'object' } : { type: 'string' }
    return { description: file.holds, content: { [file.type]: { schema } } }
  }
  const location = schemaNamed('Location')
  if (views.length === 0) return { description: 'Done: where to go on', content: json(location) }
  const oneOf = [...views.map((page) => schemaNamed(viewSchemaName(page))), location]
  return { description: 'The view; or where to go on, where there is nothing to show', content: json({ oneOf }) }
}
