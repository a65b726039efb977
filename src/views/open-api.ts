import { z } from 'zod'
import { problem, refusedVerdict, sentTo } from './challenge/problem.js'
import { location } from './location.js'
import { answersOf, viewSchemaName } from './open-api-answers.js'
import type { Operation } from './operation.js'
import { OPERATIONS } from './operations.js'
import { problemDetails } from './problem.js'
import { VIEWS } from './view.js'

type Json = Readonly<Record<string, unknown>>

/** An OpenAPI 3.1 document, as much of it as is relied on here. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string }[]
  /** By path below the mount, as `/devices/{id}/revoke`, then by method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Json>>; readonly securitySchemes: Json }
}

/** This package's version; a test holds it against package.json. */
const VERSION = '0.1.0'

const ABOUT = `Two-factor authentication of the application's people. Send \`Accept: application/json\`: the same addresses are pages.

Every view holds \`csrfToken\`, to be sent with each POST in the header \`X-CSRF-Token\`. Where a page would be redirected the answer is \`{ location, method }\`. A 401 says in \`needs\` what is missing.`

/**
 * The OpenAPI 3.1 document of everything that `router()` answers, made from the schemas that the answers themselves go
 * through. `url` is the address of the mount, as option `url`. Served at `/openapi.json` below it.
 */
export function openApiDocument({ url = '/two-factor', name = 'Two-factor authentication' } = {}): OpenApiDocument {
  const paths: Record<string, Record<string, Json>> = {}
  for (const [tag, operations] of Object.entries(OPERATIONS)) {
    for (const operation of operations) {
      const path = operation.path.replace(/:(\w+)/g, '{$1}')
      paths[path] = { ...paths[path], [operation.method]: described(operation, tag) }
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: name, version: VERSION, description: ABOUT },
    servers: [{ url }],
    tags: Object.keys(OPERATIONS).map((tag) => ({ name: tag })),
    paths,
    components: {
      schemas: schemas(),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'connect.sid',
          description: "The application's own session; its cookie may have another name",
        },
        csrf: { type: 'apiKey', in: 'header', name: 'X-CSRF-Token', description: '`csrfToken` of the last view' },
      },
    },
  }
}

function described(operation: Operation, tag: string): Json {
  const { method, path, summary, who, query, fields } = operation
  const isOurs = who !== 'everybody'
  const parameters = [...pathParameters(path), ...(query === undefined ? [] : queryParameters(query))]
  return {
    operationId: `${method}${path === '/' ? 'Settings' : path.replace(/[/\-:.](\w)/g, (_all, letter: string) => letter.toUpperCase())}`,
    tags: [tag],
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(fields !== undefined && { requestBody: bodyOf(fields, isOurs) }),
    responses: answersOf(operation),
    security: isOurs ? [method === 'post' ? { session: [], csrf: [] } : { session: [] }] : [],
  }
}

function bodyOf(fields: z.ZodObject, json: boolean): Json {
  const schema = bare(z.toJSONSchema(fields, { io: 'input', override: plainIntegers }))
  const form = { 'application/x-www-form-urlencoded': { schema } }
  return { required: true, content: json ? { 'application/json': { schema }, ...form } : form }
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(query: z.ZodObject): Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input', override: plainIntegers })
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

/** Every schema that answers are made of, by name; what they have in common is there once. */
function schemas(): Record<string, Json> {
  const named = z.registry<{ id: string }>()
  named.add(location, { id: 'Location' })
  named.add(problemDetails, { id: 'ProblemDetails' })
  named.add(refusedVerdict, { id: 'RefusedVerdict' })
  named.add(problem, { id: 'Problem' })
  named.add(sentTo, { id: 'SentTo' })
  const told = new Set(Object.values(OPERATIONS).flatMap((all) => all.flatMap(({ views = [] }) => views)))
  for (const page of told) named.add(VIEWS[page], { id: viewSchemaName(page) })
  const made = z.toJSONSchema(named, { uri: (id) => `#/components/schemas/${id}`, override: plainIntegers })
  return Object.fromEntries(Object.entries(made.schemas).map(([name, schema]) => [name, bare(schema)]))
}

function bare(schema: object): Json {
  const { $id, $schema, ...rest } = schema as Record<string, unknown>
  return rest
}

/** That a number is one JavaScript can count with is nothing to tell. */
function plainIntegers({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}
