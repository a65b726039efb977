import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { OpenApiDocument } from '../../src/index.js'
import { viewSchemaName } from '../../src/views/open-api-answers.js'
import type { PageName } from '../../src/views/view.js'

/** An answer of the router, as far as the document speaks of it. */
export interface Answered {
  readonly status: number
  readonly contentType: string
  readonly body: unknown
}

/** Judges answers by an OpenAPI document; each judgement is a list of what is wrong. */
export function responses(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ ...document, $id: 'openapi' } as object)
  const judge = (pointer: string, body: unknown): string[] => {
    const validate = ajv.getSchema(`openapi#${pointer}`)
    if (validate === undefined) return [`the document has no ${pointer}`]
    validate(body)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${pointer} ${instancePath} ${message}`)
  }
  return {
    view: (page: PageName, body: unknown) => judge(`/components/schemas/${viewSchemaName(page)}`, body),
    /** `path` as the document writes it. */
    answer(method: string, path: string, { status, contentType, body }: Answered): string[] {
      const told = (document.paths[path]?.[method.toLowerCase()] as { responses?: Record<string, object> })?.responses
      if (told === undefined) return [`the document has no ${method} ${path}`]
      const key = String(status) in told ? String(status) : 'default'
      const escaped = [path, contentType].map((part) =>
        encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
      )
      return judge(`/paths/${escaped[0]}/${method.toLowerCase()}/responses/${key}/content/${escaped[1]}/schema`, body)
    },
  }
}
